using System.Reflection;
using Kling3.Generated.Tests.Support;
using Kling3.Runtime;
using Kling3.TestSupport;

namespace Kling3.Generated.Tests;

/// <summary>The page's tables of models and parameters, held against what is emitted.</summary>
public sealed class DocumentedModelsTests
{
    private static readonly Dictionary<string, ModelInfo> s_models = GenerateRequest.Models.ToDictionary(model => model.Type);

    public static TheoryData<string> Types => [.. DocumentedFacts.Models.Select(model => model.Type)];

    [Fact]
    public void There_is_one_request_type_for_each_of_the_twelve_models_and_no_other()
    {
        IEnumerable<string> types = typeof(GenerateRequest).Assembly.GetExportedTypes()
            .Where(type => type.BaseType == typeof(GenerateRequest) && type != typeof(UnknownGenerateRequest))
            .Select(type => s_models.Values.Single(model => model.Create().GetType() == type).Type);

        Assert.Equal(DocumentedFacts.Models.Select(model => model.Type).Order(), types.Order());
        Assert.Equal(12, s_models.Count);
    }

    [Fact]
    public void Models_lists_them_in_the_order_of_the_page()
    {
        Assert.Equal(DocumentedFacts.Models.Select(model => model.Type), GenerateRequest.Models.Select(model => model.Type));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_request_type_is_sealed_and_has_the_documented_members_of_which_those_required_are_required(string type)
    {
        ModelFact fact = Fact(type);
        Type request = s_models[type].Create().GetType();

        Assert.True(request.IsSealed);
        Assert.Equal(
            fact.Members.Select(PascalCase).Order(),
            request.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(property => property.Name).Order());
        Assert.Equal(
            fact.Required.Except(["type"]).Select(PascalCase).Order(),
            request.GetProperties().Where(property => property.IsDefined(typeof(System.Runtime.CompilerServices.RequiredMemberAttribute))).Select(property => property.Name).Order());
        Assert.Equal(type, ((GenerateRequest)s_models[type].Create()).Type);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void The_types_of_members_are_those_of_the_page(string type)
    {
        Type request = s_models[type].Create().GetType();
        foreach (ParameterFact parameter in DocumentedFacts.Parameters.Where(parameter => Fact(type).Members.Contains(parameter.Name)))
        {
            Type member = request.GetProperty(PascalCase(parameter.Name))!.PropertyType;

            // The page calls a duration a number; its tables know whole seconds only.
            Type[] expected = (parameter.Name, parameter.Type) switch
            {
                ("duration", _) => [typeof(int?)],
                ("aspect_ratio", _) => [typeof(AspectRatio?)],
                (_, "string") => [typeof(string)],
                (_, "number") => [typeof(double?)],
                (_, "boolean") => [typeof(bool?)],
                (_, "string[]") => [typeof(IReadOnlyList<string>)],
                _ => [],
            };
            Assert.Contains(member, expected);
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Models_has_the_members_with_their_defaults_and_says_which_are_required(string type)
    {
        ModelFact fact = Fact(type);
        ModelInfo model = s_models[type];

        Assert.Equal(fact.Members.Except(["type"]).Order(), model.Members.Select(member => member.Name).Order());
        Assert.Equal(fact.Required.Except(["type"]).Order(), model.Members.Where(member => member.Required).Select(member => member.Name).Order());
        foreach (ModelMember member in model.Members)
        {
            string? documented = DocumentedFacts.Parameters.SingleOrDefault(parameter => parameter.Name == member.Name)?.Default;
            Assert.Equal(documented, member.Default);
            ModelMemberKind kind = member.Name switch
            {
                "duration" => ModelMemberKind.Integer,
                "cfg_scale" => ModelMemberKind.Number,
                "sound" or "keep_original_sound" => ModelMemberKind.Boolean,
                "images" => ModelMemberKind.TextList,
                _ => ModelMemberKind.Text,
            };
            Assert.Equal(kind, member.Kind);
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Models_has_the_limits_and_codes_of_the_members(string type)
    {
        ModelFact fact = Fact(type);
        Dictionary<string, ModelMember> members = s_models[type].Members.ToDictionary(member => member.Name);

        Assert.Equal((1, 2000, "INVALID_PROMPT"), (members["prompt"].MinLength, members["prompt"].MaxLength, members["prompt"].ErrorCode));
        Assert.Equal(fact.CreditsBySeconds.Count > 0, members.ContainsKey("duration"));
        if (members.TryGetValue("duration", out ModelMember? duration))
        {
            Assert.Equal("INVALID_DURATION", duration.ErrorCode);
            IEnumerable<int> allowed = duration.AllowedValues.Count > 0
                ? duration.AllowedValues.Select(int.Parse)
                : Enumerable.Range((int)duration.Minimum!, (int)(duration.Maximum! - duration.Minimum!) + 1);
            Assert.Equal(fact.CreditsBySeconds.Keys.Order(), allowed.Order());
        }

        foreach (string required in fact.Required.Except(["type"]))
        {
            string code = required switch { "prompt" => "INVALID_PROMPT", "video" => "MISSING_VIDEO", _ => "MISSING_IMAGE" };
            Assert.Equal(code, members[required].ErrorCode);
        }

        if (members.TryGetValue("aspect_ratio", out ModelMember? ratio))
        {
            Assert.Equal(["16:9", "9:16", "1:1"], ratio.AllowedValues);
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void The_estimate_is_the_documented_price_for_every_length(string type)
    {
        ModelFact fact = Fact(type);
        GenerateRequest request = RequestJson.Read(fact.MinimalBody);

        Assert.Equal(fact.DefaultCredits, request.EstimateCredits());
        ModelMember? duration = s_models[type].Members.SingleOrDefault(member => member.Name == "duration");
        foreach ((int seconds, int credits) in fact.CreditsBySeconds)
        {
            duration!.Set(request, (long)seconds);
            Assert.Equal(credits, request.EstimateCredits());
        }
    }

    [Fact]
    public void A_length_that_has_no_price_has_no_estimate()
    {
        Assert.Null(new ProTextToVideoRequest { Prompt = "x", Duration = 7 }.EstimateCredits());
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_request_with_what_is_required_is_valid_at_every_documented_length(string type)
    {
        ModelFact fact = Fact(type);
        GenerateRequest request = RequestJson.Read(fact.MinimalBody);

        Assert.Empty(request.Validate());
        Assert.True(request.TryValidate(out ValidationErrors none));
        Assert.Same(ValidationErrors.None, none);
        ModelMember? duration = s_models[type].Members.SingleOrDefault(member => member.Name == "duration");
        if (duration is null)
        {
            return;
        }

        for (int seconds = -1; seconds <= 20; seconds++)
        {
            duration.Set(request, (long)seconds);
            string? code = fact.CreditsBySeconds.ContainsKey(seconds) ? null : "INVALID_DURATION";
            Assert.Equal(code, request.Validate().SingleOrDefault()?.Code);
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Each_required_member_is_missed_by_its_own_code(string type)
    {
        ModelFact fact = Fact(type);
        foreach (ModelMember member in s_models[type].Members.Where(member => member.Required))
        {
            object?[] missing = member.Kind is ModelMemberKind.TextList ? [null, Array.Empty<string>(), (string[])[" "]] : [null, "", " \t"];
            foreach (object? value in missing)
            {
                GenerateRequest request = RequestJson.Read(fact.MinimalBody);
                member.Set(request, value);

                ValidationError error = Assert.Single(request.Validate());
                Assert.Equal((member.ErrorCode, member.Name), (error.Code, error.Member));
                Assert.Contains(member.Name, error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_request_with_nothing_set_names_all_that_is_missing()
    {
        var request = (GenerateRequest)s_models["o3-pro-video-edit"].Create();

        Assert.Equal(["prompt", "video"], request.Validate().Select(error => error.Member));
        Assert.Equal(["INVALID_PROMPT", "MISSING_VIDEO"], request.Validate().Select(error => error.Code));
    }

    [Fact]
    public void The_messages_name_what_is_allowed()
    {
        ValidationError kling = Assert.Single(new ProTextToVideoRequest { Prompt = "x", Duration = 7 }.Validate());
        ValidationError o3 = Assert.Single(new O3ProTextToVideoRequest { Prompt = "x", Duration = 16 }.Validate());
        ValidationError ratio = Assert.Single(new ProTextToVideoRequest { Prompt = "x", AspectRatio = "4:3" }.Validate());

        Assert.Equal("duration must be 5 or 10.", kling.Message);
        Assert.Equal("duration must be from 3 to 15.", o3.Message);
        Assert.Equal((null, "aspect_ratio must be 16:9, 9:16 or 1:1."), (ratio.Code, ratio.Message));
    }

    [Fact]
    public void A_prompt_is_counted_in_characters_and_not_in_UTF_16_units()
    {
        Assert.Empty(new ProTextToVideoRequest { Prompt = string.Concat(Enumerable.Repeat("🎬", 2000)) }.Validate());
        Assert.Equal("INVALID_PROMPT", Assert.Single(new ProTextToVideoRequest { Prompt = new string('x', 2001) }.Validate()).Code);
    }

    [Fact]
    public void A_number_that_JSON_has_no_form_for_is_refused()
    {
        ValidationError error = Assert.Single(new ProTextToVideoRequest { Prompt = "x", CfgScale = double.NaN }.Validate());

        Assert.Equal("cfg_scale", error.Member);
    }

    [Fact]
    public void The_error_codes_are_the_nine_of_the_page()
    {
        IEnumerable<string> codes = typeof(Kling3ErrorCode).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Select(property => ((Kling3ErrorCode)property.GetValue(null)!).Value);

        Assert.Equal(DocumentedFacts.Errors.Select(error => error.Code), codes);
    }

    private static ModelFact Fact(string type) => DocumentedFacts.Models.Single(model => model.Type == type);

    private static string PascalCase(string name) => string.Concat(name.Split('_').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
}
