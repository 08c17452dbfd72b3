using Kling3.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Kling3.Generator.Tests.Documents;

/// <summary>Every construct: generated, compiled without a warning, and used.</summary>
public sealed class CoverageTests
{
    /// <summary>Each document and what is said of it: nothing but what is named.</summary>
    public static TheoryData<string, string[]> Documents => new()
    {
        { "composition", ["K3G013", "K3G021"] },
        { "github-like", [] },
        { "kubernetes-like", ["K3G007", "K3G015"] },
        { "limits", ["K3G014"] },
        { "names", ["K3G014"] },
        { "openai-like", ["K3G021"] },
        { "openapi31", ["K3G014"] },
        { "parameters", ["K3G014"] },
        { "references", ["K3G014", "K3G021"] },
        { "replies", ["K3G014", "K3G021"] },
        { "servers", ["K3G021"] },
        { "stripe-like", ["K3G014", "K3G021"] },
        { "types", ["K3G014", "K3G021"] },
        { "unsupported", ["K3G021"] },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public void Compiles_in_the_newest_language_and_in_12_and_says_what_it_leaves_out(string name, string[] ids)
    {
        foreach (LanguageVersion language in new[] { LanguageVersion.CSharp12, LanguageVersion.Latest })
        {
            Generation.Of(CoverageDocuments.All[name], language: language).AssertWhole(ids);
        }
    }

    [Fact]
    public void Every_document_of_the_folder_is_tested() =>
        Assert.Equal(CoverageDocuments.All.Keys.Order(StringComparer.Ordinal), Documents.Select(row => row.Data.Item1).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("|-", "    ", "\n")]
    [InlineData("|", "  ", "\r\n")]
    [InlineData(">-", "      ", "\n")]
    [InlineData("|-", "     \n     ", "\n")]
    public void A_block_of_text_may_begin_with_a_line_of_spaces_and_what_follows_is_reported_at_its_place(string style, string spaces, string newLine)
    {
        string document = $$"""
            openapi: 3.0.3
            info:
              title: t
              version: '1'
              description: {{style}}
            {{spaces}}
                Text.
            paths: {}
            components: { schemas: { A: { type: strng } } }
            """.ReplaceLineEndings("\n");

        Diagnostic diagnostic = Assert.Single(Generation.Of(document.Replace("\n", newLine, StringComparison.Ordinal)).AssertCompiles().Diagnostics);

        Assert.Equal("K3G006", diagnostic.Id);
        Assert.Equal(document.Split('\n').Length - 1, diagnostic.Location.GetLineSpan().StartLinePosition.Line);
    }

    [Fact]
    public async Task Parameters_of_every_place_and_style_are_written()
    {
        StubHandler stub = StubHandler.Json("{}");

        await CallAsync("parameters", stub, """
            await client.GetAllAsync(7, GetAllKind.BC, new long[] { 1, 2 }, 5, q: "a&b", flag: true, exploded: new[] { "x", "y z" }, joined: new GetAllJoinedItem[] { "x", "y" }, oddName: 1.5, xTrace: System.Guid.Empty, xList: new long[] { 3, 4 });
            return "";
            """);

        Assert.Equal("GET /v2/p/7/b%20c/1,2?q=a%26b&n=5&flag=true&exploded=x&exploded=y%20z&joined=x,y&odd%5Bname%5D=1.5", stub.Calls.Single().ToString());
        Assert.Equal("00000000-0000-0000-0000-000000000000", stub.Calls[0].Headers["X-Trace"]);
        Assert.Equal("3,4", stub.Calls[0].Headers["X-List"].Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal("key", stub.Calls[0].Headers["X-Api-Key"]);
    }

    [Fact]
    public async Task An_object_is_written_in_the_style_of_its_parameter_and_checked()
    {
        var stub = new StubHandler(_ => new HttpResponseMessage(System.Net.HttpStatusCode.NoContent));

        Assert.Equal("color.R[BAD_RED] filter.kind[] ", await CallAsync("parameters", stub, """
            var filter = new FindShapesFilter { Kind = "round", Level = FindShapesFilterLevel.High, After = new System.DateOnly(2026, 5, 4), AB = "=,", Id = "not sent" };
            await client.FindShapesAsync(new Size { W = 1.5, H = 2 }, filter, color: new Color { R = 100, G = 200 }, edge: new Color { R = 1, Name = "a,b" }, xSize: new Size { W = 3 });
            await client.FindShapesAsync(new Size { W = 1 }, new FindShapesFilter { Kind = "flat", Level = 1 }, edge: new Color());
            try
            {
                await client.FindShapesAsync(new Size { W = 1 }, new FindShapesFilter { Kind = "oval", Level = 1 }, color: new Color { R = 256 });
            }
            catch (RequestInvalidException e)
            {
                return string.Concat(System.Linq.Enumerable.Select(e.Errors, error => $"{error.Member}[{error.Code}] "));
            }

            return "";
            """));
        Assert.Equal(
            [
                "GET /v2/shapes/w,1.5,h,2?R=100&G=200&edge=R,1,name,a%2Cb&filter%5Bkind%5D=round&filter%5Blevel%5D=2&filter%5Bafter%5D=2026-05-04&filter%5Ba%26b%5D=%3D%2C",
                "GET /v2/shapes/w,1?filter%5Bkind%5D=flat&filter%5Blevel%5D=1",
            ],
            stub.Calls.Select(call => call.ToString()));
        Assert.Equal("w,3", stub.Calls[0].Headers["X-Size"].Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_map_is_written_in_the_style_of_its_parameter_and_checked()
    {
        var stub = new StubHandler(_ => new HttpResponseMessage(System.Net.HttpStatusCode.NoContent));

        Assert.Equal("form form.a ", await CallAsync("parameters", stub, """
            var path = new System.Collections.Generic.Dictionary<string, long> { ["x"] = 1, ["y,z"] = 2 };
            var labels = new System.Collections.Generic.Dictionary<string, LabelsValue?> { ["a&b"] = "on", ["none"] = null, ["c"] = LabelsValue.Off };
            var texts = new System.Collections.Generic.Dictionary<string, string> { ["k"] = "v w" };
            await client.FindMapsAsync(path, form: new() { ["a"] = 7, ["b c"] = 9 }, joined: labels, deep: labels, free: texts, open: texts, any: new() { ["i"] = "j" }, anyList: new[] { "1", "z" }, bytes: new byte[] { 255, 254 }, parts: new[] { new byte[] { 1 }, new byte[] { 2 } }, xMap: labels);
            await client.FindMapsAsync(path);
            string wrong = "";
            foreach (System.Collections.Generic.Dictionary<string, long> form in new System.Collections.Generic.Dictionary<string, long>[] { new(), new() { ["a"] = 10 } })
            {
                try
                {
                    await client.FindMapsAsync(path, form: form);
                }
                catch (RequestInvalidException e)
                {
                    wrong += e.Errors[0].Member + " ";
                }
            }

            return wrong;
            """));
        Assert.Equal(
            [
                "GET /v2/maps/x,1,y%2Cz,2?a=7&b%20c=9&joined=a%26b,on,c,off&deep%22%5Ba%26b%5D=on&deep%22%5Bc%5D=off&k=v%20w&k=v%20w&i=j&anyList=1&anyList=z&bytes=%2F%2F4%3D&parts=AQ%3D%3D,Ag%3D%3D",
                "GET /v2/maps/x,1,y%2Cz,2",
            ],
            stub.Calls.Select(call => call.ToString()));
        Assert.Equal("a&b,on,c,off", stub.Calls[0].Headers["X-Map"].Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_key_goes_to_every_operation_that_takes_it_by_whatever_name_and_what_is_asked_for_beside_it_is_named()
    {
        const string document = """
            openapi: 3.0.3
            info: { title: t, version: '1' }
            servers: [ { url: 'https://api.example' } ]
            security: [ { token: [] } ]
            paths:
              /token: { get: { operationId: token, responses: { '204': { description: d } } } }
              /oauth: { get: { operationId: oauth, security: [ { basic: [] }, { oauth: [ read ] } ], responses: { '204': { description: d } } } }
              /both: { get: { operationId: both, security: [ { token: [], app: [] } ], responses: { '204': { description: d } } } }
              /enough: { get: { operationId: enough, security: [ { token: [], other: [] }, { oauth: [] } ], responses: { '204': { description: d } } } }
              /basic: { get: { operationId: basic, security: [ { basic: [] } ], responses: { '204': { description: d } } } }
              /perhaps: { get: { operationId: perhaps, security: [ { other: [] }, {} ], responses: { '204': { description: d } } } }
              /free: { get: { operationId: free, security: [], responses: { '204': { description: d } } } }
            components:
              securitySchemes:
                token: { type: http, scheme: Bearer }
                oauth: { type: oauth2, flows: {} }
                basic: { type: http, scheme: basic }
                app: { type: apiKey, in: header, name: X-App }
                other: { type: apiKey, in: header, name: X-Other }
            """;
        var stub = new StubHandler(_ => new HttpResponseMessage(System.Net.HttpStatusCode.NoContent));
        Generation generation = Generation.Of(document, """
            public static class Probe
            {
                public static async System.Threading.Tasks.Task<string> Run(System.Net.Http.HttpClient http)
                {
                    using var client = new Sample.SampleClient(http, new Kling3.Runtime.ApiClientOptions { ApiKey = "key" });
                    await client.TokenAsync();
                    await client.OauthAsync();
                    await client.BothAsync();
                    await client.EnoughAsync();
                    await client.BasicAsync();
                    await client.PerhapsAsync();
                    await client.FreeAsync();
                    return "";
                }
            }
            """);

        await generation.RunAsync(stub);

        Assert.Equal(["/token", "/oauth", "/both", "/enough"], stub.Calls.Where(call => call.Headers.ContainsKey("Authorization")).Select(call => call.Target));
        Assert.Equal(["app", "basic"], generation.Diagnostics.Select(diagnostic => diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture).Split('\'')[1]).Order(StringComparer.Ordinal));
        Assert.All(generation.Diagnostics, diagnostic => Assert.Equal("K3G021", diagnostic.Id));
    }

    [Fact]
    public async Task Text_binary_and_scalar_replies_are_read()
    {
        var stub = new StubHandler(call => new HttpResponseMessage
        {
            Content = call.Target switch
            {
                "/v2/text" => new StringContent("plain"),
                "/v2/binary" => new ByteArrayContent([1, 2, 3]),
                "/v2/number" => new StringContent("true", System.Text.Encoding.UTF8, "application/json"),
                _ => new StringContent("[1,null,3]", System.Text.Encoding.UTF8, "application/json"),
            },
        });

        Assert.Equal("plain 3 True 3", await CallAsync("parameters", stub, """
            return $"{await client.GetTextAsync()} {(await client.GetBinaryAsync()).Length} {await client.PutNumberAsync(2.5)} {(await client.GetListAsync()).Count}";
            """));
        Assert.Equal("PUT /v2/number 2.5", stub.Calls[2].ToString());
    }

    [Fact]
    public async Task Each_of_several_success_replies_is_read_and_one_without_a_body_is_null()
    {
        var stub = new StubHandler(call => call.Target switch
        {
            "/either" => Reply("""{"b":7}""", System.Net.HttpStatusCode.Accepted),
            "/nullable" => Reply("null"),
            "/maybe" or "/count" => new HttpResponseMessage(System.Net.HttpStatusCode.NoContent),
            _ => Reply("""{"a":"x"}"""),
        });

        Assert.Equal("7 True True True xxxx", await CallAsync("replies", stub, """
            GetEitherReply either = await client.GetEitherAsync();
            either.TryGetB(out B? b);
            A? nothing = await client.GetMaybeAsync();
            int? count = await client.GetCountAsync();
            A? none = await client.GetNullableAsync();
            await client.HeadAsync();
            string text = (await client.GetSameAsync()).A2 + (await client.GetRangeAsync()).A2 + (await client.GetDefaultAsync()).A2 + (await client.GetHeadAsync()).A2;
            return $"{b!.B2} {nothing is null} {count is null} {none is null} {text}";
            """));

        static HttpResponseMessage Reply(string json, System.Net.HttpStatusCode status = System.Net.HttpStatusCode.OK) =>
            new(status) { Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json") };
    }

    [Fact]
    public async Task A_body_that_is_a_text_or_bytes_is_sent_as_it_is_and_a_text_is_checked()
    {
        var stub = new StubHandler(_ => new HttpResponseMessage(System.Net.HttpStatusCode.NoContent));

        Assert.Equal("TOO_LONG", await CallAsync("replies", stub, """
            await client.PlainAsync("é\"1,,");
            await client.BytesAsync(new byte[] { 65, 44 });
            await client.OptionalBytesAsync(new byte[] { 66 });
            await client.OptionalBytesAsync();
            try
            {
                await client.PlainAsync("too long");
            }
            catch (RequestInvalidException e)
            {
                return e.Errors[0].Code!;
            }

            return "";
            """));
        Assert.Equal(["POST /plain é\"1,,", "PUT /bytes A,", "PUT /optional B", "PUT /optional"], stub.Calls.Select(call => call.ToString()));
        Assert.Equal(["text/plain; charset=utf-8", "image/png", "application/octet-stream"], stub.Calls.Take(3).Select(call => call.Headers["Content-Type"]));
        Assert.False(stub.Calls[3].Headers.ContainsKey("Content-Type"));
    }

    [Fact]
    public async Task A_status_that_never_has_a_body_is_not_waited_for_one_whatever_the_document_says()
    {
        var stub = new StubHandler(_ => new HttpResponseMessage(System.Net.HttpStatusCode.NoContent));

        Assert.Equal("True", await CallAsync("replies", stub, """
            await client.RemoveAsync();
            await client.ResetAsync();
            A? nothing = await client.TakeAsync();
            return $"{nothing is null}";
            """));
    }

    [Fact]
    public async Task A_text_or_binary_reply_without_a_body_is_empty()
    {
        var stub = new StubHandler(_ => new HttpResponseMessage(System.Net.HttpStatusCode.NoContent));

        Assert.Equal("0 0", await CallAsync("replies", stub, "return $\"{(await client.MaybeTextAsync()).Length} {(await client.MaybeBinaryAsync()).Length}\";"));
    }

    [Fact]
    public async Task What_is_taken_out_of_an_envelope_or_followed_must_be_in_the_reply()
    {
        const string document = """
            openapi: 3.0.3
            info: { title: t, version: '1' }
            servers: [ { url: 'https://api.example' } ]
            x-envelope: { code: /code, data: /data, success: [ 200 ] }
            paths:
              /wrapped: { get: { operationId: wrapped, responses: { '200': { $ref: '#/components/responses/Wrapped' }, '204': { description: nothing } } } }
              /start: { post: { operationId: start, requestBody: { required: true, content: { application/json: { schema: { type: object, properties: { a: { type: string } } } } } }, responses: { '200': { $ref: '#/components/responses/Wrapped' }, '204': { description: nothing } } } }
              /state: { get: { operationId: state, parameters: [ { name: id, in: query, required: true, schema: { type: string } } ], x-polling: { state: /data/state, succeeded: [ OK ] }, responses: { '200': { $ref: '#/components/responses/Wrapped' } } } }
            components:
              responses:
                Wrapped:
                  description: d
                  links: { state: { operationId: state, parameters: { id: '$response.body#/data/id' } } }
                  content: { application/json: { schema: { type: object, properties: { code: { type: integer }, data: { type: object, required: [ id ], properties: { id: { type: string }, state: { type: string } } } } } } }
            """;
        Generation generation = Generation.Of(document, """
            public static class Probe
            {
                public static async System.Threading.Tasks.Task<string> Run(System.Net.Http.HttpClient http)
                {
                    using var client = new Sample.SampleClient(http, new Kling3.Runtime.ApiClientOptions());
                    string thrown = "";
                    try { await client.WrappedAsync(); } catch (Kling3.Runtime.ApiException e) { thrown += e.GetType().Name; }
                    try { await client.StartStartAsync(new Sample.StartRequest()); } catch (Kling3.Runtime.ApiException e) { thrown += " " + e.GetType().Name; }
                    return thrown;
                }
            }
            """);

        // The link stands in replies, too, of operations that submit nothing.
        Assert.Equal(["#/components/responses/Wrapped/links/state: 'state' is polled, but only what is submitted with a required body is followed; the rest of the operation is emitted."], generation.Diagnostics.Where(diagnostic => diagnostic.Id == "K3G021").Select(diagnostic => diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal("ApiException SubmissionUnknownException", await generation.RunAsync(new StubHandler(_ => new HttpResponseMessage(System.Net.HttpStatusCode.NoContent))));
    }

    [Fact]
    public async Task A_reply_that_is_described_under_several_media_types_or_statuses_has_one_type()
    {
        var stub = new StubHandler(call => new HttpResponseMessage { Content = new StringContent(call.Target == "/twice" ? """[{"a":"x"}]""" : "7", System.Text.Encoding.UTF8, "application/json") });

        Assert.Equal("x 7 7", await CallAsync("replies", stub, """
            System.Collections.Generic.IReadOnlyList<A> list = await client.GetTwiceAsync();
            int number = await client.PostNumberAsync(6);
            string yaml = await client.GetYamlAsync();
            await client.GetFragmentAsync();
            return $"{list[0].A2} {number} {yaml}";
            """));
        Assert.Equal(["GET /twice", "POST /number 6", "GET /yaml", "GET /fragment"], stub.Calls.Select(call => call.ToString()));
        Assert.Equal("application/yaml", stub.Calls[2].Headers["Accept"]);
        Assert.StartsWith("application/json", stub.Calls[1].Headers["Content-Type"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Media_types_other_than_plain_JSON_are_sent_and_asked_for_as_the_document_has_them()
    {
        var stub = new StubHandler(call => new HttpResponseMessage { Content = new StringContent(call.Target == "/vendor" ? """{"a":"x"}""" : "1,2") });

        Assert.Equal("x 1,2 3", await CallAsync("replies", stub, """
            return $"{(await client.PatchVendorAsync(new A { A2 = "y" })).A2} {await client.GetCsvAsync()} {(await client.GetArchiveAsync()).Length}";
            """));
        Assert.Equal(["application/vnd.example.v2+json", "text/csv", "application/x-something"], stub.Calls.Select(call => call.Headers["Accept"]));
        Assert.Equal("application/merge-patch+json", stub.Calls[0].Headers["Content-Type"]);
    }

    [Fact]
    public async Task A_reference_may_lead_to_an_extension_or_any_other_place_of_the_document()
    {
        StubHandler stub = StubHandler.Json("""{"inInfo":{"bar":{"baz":{"again":{"square":{"side":7}}}}}}""");

        Assert.Equal("7", await CallAsync("references", stub, """
            XSchema reply = await client.PutExtensionAsync(new XPath { XName = new XName { A = "a" } }, size: 2, page: 3);
            return $"{reply.InInfo?.Bar?.Baz?.Again?.Square?.Side}";
            """));
        Assert.Equal("""PUT /extensions?size=2&page=3 {"x-name":{"a":"a"}}""", stub.Calls.Single().ToString());
    }

    [Fact]
    public async Task An_operation_at_a_server_of_its_own_is_left_out_since_the_key_goes_to_one_address_only()
    {
        var stub = new StubHandler(_ => new HttpResponseMessage(System.Net.HttpStatusCode.NoContent));

        await CallAsync("servers", stub, """
            options.BaseAddress = null;
            using var own = new SampleClient(http, options);
            await own.SharedAsync();
            await own.SameAsync();
            await own.BackAsync();
            await own.RelativeAsync();
            return "";
            """);

        Assert.Equal(["GET /api/shared", "GET /api/same", "PUT /api/elsewhere", "GET /api/relative"], stub.Calls.Select(call => call.ToString()));
        string operations = Generation.Of(CoverageDocuments.All["servers"]).Sources["Sample.ISampleClient.g.cs"];
        Assert.DoesNotContain("Elsewhere", operations, StringComparison.Ordinal);
        Assert.DoesNotContain("OlderAsync", operations, StringComparison.Ordinal);
        Assert.DoesNotContain("RootAsync", operations, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unions_with_and_without_a_discriminator_round_trip()
    {
        var stub = new StubHandler(call => new HttpResponseMessage
        {
            Content = new StringContent(call.Target == "/shapes" ? """[{"kind":"box","side":2},{"kind":"star","points":5}]""" : call.Body!, System.Text.Encoding.UTF8, "application/json"),
        });

        Assert.Equal("2 star {\"kind\":\"star\",\"points\":5} Rex text", await CallAsync("composition", stub, """
            var shapes = await client.AddShapeAsync(new Circle { Radius = 1 });
            var pet = (Dog)await client.AddPetAsync(new Dog { Name = "Rex", Bark = "w" });
            (await client.AddValueAsync(Value.FromString("text"))).TryGetString(out string? text);
            return $"{((Square)shapes[0]).Side} {shapes[1].Kind} {((UnknownShape)shapes[1]).Json} {pet.Name} {text}";
            """));
        Assert.Equal(["""POST /shapes {"kind":"circle","radius":1}""", """POST /pets {"petType":"dog","name":"Rex","bark":"w"}""", "POST /values \"text\""], stub.Calls.Select(call => call.ToString()));
    }

    [Fact]
    public async Task Several_values_of_an_enum_that_one_schema_of_a_union_has_alone_mean_that_schema()
    {
        const string document = """
            openapi: 3.1.0
            info: { title: t, version: '1' }
            servers: [ { url: 'https://api.example' } ]
            paths:
              /sounds:
                post:
                  operationId: addSound
                  requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Sound' } } } }
                  responses: { '200': { description: d, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Sound' } } } } } }
            components:
              schemas:
                Sound: { oneOf: [ { $ref: '#/components/schemas/Bell' }, { $ref: '#/components/schemas/Horn' }, { $ref: '#/components/schemas/Siren' } ], discriminator: { propertyName: kind } }
                Bell: { type: object, required: [ kind ], properties: { kind: { enum: [ bell, gong ] } } }
                Horn: { type: object, required: [ kind ], properties: { kind: { enum: [ horn, other ] } } }
                Siren: { type: object, required: [ kind ], properties: { kind: { enum: [ siren, other ] } } }
            """;
        var stub = StubHandler.Json("""[{"kind":"bell"},{"kind":"gong"},{"kind":"horn"},{"kind":"other"}]""");
        Generation generation = Generation.Of(document, """
            public static class Probe
            {
                public static async System.Threading.Tasks.Task<string> Run(System.Net.Http.HttpClient http)
                {
                    using var client = new Sample.SampleClient(http, new Kling3.Runtime.ApiClientOptions());
                    return string.Join(" ", System.Linq.Enumerable.Select(await client.AddSoundAsync(new Sample.Bell()), sound => sound.GetType().Name));
                }
            }
            """);

        Assert.Equal("Bell Bell Horn UnknownSound", await generation.RunAsync(stub));
        Assert.Equal("""POST /sounds {"kind":"bell"}""", stub.Calls.Single().ToString());
        Assert.Equal(["K3G013", "K3G013"], generation.Diagnostics.Select(diagnostic => diagnostic.Id));
    }

    [Fact]
    public async Task Limits_are_checked_before_a_call_and_values_of_every_format_come_back()
    {
        StubHandler stub = StubHandler.Json("""{"text":"a","id":"00000000-0000-0000-0000-000000000001","when":"2024-01-02T03:04:05Z","day":"2024-01-02","bytes":"AQID","money":1.25,"color":"new","nullableList":[1,null],"map":{"a":1},"unheard":1}""");

        Assert.Equal("small, list, 2024-01-02 3 1.25 new 2 1", await CallAsync("types", stub, """
            var request = new Everything { Text = "a", Id = System.Guid.Empty, When = System.DateTimeOffset.UnixEpoch, Small = 11, List = new[] { "a", "a" } };
            string wrong = "";
            foreach (var error in request.Validate()) wrong += error.Member + ", ";
            request.Small = 2;
            request.List = null;
            var reply = await client.EverythingAsync(request);
            return $"{wrong}{reply.Day:yyyy-MM-dd} {reply.Bytes!.Length} {reply.Money} {reply.Color} {reply.NullableList!.Count} {reply.Map!["a"]}";
            """));
        Assert.Single(stub.Calls);
    }

    [Fact]
    public async Task Whole_numbers_are_integers_however_they_are_written_and_names_belong_to_their_values()
    {
        Assert.Equal("fractional, 10 1 2 c 3", await CallAsync("types", new StubHandler(_ => throw new InvalidOperationException("Nothing is sent.")), """
            var request = new Everything { Text = "a", Id = System.Guid.Empty, When = System.DateTimeOffset.UnixEpoch, Fractional = 6 };
            string wrong = "";
            foreach (var error in request.Validate()) wrong += error.Member + ", ";
            int ten = 10;
            request.Fractional = ten;
            foreach (var error in request.Validate()) wrong += error.Member + "!";
            int sparse = typeof(EverythingSparse).GetProperties(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Static).Length;
            await System.Threading.Tasks.Task.CompletedTask;
            return $"{wrong}{request.Fractional} {EverythingStepped.One.Value} {EverythingStepped.Two.Value} {EverythingSparse.Third.Value} {sparse}";
            """));
    }

    [Fact]
    public async Task Parameters_are_checked_before_a_call_and_every_mistake_is_named_with_its_code()
    {
        var stub = new StubHandler(_ => new HttpResponseMessage(System.Net.HttpStatusCode.NoContent));

        Assert.Equal(
            "id[BAD_ID] limit[BAD_LIMIT] size[] step[] sort[] level[] tags[] tags[2][] numbers[1][] X-Trace[] errors[] item0[0][] given_limit[] target[] ",
            await CallAsync("limits", stub, """
                string wrong = "";
                try
                {
                    await client.ListAsync("A", "ab", limit: 101, size: 11, step: 0.3m, sort: "sideways", level: 3, tags: new[] { "aa", "bb", "c" }, numbers: new long?[] { null, 10 }, errors: -1, item0: new long[] { -1 }, givenLimit: -1, target2: false);
                }
                catch (RequestInvalidException e)
                {
                    foreach (var error in e.Errors) wrong += $"{error.Member}[{error.Code}] ";
                }

                return wrong;
                """));
        Assert.Empty(stub.Calls);
    }

    [Fact]
    public async Task Valid_parameters_and_those_that_are_not_given_pass_and_checks_can_be_turned_off()
    {
        var stub = new StubHandler(_ => new HttpResponseMessage(System.Net.HttpStatusCode.NoContent));

        await CallAsync("limits", stub, """
            await client.ListAsync("abc", "abc");
            await client.ListAsync("abc", "abc", limit: 100, size: 10, step: 0.5m, sort: "up", level: 2, tags: new[] { "aa", "bb" }, numbers: new long?[] { 9 }, target2: true);
            options.ValidateRequests = false;
            using var open = new SampleClient(http, options);
            await open.ListAsync("A", "ab", limit: 101);
            return "";
            """);

        Assert.Equal(
            ["GET /items/abc", "GET /items/abc?limit=100&size=10&step=0.5&sort=up&level=2&tags=aa&tags=bb&numbers=9&target=true", "GET /items/A?limit=101"],
            stub.Calls.Select(call => call.ToString()));
    }

    [Fact]
    public async Task Bodies_are_checked_at_every_depth_and_members_are_named_by_their_way_from_the_body()
    {
        var stub = new StubHandler(_ => new HttpResponseMessage(System.Net.HttpStatusCode.NoContent));

        Assert.Equal(
            """
             - the body must have from 1 to 2 items., [1].parts[0].byName.k[0].name, [1].shape.radius, [2]
            id, [0].name
            id
            a[0].name
             - the body must have at least 2 characters.
            version, name

            """.ReplaceLineEndings("\n"),
            await CallAsync("limits", stub, """
                string wrong = "";
                async System.Threading.Tasks.Task Try(System.Threading.Tasks.Task call)
                {
                    try
                    {
                        await call;
                    }
                    catch (RequestInvalidException e)
                    {
                        var members = new System.Collections.Generic.List<string>();
                        foreach (var error in e.Errors) members.Add(error.Member.Length == 0 ? " - " + error.Message : error.Member);
                        wrong += string.Join(", ", members) + "\n";
                    }
                }

                var deep = new Item { Name = "a", Parts = new[] { new Item { Name = "b", ByName = new() { ["k"] = new[] { new Item { Name = "long" } } } } }, Shape = new Circle { Radius = -1 } };
                await Try(client.AddAllAsync("abc", new Item[] { new Item { Name = "a" }, deep, null! }));
                await Try(client.AddAllAsync("A", new[] { new Item { Name = "long" } }));
                await Try(client.AddAllAsync("A", new[] { new Item { Name = "a" } }));
                await Try(client.PutMapAsync(new() { ["a"] = new[] { new Item { Name = "long" } } }));
                await Try(client.PutNoteAsync("x"));
                await Try(client.PutItemAsync(new Item { Name = "long" }, version: 0));
                await client.PutNoteAsync();
                await client.PutItemAsync(new Item { Name = "a" }, version: 1);
                return wrong;
                """));
        Assert.Equal(["PUT /note", """PUT /item?version=1 {"name":"a"}"""], stub.Calls.Select(call => call.ToString()));
    }

    [Fact]
    public async Task Limits_that_schemas_of_allOf_set_for_one_property_hold_together()
    {
        Assert.Equal("size[BAD_SIZE] size[BAD_SIZE] name[] name[] kept[] ", await CallAsync("limits", new StubHandler(_ => throw new InvalidOperationException("Nothing is sent.")), """
            string wrong = "";
            foreach (var narrow in new[] { new Narrow { Size = 0 }, new Narrow { Size = 6 }, new Narrow { Name = "a" }, new Narrow { Name = "abcd" }, new Narrow { Kept = "abcd" }, new Narrow { Size = 5, Name = "ab", Kept = "abc" } })
            {
                foreach (var error in narrow.Validate()) wrong += $"{error.Member}[{error.Code}] ";
            }

            await System.Threading.Tasks.Task.CompletedTask;
            return wrong;
            """));
    }

    [Fact]
    public async Task A_property_that_a_schema_of_allOf_gives_a_type_without_null_is_never_null_and_values_have_no_names_of_others()
    {
        Assert.Equal("note[] note[] kept[] m l", await CallAsync("limits", new StubHandler(_ => throw new InvalidOperationException("Nothing is sent.")), """
            string wrong = "";
            foreach (var strict in new[] { new Strict { Note = null!, Kept = null }, new Strict { Note = "abcd", Kept = "abc" }, new Strict { Note = "abc", Kept = "abcd" } })
            {
                foreach (var error in strict.Validate()) wrong += $"{error.Member}[{error.Code}] ";
            }

            await System.Threading.Tasks.Task.CompletedTask;
            return $"{wrong}{LargerSizes.Medium.Value} {LargerSizes.Large.Value}";
            """));
    }

    [Fact]
    public async Task What_is_wrong_with_a_body_that_is_no_object_has_the_code_of_its_schema()
    {
        Assert.Equal(
            "[BAD_LIST] [1][BAD_LIST] [BAD_MAP] [NO_TEXT] [BAD_NUMBER] ",
            await CallAsync("limits", new StubHandler(_ => throw new InvalidOperationException("Nothing is sent.")), """
                string wrong = "";
                async System.Threading.Tasks.Task Try(System.Threading.Tasks.Task call)
                {
                    try
                    {
                        await call;
                    }
                    catch (RequestInvalidException e)
                    {
                        foreach (var error in e.Errors) wrong += $"{error.Member}[{error.Code}] ";
                    }
                }

                await Try(client.CodedListAsync(new[] { "a", "toolong", "b" }));
                await Try(client.CodedMapAsync(new() { ["a"] = 1, ["b"] = 2 }));
                await Try(client.CodedTextAsync(" "));
                await Try(client.CodedNumberAsync(11));
                return wrong;
                """));
        Assert.Contains("NoText", Generation.Of(CoverageDocuments.All["limits"]).Sources["Sample.SampleErrorCode.g.cs"], StringComparison.Ordinal);
    }

    private static Task<string> CallAsync(string name, StubHandler stub, string statements) => Generation.Of(CoverageDocuments.All[name], $$"""
        #nullable enable
        using Sample;
        using Kling3.Runtime;

        public static class Probe
        {
            public static async System.Threading.Tasks.Task<string> Run(System.Net.Http.HttpClient http)
            {
                var options = new ApiClientOptions { {{(name == "parameters" ? "ApiKey = \"key\"" : "BaseAddress = new System.Uri(\"https://api.example\")")}} };
                using var client = new SampleClient(http, options);
                {{statements}}
            }
        }
        """).RunAsync(stub);
}
