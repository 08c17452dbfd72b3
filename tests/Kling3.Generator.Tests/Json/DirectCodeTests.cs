using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Kling3.Generator.Tests.Json;

public sealed class DirectCodeTests
{
    private static readonly EmittedAssembly s_task = EmittedAssembly.Of(SampleModel.Task);
    private static readonly EmittedAssembly s_requests = EmittedAssembly.Of(SampleModel.Requests);
    private static readonly EmittedAssembly s_numbers = EmittedAssembly.Of(new Model.ObjectSpec("Numbers", null, false)
    {
        Members = Model.EquatableArray.ToEquatableArray(new[]
        {
            SampleModel.Optional("list", "List", SampleModel.List(SampleModel.Integer with { IsNullable = true })),
            SampleModel.Optional("map", "Map", new Model.TypeRef(Model.TypeKind.Map, Element: SampleModel.List(SampleModel.Integer with { IsNullable = true }))),
        }),
    });

    private static readonly JsonSerializerOptions s_plain = new() { TypeInfoResolver = new DefaultJsonTypeInfoResolver(), PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private static readonly EmittedAssembly s_animals = EmittedAssembly.Of(SampleModel.Animals);

    private static readonly EmittedAssembly s_nodes = EmittedAssembly.Of(new Model.ObjectSpec("Node", null, false)
    {
        Members = Model.EquatableArray.ToEquatableArray(new[]
        {
            SampleModel.Optional("name", "Name", SampleModel.Text),
            SampleModel.Optional("inner", "Inner", new Model.TypeRef(Model.TypeKind.Object, "Node")),
        }),
        ExtensionData = "Rest",
    });

    [Theory]
    [InlineData("""{"task_id":"a","status":"SUCCESS","response":["https://x/1"],"consumed_credits":240,"created_at":"2025-12-05 13:05:09"}""")]
    [InlineData("""{"task_id":"a","status":"NOT_YET_KNOWN","request":{"a":[1,2,{"b":null}]},"unknown":{"x":[true]},"other":null}""")]
    public void What_is_read_is_written_again(string json)
    {
        object task = s_task.Read("VideoTask", json);

        Assert.Equal(json, s_task.Write("VideoTask", task));
        Assert.Equal(json, s_task.Serialize("VideoTask", task));
        Assert.Equal(json, s_task.Serialize("VideoTask", s_task.Deserialize("VideoTask", json)));
    }

    [Theory]
    [InlineData("240.0")]
    [InlineData("2.4e2")]
    [InlineData("24000E-2")]
    public void A_whole_number_is_an_integer_however_it_is_written(string number)
    {
        string json = $$"""{"task_id":"a","status":"b","consumed_credits":{{number}}}""";

        Assert.Contains("\"consumed_credits\":240", s_task.Write("VideoTask", s_task.Read("VideoTask", json)), StringComparison.Ordinal);
        Assert.Contains("\"consumed_credits\":240", s_task.Write("VideoTask", s_task.Deserialize("VideoTask", json)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[240.0,2.4e2,null,240]", "[240,240,null,240]")]
    [InlineData("[]", "[]")]
    [InlineData("null", null)]
    [InlineData("[240.5]", "refused")]
    [InlineData("[true]", "refused")]
    [InlineData("7", "refused")]
    [InlineData("[1,", "refused")]
    public void Whole_numbers_in_lists_and_maps_are_integers_too(string numbers, string? expected)
    {
        string written = expected is null ? "{}" : $$$"""{"list":{{{expected}}},"map":{"a":{{{expected}}}}}""";
        string json = $$"""{"list":{{numbers}},"map":{{(expected is null ? "null" : "{\"a\":" + numbers + "}")}}}""";
        if (expected == "refused")
        {
            Assert.ThrowsAny<JsonException>(() => s_numbers.Read("Numbers", json));
            Assert.Equal(
                Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize<PlainNumbers>(json, s_plain)).Path,
                Assert.ThrowsAny<JsonException>(() => s_numbers.Deserialize("Numbers", json)).Path);
            return;
        }

        Assert.Equal(written, s_numbers.Write("Numbers", s_numbers.Read("Numbers", json)));
        Assert.Equal(written, s_numbers.Serialize("Numbers", s_numbers.Deserialize("Numbers", json)));

        // With options that put the direct code aside.
        var options = new JsonSerializerOptions { TypeInfoResolver = s_numbers.Context, NumberHandling = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString };
        Assert.Equal(written.Replace("240", "\"240\"", StringComparison.Ordinal), s_numbers.Serialize("Numbers", s_numbers.Deserialize("Numbers", json, options), options));
    }

    [Theory]
    [InlineData("a class", null)]
    [InlineData("a property", null)]
    [InlineData("a type of list", null)]
    [InlineData("a class", "a property")]
    [InlineData("a type of list", "a property")]
    [InlineData("a type of list", "a class")]
    public void What_a_modifier_says_of_numbers_counts_for_lists_and_maps_of_whole_ones(string asText, string? strict)
    {
        const JsonNumberHandling AsText = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString;
        string[] documents = ["""{"list":[1,"2",null,3]}""", """{"list":["a"]}""", """{"list":null}""", """{"map":{"a":["1"]}}""", """{"map":{"a":[1]}}"""];
        var ours = new JsonSerializerOptions { TypeInfoResolver = s_numbers.Context.WithAddedModifier(Modify) };
        var theirs = new JsonSerializerOptions(s_plain) { TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { Modify } }, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
        foreach (string document in documents)
        {
            Assert.Equal(
                (document, RoundTrip(() => JsonSerializer.Serialize(JsonSerializer.Deserialize<PlainNumbers>(document, theirs), theirs))),
                (document, RoundTrip(() => s_numbers.Serialize("Numbers", s_numbers.Deserialize("Numbers", document, ours), ours))));
        }

        void Modify(JsonTypeInfo info)
        {
            if (info.Type.Name.EndsWith("Numbers", StringComparison.Ordinal))
            {
                info.NumberHandling = Said("a class");
                JsonPropertyInfo list = info.Properties.Single(static property => property.Name == "list");
                list.NumberHandling = Said("a property");
            }
            else if (info.Type == typeof(IReadOnlyList<int?>))
            {
                info.NumberHandling = Said("a type of list");
            }
        }

        JsonNumberHandling? Said(string of) => of == asText ? AsText : of == strict ? JsonNumberHandling.Strict : null;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(70)]
    public void What_is_too_deep_for_the_options_is_not_written_as_on_an_equal_class(int maxDepth)
    {
        var ours = new JsonSerializerOptions { TypeInfoResolver = s_nodes.Context, MaxDepth = maxDepth };
        var theirs = new JsonSerializerOptions(s_plain) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = maxDepth };
        foreach (int depth in new[] { 1, 2, 3, 4, 63, 64, 65, 69, 70, 71, 900, 1100 })
        {
            foreach (string? name in new[] { "a", null })
            {
                object node = Activator.CreateInstance(s_nodes.Type("Node"))!;
                var equal = new PlainNode { Name = name };
                s_nodes.Type("Node").GetProperty("Name")!.SetValue(node, name);
                for (int i = 1; i < depth; i++)
                {
                    object outer = Activator.CreateInstance(s_nodes.Type("Node"))!;
                    s_nodes.Type("Node").GetProperty("Inner")!.SetValue(outer, node);
                    (node, equal) = (outer, new PlainNode { Inner = equal });
                }

                Assert.Equal((depth, name, RoundTrip(() => JsonSerializer.Serialize(equal, theirs))), (depth, name, RoundTrip(() => s_nodes.Serialize("Node", node, ours))));
                Assert.Equal((depth, name, RoundTrip(() => InArray(equal, theirs.GetTypeInfo(typeof(PlainNode))))), (depth, name, RoundTrip(() => InArray(node, ours.GetTypeInfo(s_nodes.Type("Node"))))));
            }
        }

        static string InArray(object value, JsonTypeInfo info)
        {
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { MaxDepth = 2000 }))
            {
                writer.WriteStartArray();
                JsonSerializer.Serialize(writer, value, info);
                writer.WriteEndArray();
            }

            return System.Text.Encoding.UTF8.GetString(stream.ToArray());
        }
    }

    [Theory]
    [InlineData("""{"x" : { "a" : [ 1 , "<\u00e9 é" ] } }""")]
    [InlineData("""{"x":1.50,"y":[],"z":{ },"<":null}""")]
    [InlineData("""{"x":"half \ud83d\ude00 of \u0022"}""")]
    public void Properties_that_the_schema_does_not_name_are_written_as_on_an_equal_class(string json)
    {
        string expected = JsonSerializer.Serialize(JsonSerializer.Deserialize<PlainNode>(json, s_plain), new JsonSerializerOptions(s_plain) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull });

        Assert.Equal(expected, s_nodes.Write("Node", s_nodes.Read("Node", json)));
        Assert.Equal(expected, s_nodes.Serialize("Node", s_nodes.Deserialize("Node", json)));
    }

    [Theory]
    [InlineData("""{"a":[null,]}""")]
    [InlineData("""{"a":[null,,null]}""")]
    [InlineData("""{"a":[,null]}""")]
    [InlineData("""{"a":[null],}""")]
    [InlineData("""{"a":[null]},""")]
    public void A_comma_with_nothing_behind_it_is_refused_whatever_was_to_come(string map)
    {
        string[] maps = [.. SampleModel.Everything.Members.Where(static member => member.Type.Kind == Model.TypeKind.Map && member.JsonName[0] == 'm').Select(static member => member.JsonName)];
        Assert.True(maps.Length > 15);
        foreach (string name in maps)
        {
            Assert.NotNull(s_animals.Read("Everything", $$$"""{"{{{name}}}":{"a":[null,null]}}"""));
            JsonException refused = Assert.ThrowsAny<JsonException>(() => s_animals.Read("Everything", $$"""{"{{name}}":{{map}}}"""));
            Assert.Equal(
                Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse($$"""{"{{name}}":{{map}}}""")).BytePositionInLine,
                refused.BytePositionInLine);
        }
    }

    [Fact]
    public void What_is_only_ever_sent_is_not_asked_for_when_it_is_read()
    {
        EmittedAssembly login = EmittedAssembly.Of(new Model.ObjectSpec("Login", null, false)
        {
            Members = Model.EquatableArray.ToEquatableArray(new[] { SampleModel.Required("name", "Name", SampleModel.Text), SampleModel.Required("secret", "Secret", SampleModel.Text) with { IsWriteOnly = true } }),
        });

        Assert.NotNull(login.Read("Login", """{"name":"a"}"""));
        Assert.NotNull(login.Deserialize("Login", """{"name":"a"}"""));
        Assert.ThrowsAny<JsonException>(() => login.Read("Login", """{"secret":"a"}"""));
        Assert.ThrowsAny<JsonException>(() => login.Deserialize("Login", """{"secret":"a"}"""));
    }

    [Fact]
    public void Free_form_JSON_that_is_required_may_be_null_and_not_missing()
    {
        EmittedAssembly free = EmittedAssembly.Of(new Model.ObjectSpec("Free", null, false)
        {
            Members = Model.EquatableArray.ToEquatableArray(new[] { SampleModel.Required("any", "Any", new Model.TypeRef(Model.TypeKind.Raw)) }),
        });
        const string Null = """{"any":null}""";

        Assert.Equal(Null, free.Write("Free", free.Read("Free", Null)));
        Assert.Equal(Null, free.Serialize("Free", free.Deserialize("Free", Null)));
        Assert.ThrowsAny<JsonException>(() => free.Read("Free", "{}"));
        Assert.ThrowsAny<JsonException>(() => free.Deserialize("Free", "{}"));
    }

    [Theory]
    [InlineData("""{"type":""}""", "Blank")]
    [InlineData("{}", "UnknownThing")]
    [InlineData("""{"type":null}""", "UnknownThing")]
    public void A_discriminator_that_is_missing_is_not_an_empty_one(string json, string expected)
    {
        EmittedAssembly things = EmittedAssembly.Of(
            new Model.UnionSpec("Thing", null, false)
            {
                Discriminator = new Model.DiscriminatorSpec("type", "Type", Model.EquatableArray<string>.Empty, null, null),
                Cases = Model.EquatableArray.ToEquatableArray(new[] { new Model.UnionCase("", "Blank") }),
                UnknownName = "UnknownThing",
            },
            new Model.ObjectSpec("Blank", null, false)
            {
                Base = "Thing",
                Discriminator = new Model.DiscriminatorSpec("type", "Type", Model.EquatableArray.ToEquatableArray(new[] { "" }), null, null),
            });

        Assert.Equal(expected, things.Read("Thing", json).GetType().Name);
        Assert.Equal(expected, things.Deserialize("Thing", json)!.GetType().Name);
    }

    [Fact]
    public void An_error_inside_a_case_inside_a_case_says_where_it_is()
    {
        string pet = SampleModel.Everything.Members.First(static member => member.Type.Name == "Animal").JsonName;
        string json = """{"kind":"dog","name":"a","owner":{"PET":{"kind":"dog","name":"b","owner":{"PET":{"kind":"cat","name":7}}}}}""".Replace("PET", pet, StringComparison.Ordinal);

        JsonException error = Assert.ThrowsAny<JsonException>(() => s_animals.Deserialize("Animal", json));

        Assert.Contains($" Path: $.owner.{pet}.owner.{pet}.name | LineNumber: 0 | BytePositionInLine: {json.IndexOf('7', StringComparison.Ordinal) + 1}.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_member_may_be_called_as_what_keeps_the_unknown_ones_in_another_case()
    {
        EmittedAssembly open = EmittedAssembly.Of(new Model.ObjectSpec("Open", null, false)
        {
            Members = Model.EquatableArray.ToEquatableArray(new[] { SampleModel.Optional("rest", "Resting", SampleModel.Text) }),
            ExtensionData = "Rest",
        });
        var options = new JsonSerializerOptions { TypeInfoResolver = open.Context, PropertyNameCaseInsensitive = true };

        Assert.Equal("""{"rest":"a","Other":1}""", open.Serialize("Open", open.Deserialize("Open", """{"REST":"a","Other":1}""", options), options));
    }

    [Fact]
    public void Names_are_escaped_as_System_Text_Json_escapes_them()
    {
        string[] names = [.. Enumerable.Range(0, 0x180).Select(static code => "a" + (char)code), "日本", "\U0001F3AC", "\u2028", "\uFFFE", "half \uD83C"];
        EmittedAssembly named = EmittedAssembly.Of(new Model.ObjectSpec("Named", null, false)
        {
            Members = Model.EquatableArray.ToEquatableArray(names.Select((name, i) => SampleModel.Optional(name, "M" + i, SampleModel.Text))),
        });
        string expected = JsonSerializer.Serialize(names.ToDictionary(static name => name, static name => name));

        object value = named.Read("Named", expected);

        Assert.Equal(expected, named.Write("Named", value));
        Assert.Equal(expected, named.Serialize("Named", value));
    }

    [Fact]
    public void What_options_or_a_writer_ask_for_is_done_as_on_an_equal_class()
    {
        EmittedAssembly moments = EmittedAssembly.Of(new Model.ObjectSpec("Moment", null, false)
        {
            Members = Model.EquatableArray.ToEquatableArray(new[] { SampleModel.Optional("at", "At", new Model.TypeRef(Model.TypeKind.DateTimeOffset)), SampleModel.Optional("of", "Of", SampleModel.List(SampleModel.Text)) }),
        });
        const string Json = """{"at":"2025-12-05T13:05:09+02:00","of":["+","é"]}""";
        JsonWriterOptions[] writers =
        [
            default, new() { Indented = true }, new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }, new() { MaxDepth = 1 }, new() { MaxDepth = 2 },
        ];
        foreach (JsonSerializerOptions options in new JsonSerializerOptions[] { new(), new() { WriteIndented = true }, new() { MaxDepth = 2 }, new() { MaxDepth = 70 } })
        {
            var ours = new JsonSerializerOptions(options) { TypeInfoResolver = moments.Context };
            var theirs = new JsonSerializerOptions(options) { TypeInfoResolver = s_plain.TypeInfoResolver, PropertyNamingPolicy = s_plain.PropertyNamingPolicy };
            object moment = moments.Deserialize("Moment", Json)!;
            PlainMoment equal = JsonSerializer.Deserialize<PlainMoment>(Json, s_plain)!;

            Assert.Equal(RoundTrip(() => JsonSerializer.Serialize(equal, theirs)), RoundTrip(() => moments.Serialize("Moment", moment, ours)));
            foreach (JsonWriterOptions writer in writers)
            {
                Assert.Equal(RoundTrip(() => Written(equal, theirs.GetTypeInfo(typeof(PlainMoment)), writer)), RoundTrip(() => Written(moment, ours.GetTypeInfo(moments.Type("Moment")), writer)));
            }
        }

        static string Written(object value, JsonTypeInfo info, JsonWriterOptions options)
        {
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream, options))
            {
                JsonSerializer.Serialize(writer, value, info);
            }

            return System.Text.Encoding.UTF8.GetString(stream.ToArray());
        }
    }

    [Fact]
    public void Numbers_of_an_open_enumeration_follow_what_the_options_say_of_numbers()
    {
        var options = new JsonSerializerOptions { TypeInfoResolver = s_animals.Context, NumberHandling = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString };

        Assert.Equal("\"2\"", s_animals.Serialize("Level", s_animals.Deserialize("Level", "\"2\"", options), options));
        Assert.Equal("2", s_animals.Serialize("Level", s_animals.Deserialize("Level", "2.0")));
        Assert.ThrowsAny<JsonException>(() => s_animals.Deserialize("Level", "\"2\""));
    }

    [Fact]
    public void The_schema_of_numbers_in_lists_and_maps_is_that_of_an_equal_class()
    {
        JsonObject schema = s_numbers.Context.Options.GetJsonSchemaAsNode(s_numbers.Type("Numbers"))["properties"]!.AsObject();
        foreach ((string _, JsonNode? member) in schema)
        {
            // The same in other words: the one thing that any of them may be.
            JsonObject only = Assert.Single(member!["anyOf"]!.AsArray())!.AsObject();
            member.AsObject().Remove("anyOf");
            (string keyword, JsonNode? value) = Assert.Single(only);
            member[keyword] = value!.DeepClone();
        }

        Assert.Equal(s_plain.GetJsonSchemaAsNode(typeof(PlainNumbers))["properties"]!.ToJsonString(), schema.ToJsonString());
    }

    [Theory]
    [InlineData("240.5")]
    [InlineData("1e400")]
    [InlineData("4294967296")]
    [InlineData("\"240\"")]
    [InlineData("true")]
    public void What_is_no_integer_of_32_bits_is_refused(string number)
    {
        string json = $$"""{"task_id":"a","status":"b","consumed_credits":{{number}}}""";

        Assert.Contains("Expected an integer", Assert.ThrowsAny<JsonException>(() => s_task.Read("VideoTask", json)).Message, StringComparison.Ordinal);
        JsonException exception = Assert.ThrowsAny<JsonException>(() => s_task.Deserialize("VideoTask", json));
        Assert.Equal("$.consumed_credits", exception.Path);
    }

    [Theory]
    [InlineData("""["u","v"]""")]
    [InlineData("""["u",null,7,{"a":1},"v"]""")]
    [InlineData(""" "[\"u\",\"v\"]" """)]
    [InlineData("""{"resultUrls":["u","v"]}""")]
    [InlineData("""[{"url":"u","width":1},{"thumbnail":"t","url":"v"},{"url":null}]""")]
    [InlineData("""{"images":[{"url":"u"},{"url":"v"}]}""")]
    [InlineData(""" "[{\"url\":\"u\"},{\"url\":\"v\"}]" """)]
    [InlineData("""{"a":1,"resultUrls":["u","v"],"b":{}}""")]
    [InlineData(""" "{\"resultUrls\":[\"u\",\"v\"]}" """)]
    public void Addresses_are_a_list_in_whatever_form_they_come(string response)
    {
        string json = $$"""{"task_id":"a","status":"b","response":{{response}}}""";

        Assert.Equal("""{"task_id":"a","status":"b","response":["u","v"]}""", s_task.Write("VideoTask", s_task.Read("VideoTask", json)));
        Assert.Equal("""{"task_id":"a","status":"b","response":["u","v"]}""", s_task.Write("VideoTask", s_task.Deserialize("VideoTask", json)));
    }

    [Theory]
    [InlineData(1, "u")]
    [InlineData(2, "u")]
    [InlineData(3, """["u"]""")]
    public void Texts_inside_of_texts_are_opened_twice_and_no_deeper(int texts, string expected)
    {
        string response = """["u"]""";
        for (int i = 0; i < texts; i++)
        {
            response = JsonSerializer.Serialize(response);
        }

        object task = s_task.Read("VideoTask", $$"""{"task_id":"a","status":"b","response":{{response}}}""");

        Assert.Equal([expected], (IReadOnlyList<string>)task.GetType().GetProperty("Response")!.GetValue(task)!);
    }

    [Theory]
    [InlineData("\"https://x/1\"", """["https://x/1"]""")]
    [InlineData("\"[no JSON\"", """["[no JSON"]""")]
    [InlineData("\"\"", "[]")]
    public void A_text_that_is_no_list_is_one_address(string response, string expected)
    {
        string json = $$"""{"task_id":"a","status":"b","response":{{response}}}""";

        Assert.Equal($$"""{"task_id":"a","status":"b","response":{{expected}}}""", s_task.Write("VideoTask", s_task.Read("VideoTask", json)));
    }

    [Theory]
    [InlineData("{}", "The required members 'task_id', 'status' are missing or null.")]
    [InlineData("""{"status":null,"task_id":null}""", "The required members 'task_id', 'status' are missing or null.")]
    [InlineData("""{"task_id":"a","task_id":null,"status":"b"}""", "The required member 'task_id' is missing or null.")]
    public void Missing_and_null_members_are_named_at_once(string json, string message) =>
        Assert.Equal(message, Assert.ThrowsAny<JsonException>(() => s_task.Read("VideoTask", json)).Message);

    [Fact]
    public void An_escaped_name_is_the_name()
    {
        object task = s_task.Read("VideoTask", """{"task\u005fid":"a","st\u0061tus":"SUCC\u0045SS"}""");

        Assert.Equal("""{"task_id":"a","status":"SUCCESS"}""", s_task.Write("VideoTask", task));
    }

    [Theory]
    [InlineData("""{"type":"text","prompt":"a","duration":5}""", "TextRequest")]
    [InlineData("""{"prompt":"a","duration":5,"type":"text"}""", "TextRequest")]
    [InlineData("""{"images":["a"],"type":"picture","prompt":"b"}""", "ImageRequest")]
    [InlineData("""{"prompt":{"type":"text"},"type":"new"}""", "UnknownRequest")]
    [InlineData("""{"prompt":"a"}""", "UnknownRequest")]
    [InlineData("""{"type":7}""", "UnknownRequest")]
    public void The_discriminator_may_be_anywhere(string json, string expected)
    {
        Assert.Equal(expected, s_requests.Read("Request", json).GetType().Name);
        Assert.Equal(expected, s_requests.Deserialize("Request", json)!.GetType().Name);
    }

    [Theory]
    [InlineData("Request")]
    [InlineData("TextRequest")]
    public void A_case_carries_its_discriminator_however_it_is_written(string type)
    {
        const string Json = """{"type":"text","prompt":"a","duration":5}""";
        object request = s_requests.Read("Request", Json);

        Assert.Equal(Json, s_requests.Write(type, request));
        Assert.Equal(Json, s_requests.Serialize(type, request));
    }

    [Fact]
    public void An_unknown_case_is_kept_as_it_came()
    {
        const string Json = """{ "x": [1, 2], "type": "new" }""";

        Assert.Equal(Json, s_requests.Write("Request", s_requests.Read("Request", Json)));
        Assert.Equal(Json, s_requests.Serialize("Request", s_requests.Deserialize("Request", Json)));
        Assert.Equal("new", s_requests.Type("UnknownRequest").GetProperty("Type")!.GetValue(s_requests.Read("Request", Json)));
    }

    [Theory]
    [InlineData("""{"kind":"cat","name":"a","lives":9}""", "Cat")]
    [InlineData("""{"kind":"animal","name":"a"}""", "Animal")]
    [InlineData("""{"kind":"bird","name":"a","wings":2}""", "Animal")]
    [InlineData("""{"name":"a","wings":2}""", "Animal")]
    public void A_base_with_instances_of_its_own_is_told_from_its_cases(string json, string expected)
    {
        object read = s_animals.Read("Animal", json);
        object deserialized = s_animals.Deserialize("Animal", json)!;

        Assert.Equal(expected, read.GetType().Name);
        Assert.Equal(expected, deserialized.GetType().Name);
        Assert.Equal(json, s_animals.Write("Animal", read));
        Assert.Equal(json, s_animals.Serialize("Animal", deserialized));
    }

    [Fact]
    public void A_modifier_of_a_base_counts_for_its_own_instances_and_not_for_its_cases()
    {
        var options = new JsonSerializerOptions
        {
            TypeInfoResolver = s_animals.Context.WithAddedModifier(static info =>
            {
                foreach (JsonPropertyInfo property in info.Properties.Where(property => info.Type.Name == "Animal" && property.Name == "name"))
                {
                    property.Name = "called";
                }
            }),
        };
        foreach (string json in new[] { """{"called":"a"}""", """{"kind":"bird","called":"a","wings":2}""", """{"kind":"cat","name":"a","lives":9}""" })
        {
            Assert.Equal(json, s_animals.Serialize("Animal", s_animals.Deserialize("Animal", json, options), options));
        }

        Assert.ThrowsAny<JsonException>(() => s_animals.Deserialize("Animal", """{"name":"a"}""", options));
    }

    [Fact]
    public void A_class_that_a_project_has_given_callbacks_is_told_as_System_Text_Json_tells_it()
    {
        const string Added = """
            namespace Sample;

            public sealed partial class Cat : System.Text.Json.Serialization.IJsonOnSerializing, System.Text.Json.Serialization.IJsonOnSerialized, System.Text.Json.Serialization.IJsonOnDeserialized
            {
                public string Told = "";

                public void OnSerializing() => Told += $"writing {Name};";

                public void OnSerialized() => Told += "written;";

                public void OnDeserialized() => Told += $"read {Name};";
            }
            """;
        EmittedAssembly cats = EmittedAssembly.Of(EmittedAssembly.Model(SampleModel.Animals), Added);
        foreach (string type in new[] { "Cat", "Animal" })
        {
            object direct = cats.Read(type, """{"kind":"cat","name":"a"}""");
            cats.Write(type, direct);
            object? byContext = cats.Deserialize(type, """{"kind":"cat","name":"a"}""");
            cats.Serialize(type, byContext);
            var relaxed = new JsonSerializerOptions { TypeInfoResolver = cats.Context, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
            object? withoutDirectCode = cats.Deserialize(type, """{"kind":"cat","name":"a"}""", relaxed);
            cats.Serialize(type, withoutDirectCode, relaxed);

            Assert.All(new[] { direct, byContext, withoutDirectCode }, cat => Assert.Equal("read a;writing a;written;", cats.Type("Cat").GetField("Told")!.GetValue(cat)));
        }
    }

    [Fact]
    public void More_than_64_required_members_are_all_asked_for()
    {
        var spec = new Model.ObjectSpec("Wide", null, false)
        {
            Members = Model.EquatableArray.ToEquatableArray(Enumerable.Range(0, 130).Select(i => SampleModel.Required("m" + i, "M" + i, SampleModel.Integer))),
        };
        EmittedAssembly wide = EmittedAssembly.Of(spec);
        string all = string.Join(',', Enumerable.Range(0, 130).Select(i => $"\"m{i}\":{i}"));

        Assert.Equal($"{{{all}}}", wide.Write("Wide", wide.Read("Wide", $"{{{all}}}")));
        Assert.Equal(
            "The required members 'm64', 'm129' are missing or null.",
            Assert.ThrowsAny<JsonException>(() => wide.Read("Wide", "{" + all.Replace("\"m64\":64,", "", StringComparison.Ordinal).Replace(",\"m129\":129", "", StringComparison.Ordinal) + "}")).Message);
    }

    private static string RoundTrip(Func<string> json)
    {
        try
        {
            return json();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return e.GetType().Name;
        }
    }

    private sealed class PlainMoment
    {
        public DateTimeOffset? At { get; set; }

        public IReadOnlyList<string>? Of { get; set; }
    }

    private sealed class PlainNode
    {
        public string? Name { get; set; }

        public PlainNode? Inner { get; set; }

        [JsonExtensionData]
        public Dictionary<string, JsonElement>? Rest { get; set; }
    }

    private sealed class PlainNumbers
    {
        public IReadOnlyList<int?>? List { get; set; }

        public Dictionary<string, IReadOnlyList<int?>>? Map { get; set; }
    }
}
