using Kling3.Generator.Emitting.Json;
using Kling3.Generator.Model;
using Kling3.Generator.Modeling;
using Microsoft.CodeAnalysis.Text;

namespace Kling3.Generator.Emitting;

/// <summary>The client: a method per operation, and for what is submitted and polled, ways to start, resume and await it.</summary>
internal sealed class ClientEmitter
{
    private const string HttpClient = "global::System.Net.Http.HttpClient";
    private const string Options = Names.Runtime + "ApiClientOptions";
    private const string Target = Names.Emitted + "RequestTarget";

    private readonly SourceWriter _writer = new();
    private readonly NamesSpec _names;
    private readonly ClientSpec _client;
    private readonly EquatableArray<ErrorCodeMember> _errorCodes;

    private readonly Dictionary<string, OperationSpec> _byName;

    // By the names of operations: the arguments that have limits.
    private readonly Dictionary<string, MemberSpec[]> _checked;

    private ClientEmitter(NamesSpec names, ClientSpec client, EquatableArray<ErrorCodeMember> errorCodes)
    {
        _names = names;
        _client = client;
        _errorCodes = errorCodes;
        _byName = client.Operations.ToDictionary(operation => operation.Name, StringComparer.Ordinal);
        _checked = client.Operations.ToDictionary(operation => operation.Name, FindChecked, StringComparer.Ordinal);
    }

    /// <summary>The whole file of the client.</summary>
    public static SourceText Emit(NamesSpec names, ClientSpec client, EquatableArray<ErrorCodeMember> errorCodes)
    {
        var emitter = new ClientEmitter(names, client, errorCodes);
        emitter.EmitClass();
        return emitter._writer.Finish();
    }

    /// <summary>The whole file of the interface.</summary>
    public static SourceText EmitInterface(NamesSpec names, ClientSpec client)
    {
        var emitter = new ClientEmitter(names, client, default);
        emitter.EmitInterface();
        return emitter._writer.Finish();
    }

    private void EmitInterface()
    {
        FileHeader.Write(_writer, _names.Namespace);
        _writer.Line($"/// <summary>What <see cref=\"{_names.Client}\"/> does, for fakes.</summary>");
        _writer.Line($"[{FileHeader.GeneratedCode}]");
        _writer.Open($"{_names.Visibility} partial interface I{_names.Client}");
        foreach (OperationSpec operation in _client.Operations)
        {
            foreach (Method method in Methods(operation))
            {
                EmitDoc(operation, method);
                _writer.Line($"{method.Returns} {method.Name}({string.Join(", ", method.Parameters)});");
                _writer.Line();
            }
        }

        EmitDownloadDoc();
        _writer.Line(DownloadSignature() + ";");
        _writer.Close();
    }

    private void EmitClass()
    {
        FileHeader.Write(_writer, _names.Namespace);
        XmlDoc.Summary(_writer, _client.Description ?? _client.Title, $"The client of {_client.ApiName}.");
        XmlDoc.Element(_writer, "remarks", "Safe for concurrent use; meant to live as long as the program.");
        _writer.Line($"[{FileHeader.GeneratedCode}]");
        _writer.Open($"{_names.Visibility} sealed partial class {_names.Client} : I{_names.Client}, global::System.IDisposable");
        EmitDescription();
        foreach (OperationSpec operation in _client.Operations)
        {
            EmitOperationField(operation);
        }

        foreach (OperationSpec operation in _client.Operations)
        {
            if (operation.Submit is { } submit)
            {
                EmitSubmitField(operation, submit);
            }
        }

        _writer.Line($"private readonly {Names.Emitted}ApiTransport _transport;");
        _writer.Line();
        EmitConstructors();
        foreach (OperationSpec operation in _client.Operations)
        {
            foreach (Method method in Methods(operation))
            {
                EmitMethod(operation, method);
            }

            if (Checked(operation) is { Length: > 0 } arguments)
            {
                ValidationEmitter.EmitArguments(_writer, Checker(operation), arguments);
            }
        }

        _writer.Line("/// <inheritdoc/>");
        _writer.Line($"public {DownloadSignature()} => _transport.DownloadAsync(address, path, overwrite, progress, cancellationToken);");
        _writer.Line();
        _writer.Line("/// <summary>Closes the connections that the client opened; a handler that was given to it stays the caller's.</summary>");
        _writer.Line("public void Dispose() => _transport.Dispose();");
        _writer.Close();
        JsonRootsEmitter.Emit(_writer, _names, _client);
    }

    private void EmitDescription()
    {
        _writer.Line($"private static readonly {Names.Emitted}ApiDescription s_api = new()");
        _writer.Open();
        _writer.Line($"Name = {Literal.Text(_client.ApiName)},");
        if (_client.BaseAddress is { } address)
        {
            _writer.Line($"BaseAddress = new({Literal.Text(address)}),");
        }

        if (_client.Key.Kind != KeyKind.None)
        {
            _writer.Line($"KeyPlacement = {Names.Emitted}KeyPlacement.{_client.Key.Kind},");
        }

        if (_client.Key.Header is { } header)
        {
            _writer.Line($"KeyHeader = {Literal.Text(header)},");
        }

        if (_client.Envelope is { } envelope)
        {
            _writer.Line("Envelope = new()");
            _writer.Open();
            _writer.Line($"Code = {Literal.Texts(envelope.Code)},");
            _writer.Line($"Message = {Literal.Texts(envelope.Message)},");
            if (envelope.Data is { } data)
            {
                _writer.Line($"Data = {Literal.Texts(data)},");
            }

            _writer.Line($"Success = {Literal.Texts(envelope.Success)},");
            _writer.Close("},");
        }

        // A status for which the document names one code says that code even when the reply does not.
        (string Status, string Code)[] single = [.. _errorCodes
            .SelectMany(code => code.Statuses.Select(status => (Status: status, Code: code.Value)))
            .GroupBy(pair => pair.Status, StringComparer.Ordinal)
            .Where(group => group.Count() == 1 && group.Key.Length == 3 && group.Key.All(c => c is >= '0' and <= '9'))
            .Select(group => group.First())
            .OrderBy(pair => pair.Status, StringComparer.Ordinal)];
        if (single.Length > 0)
        {
            _writer.Line("ErrorCodes = new global::System.Collections.Generic.KeyValuePair<int, string>[]");
            _writer.Open();
            foreach ((string status, string code) in single)
            {
                _writer.Line($"new({status.TrimStart('0').PadLeft(1, '0')}, {Literal.Text(code)}),");
            }

            _writer.Close("},");
        }

        _writer.Close("};");
        _writer.Line();
    }

    private void EmitOperationField(OperationSpec operation)
    {
        string type = ReplyType(operation) ?? "bool";
        _writer.Line($"private static readonly {Names.Emitted}ApiOperation<{type}> {Field(operation, "Operation")} = new()");
        _writer.Open();
        _writer.Line($"Id = {Literal.Text(operation.Id)},");
        _writer.Line($"Method = {HttpMethod(operation.Method)},");
        if (operation.Reply.Unwrap)
        {
            _writer.Line("Unwrap = true,");
        }

        if (operation.UsesKey)
        {
            _writer.Line("UsesKey = true,");
        }

        if (operation.Body?.MediaType is { } contentType)
        {
            _writer.Line($"ContentType = {Literal.Text(contentType)},");
        }

        if (operation.Reply.Accept is { } accept)
        {
            _writer.Line($"Accept = {Literal.Text(accept)},");
        }

        if (operation.Reply.MayBeEmpty)
        {
            _writer.Line("MayBeEmpty = true,");
        }

        if (operation.Submit is { IdPath.Count: > 0 } submit)
        {
            _writer.Line($"IdPath = {Literal.Texts(submit.IdPath)},");
        }

        switch (operation.Reply.Kind)
        {
            case ReplyKind.Json:
                _writer.Line($"ReadJson = {JsonRootsEmitter.Reader(_names, operation.Reply.Type!)},");
                break;
            case ReplyKind.Text:
                _writer.Line("ReadText = static text => text,");
                break;
            case ReplyKind.Binary:
                _writer.Line("ReadBinary = static bytes => bytes,");
                break;
        }

        _writer.Close("};");
        _writer.Line();
        if (IsOneTarget(operation))
        {
            _writer.Line($"private static readonly {Target} {Field(operation, "Target")} = new({Path(operation)});");
            _writer.Line();
        }
    }

    private static string HttpMethod(string method) => $"global::System.Net.Http.HttpMethod.{CSharpName.Pascal(method)}";

    private static string Path(OperationSpec operation) => Literal.Text(operation.Path.StartsWith("/", StringComparison.Ordinal) ? operation.Path : "/" + operation.Path);

    private void EmitSubmitField(OperationSpec operation, SubmitSpec submit)
    {
        string type = $"{Names.Emitted}SubmitOperation<{submit.ReplyType}, {submit.StatusType}>";
        OperationSpec poll = Poll(submit);
        ParameterSpec id = IdParameter(submit);
        _writer.Line($"private static readonly {type} {Field(operation, "Submit")} = new()");
        _writer.Open();
        _writer.Line($"Submit = {Field(operation, "Operation")},");
        _writer.Line($"Id = static reply => {First("reply", submit.Id, TextOf)},");
        _writer.Line($"Status = {Field(poll, "Operation")},");
        _writer.Line($"StatusTarget = static id => new {Target}({Path(poll)}).{id.Place}({Literal.Text(id.JsonName)}, id),");
        _writer.Line($"State = static status => {First("status", submit.State, TextOf)},");
        _writer.Line($"Succeeded = {Literal.Texts(submit.Succeeded)},");
        _writer.Line($"Failed = {Literal.Texts(submit.Failed)},");
        if (submit.Results.Count > 0)
        {
            _writer.Line($"Results = static status => {First("status", submit.Results, static (chain, _) => chain)},");
        }

        if (submit.Error.Count > 0)
        {
            _writer.Line($"Error = static status => {First("status", submit.Error, TextOf)},");
        }

        if (submit.SubmitCost.Count > 0)
        {
            _writer.Line($"SubmitCost = static reply => {First("reply", submit.SubmitCost, AmountOf)},");
        }

        if (submit.StatusCost.Count > 0)
        {
            _writer.Line($"StatusCost = static status => {First("status", submit.StatusCost, AmountOf)},");
        }

        _writer.Close("};");
        _writer.Line();
    }

    private static string Field(OperationSpec operation, string what) => "s_" + CSharpName.Camel(operation.Name) + what;

    private OperationSpec Poll(SubmitSpec submit) => _byName[submit.PollOperation];

    private ParameterSpec IdParameter(SubmitSpec submit) => Poll(submit).Parameters.First(parameter => parameter.IsRequired);

    // The first of the ways that leads to a value.
    private static string First(string root, EquatableArray<MemberPath> paths, Func<string, MemberPath, string> value)
    {
        int found = 0;
        return string.Join(" ?? ", paths.Select(path => value(Chain(root, path, ref found), path)));
    }

    private static string Chain(string root, MemberPath path, ref int found)
    {
        string chain = root;
        bool mayBeNull = false;
        foreach (MemberStep step in path.Members)
        {
            if (step.Choice is { Case: { } name, Type: var read })
            {
                string local = "found" + Literal.Int32(++found);
                chain = $"({chain}{(mayBeNull ? "?" : "")}.TryGet{name}(out {read}? {local}){(mayBeNull ? " == true" : "")} ? {local} : null)";
                mayBeNull = true;
            }
            else if (step.Choice is { Type: var type })
            {
                chain = $"({chain} as {type})";
                mayBeNull = true;
            }

            chain += (mayBeNull ? "?." : ".") + CSharpName.Escaped(step.Name);
            mayBeNull = step.AllowsNull;
        }

        return chain;
    }

    private static string AmountOf(string chain, MemberPath path) => $"{Names.Check}.Amount({chain})";

    private static string TextOf(string chain, MemberPath path)
    {
        MemberStep last = path.Members[path.Members.Count - 1];
        return path.Type.Kind switch
        {
            TypeKind.String => chain,
            TypeKind.StringEnum => chain + (last.AllowsNull ? "?.Value" : ".Value"),
            _ => $"{Names.Emitted}ParameterText.Of({chain})",
        };
    }

    private void EmitConstructors()
    {
        if (_client.Key.Kind == KeyKind.None)
        {
            _writer.Line("/// <summary>A client with default options.</summary>");
            _writer.Open($"public {_names.Client}() : this(new {Options}())");
            _writer.Close();
        }
        else
        {
            _writer.Line("/// <summary>A client with default options.</summary>");
            _writer.Line("/// <param name=\"apiKey\">The key; checked at once, and never shown in an error.</param>");
            _writer.Line("/// <exception cref=\"global::System.ArgumentException\">The key is empty or cannot be sent.</exception>");
            _writer.Open($"public {_names.Client}(string apiKey) : this(new {Options} {{ ApiKey = apiKey }})");
            _writer.Close();
        }

        _writer.Line();
        _writer.Line("/// <summary>A client with its own connections.</summary>");
        _writer.Line("/// <param name=\"options\">Key, address, timeouts and what else there is; read once.</param>");
        _writer.Line($"public {_names.Client}({Options} options) => _transport = new(s_api, options);");
        _writer.Line();
        _writer.Line("/// <summary>A client that calls by way of the caller's handlers. They see the key.</summary>");
        _writer.Line("/// <param name=\"httpClient\">Not disposed by the client.</param>");
        _writer.Line("/// <param name=\"options\">Key, address, timeouts and what else there is; read once.</param>");
        _writer.Line($"public {_names.Client}({HttpClient} httpClient, {Options} options) => _transport = new(s_api, httpClient, options);");
        _writer.Line();
    }

    private static string? ReplyType(OperationSpec operation) => operation.Reply.Kind switch
    {
        ReplyKind.Json => operation.Reply.Type!.CSharpWithNull,
        ReplyKind.Text => "string",
        ReplyKind.Binary => "byte[]",
        _ => null,
    };

    private enum MethodKind
    {
        Call,
        Start,
        Resume,
        AndWait,
    }

    private sealed record Method(MethodKind Kind, string Name, string Returns, IReadOnlyList<string> Parameters);

    private IEnumerable<Method> Methods(OperationSpec operation)
    {
        string[] required =
        [
            .. operation.Parameters.Where(parameter => parameter.IsRequired).Select(parameter => $"{parameter.Type.CSharp} {CSharpName.Escaped(parameter.Name)}"),
            .. operation.Body is { IsRequired: true } body ? [body.Type.CSharp + " request"] : Array.Empty<string>(),
        ];
        string[] optional =
        [
            .. operation.Body is { IsRequired: false } may ? [may.Type.CSharp + "? request = null"] : Array.Empty<string>(),
            .. operation.Parameters.Where(parameter => !parameter.IsRequired).Select(parameter => $"{parameter.Type.CSharp}? {CSharpName.Escaped(parameter.Name)} = null"),
        ];
        string token = $"{Names.Token} cancellationToken = default";
        string reply = ReplyType(operation) is { } type ? $"{Names.Task}<{type}>" : Names.Task;
        yield return new Method(MethodKind.Call, operation.Name + "Async", reply, [.. required, .. optional, token]);
        if (operation.Submit is { } submit)
        {
            string handle = $"{Names.Runtime}Operation<{submit.StatusType}>";
            yield return new Method(MethodKind.Start, submit.StartName + "Async", $"{Names.Task}<{handle}>", [.. required, .. optional, token]);
            yield return new Method(MethodKind.Resume, OperationModeler.ResumePrefix + operation.Name, handle, ["string " + CSharpName.Escaped(IdParameter(submit).Name)]);
            yield return new Method(
                MethodKind.AndWait,
                submit.AndWaitName + "Async",
                $"{Names.Task}<{submit.StatusType}>",
                [.. required, .. optional, $"global::System.IProgress<{submit.StatusType}>? progress = null", token]);
        }
    }

    private void EmitDoc(OperationSpec operation, Method method)
    {
        switch (method.Kind)
        {
            case MethodKind.Call:
                XmlDoc.Summary(_writer, operation.Description, $"{operation.Method} {operation.Path}");
                break;
            case MethodKind.Start:
                XmlDoc.Element(_writer, "summary", "Submits, and gives a handle to wait with. Keep its id: with it, waiting can go on after a crash.");
                break;
            case MethodKind.Resume:
                XmlDoc.Element(_writer, "summary", "A handle for what was submitted earlier. Makes no call, and never submits again.");
                XmlDoc.Parameter(_writer, IdParameter(operation.Submit!).Name, "The id that submitting gave.");
                break;
            default:
                XmlDoc.Element(_writer, "summary", "Submits and waits until it is done.");
                break;
        }

        if (method.Kind != MethodKind.Resume)
        {
            foreach (ParameterSpec parameter in operation.Parameters)
            {
                XmlDoc.Parameter(_writer, parameter.Name, ParameterDoc(parameter));
            }

            if (operation.Body is not null)
            {
                XmlDoc.Parameter(_writer, "request", IsChecked(operation) ? "The request's body, checked before it is sent." : "The request's body.");
            }

            if (method.Kind == MethodKind.AndWait)
            {
                XmlDoc.Parameter(_writer, "progress", "Told of each change.");
            }

            XmlDoc.Parameter(_writer, "cancellationToken", operation.Submit is null ? "Cancels the call." : "Gives up. A body that has begun to be sent may have been accepted: then it is a SubmissionUnknownException.");
            EmitExceptionDoc("ApiException", "The call failed; the exception's type and code say how.");
            if (IsChecked(operation))
            {
                EmitExceptionDoc("RequestInvalidException", "The request breaks a limit of its schema; nothing was sent.");
            }

            if (operation.Submit is not null)
            {
                EmitExceptionDoc("BudgetExceededException", "The estimate is more than the budget has left; nothing was sent.");
                EmitExceptionDoc("SubmissionUnknownException", "It may or may not have been accepted, and is not sent again.");
            }

            if (method.Kind == MethodKind.AndWait)
            {
                EmitExceptionDoc("OperationFailedException", "The server says that it failed.");
                EmitExceptionDoc("OperationTimeoutException", "It was not done by the deadline; it goes on at the server, and its id is in the exception.");
            }
        }

        if (operation.IsDeprecated)
        {
            _writer.Line(Names.Obsolete);
        }
    }

    private bool IsChecked(OperationSpec operation) => operation.Body is { Type.Kind: TypeKind.Object or TypeKind.Union } || Checked(operation).Length > 0;

    private void EmitExceptionDoc(string type, string when) => _writer.Line($"/// <exception cref=\"{Names.Runtime}{type}\">{when}</exception>");

    private static string ParameterDoc(ParameterSpec parameter)
    {
        string place = parameter.Place switch { ParameterPlace.Path => "in the path", ParameterPlace.Query => "in the query", _ => "as a header" };
        string text = string.IsNullOrWhiteSpace(parameter.Description) ? $"Sent as `{parameter.JsonName}` {place}." : parameter.Description!;
        string limits = MemberDoc.Limits(parameter.ToMember(), isChecked: true);
        string otherwise = parameter.Default is { } value ? $"Default: {value} (the server's)." : "";
        string deprecated = parameter.IsDeprecated ? "Deprecated." : "";
        return string.Join("\n", new[] { text, deprecated, limits, otherwise }.Where(part => part.Length > 0));
    }

    private void EmitMethod(OperationSpec operation, Method method)
    {
        _writer.Line("/// <inheritdoc/>");
        if (operation.IsDeprecated)
        {
            _writer.Line(Names.Obsolete);
        }

        string signature = $"public {method.Returns} {method.Name}({string.Join(", ", method.Parameters)})";
        if (method.Kind == MethodKind.Resume)
        {
            _writer.Line($"{signature} => _transport.Resume({Field(operation, "Submit")}, {CSharpName.Escaped(IdParameter(operation.Submit!).Name)});");
            _writer.Line();
            return;
        }

        _writer.Open(signature);
        EmitNullChecks(operation);
        string target = EmitTarget(operation);
        if (operation.Body is { IsRequired: false, Type: var optional })
        {
            // Nothing to send is another call than an empty body.
            string sent = optional.IsValueType ? "body" : "request";
            _writer.Open(optional.IsValueType ? "if (request is { } body)" : "if (request is not null)");
            _writer.Line($"return {Call(operation, method, target, sent)};");
            _writer.Close();
            _writer.Line();
            _writer.Line($"return _transport.SendAsync({Field(operation, "Operation")}, {target}, cancellationToken);");
        }
        else
        {
            _writer.Line($"return {Call(operation, method, target, "request")};");
        }

        _writer.Close();
        _writer.Line();
    }

    private string Call(OperationSpec operation, Method method, string target, string body)
    {
        if (operation.Body is not { Type: var type } sentBody)
        {
            return $"_transport.SendAsync({Field(operation, "Operation")}, {target}, cancellationToken)";
        }

        string write = sentBody.IsPlain ? $"static (ref {JsonNames.Output} output, {type.CSharp} plain) => output.Plain(plain)" : JsonRootsEmitter.Writer(_names, type);
        string sent = $"{target}, {body}, {write}";
        return method.Kind switch
        {
            MethodKind.Start => $"_transport.StartAsync({Field(operation, "Submit")}, {sent}, cancellationToken)",
            MethodKind.AndWait => $"_transport.StartAndWaitAsync({Field(operation, "Submit")}, {sent}, progress, cancellationToken)",
            _ => operation.Submit is null
                ? $"_transport.SendAsync({Field(operation, "Operation")}, {sent}, cancellationToken)"
                : $"_transport.SubmitAsync({Field(operation, "Submit")}, {sent}, cancellationToken)",
        };
    }

    private void EmitNullChecks(OperationSpec operation)
    {
        foreach (ParameterSpec parameter in operation.Parameters)
        {
            if (parameter.IsRequired && !parameter.Type.IsValueType)
            {
                _writer.Line($"{Names.ArgumentNull}.ThrowIfNull({CSharpName.Escaped(parameter.Name)});");
            }
        }

        if (operation.Body is { Type.IsValueType: false, IsRequired: true })
        {
            _writer.Line($"{Names.ArgumentNull}.ThrowIfNull(request);");
        }
    }

    private string EmitTarget(OperationSpec operation)
    {
        if (IsOneTarget(operation))
        {
            return Field(operation, "Target");
        }

        MemberSpec[] arguments = Checked(operation);
        string errors = arguments.Length == 0 ? "" : $", {Checker(operation)}({string.Join(", ", arguments.Select(argument => CSharpName.Escaped(argument.Name)))})";
        _writer.Line($"{Target} target = new({Path(operation)}{errors});");
        foreach (ParameterSpec parameter in operation.Parameters)
        {
            string name = CSharpName.Escaped(parameter.Name);
            string json = Literal.Text(parameter.JsonName);
            if (parameter.Type.Kind == TypeKind.List)
            {
                string list = $"{Names.Emitted}ParameterText.All({name}, static item => {Text(parameter.Type.Element!, "item", parameter.Type.Element!.IsNullable)})";
                _writer.Line(parameter switch
                {
                    { Style: ParameterStyle.Exploded } => $"target.{parameter.Place}({json}, {list});",
                    { Place: ParameterPlace.Header } => $"target.Header({json}, {Names.Emitted}ParameterText.Joined({list}));",
                    _ => $"target.{parameter.Place}List({json}, {list});",
                });
            }
            else if (parameter.Type.Kind == TypeKind.Object)
            {
                EmitObject(parameter, name, json);
            }
            else if (parameter.Type.Kind == TypeKind.Map)
            {
                EmitMap(parameter, name, json);
            }
            else
            {
                _writer.Line($"target.{parameter.Place}({json}, {Text(parameter.Type, name, !parameter.IsRequired)});");
            }
        }

        return "target";
    }

    private void EmitObject(ParameterSpec parameter, string name, string json)
    {
        (string Json, string Text)[] members = [.. parameter.Members.Select(member => (
            member.JsonName,
            Text(member.Type, name + (parameter.IsRequired ? "." : "?.") + CSharpName.Escaped(member.Name), member.AllowsNull)))];
        if (parameter.Style != ParameterStyle.Joined)
        {
            foreach ((string member, string text) in members)
            {
                _writer.Line($"target.Query({Literal.Text(parameter.Style == ParameterStyle.Deep ? $"{parameter.JsonName}[{member}]" : member)}, {text});");
            }

            return;
        }

        bool isHeader = parameter.Place == ParameterPlace.Header;
        _writer.Line(isHeader
            ? $"target.Header({json}, {Names.Emitted}ParameterText.Joined({Names.Emitted}ParameterText.Pairs("
            : $"target.{parameter.Place}List({json}, {Names.Emitted}ParameterText.Pairs(");
        _writer.Indent();
        for (int i = 0; i < members.Length; i++)
        {
            _writer.Line($"({Literal.Text(members[i].Json)}, {members[i].Text}){(i < members.Length - 1 ? "," : isHeader ? ")));" : "));")}");
        }

        _writer.Outdent();
    }

    private void EmitMap(ParameterSpec parameter, string name, string json)
    {
        TypeRef value = parameter.Type.Element!;
        string entries = $"{Names.Emitted}ParameterText.Entries({name}, static item => {Text(value, "item", value.IsNullable)})";
        string pairs = $"{Names.Emitted}ParameterText.Pairs({entries})";
        _writer.Line(parameter switch
        {
            { Style: ParameterStyle.Deep } => $"target.QueryDeep({json}, {entries});",
            { Style: ParameterStyle.Exploded } => $"target.Query({entries});",
            { Place: ParameterPlace.Header } => $"target.Header({json}, {Names.Emitted}ParameterText.Joined({pairs}));",
            _ => $"target.{parameter.Place}List({json}, {pairs});",
        });
    }

    // A call without parameters, of which nothing can be wrong, goes to the same place every time.
    private bool IsOneTarget(OperationSpec operation) => operation.Parameters.Count == 0 && Checked(operation).Length == 0;

    private static string Checker(OperationSpec operation) => OperationModeler.CheckPrefix + operation.Name;

    private MemberSpec[] Checked(OperationSpec operation) => _checked[operation.Name];

    // An object that is sent checks itself; the rest of what is sent is checked here.
    private static MemberSpec[] FindChecked(OperationSpec operation)
    {
        IEnumerable<MemberSpec> arguments = operation.Parameters.Select(parameter => parameter.ToMember());
        if (operation.Body is { Type.Kind: not (TypeKind.Object or TypeKind.Union) } body)
        {
            arguments = arguments.Append(new MemberSpec("", "request", body.Type) { IsRequired = body.IsRequired, ErrorCode = body.ErrorCode, Constraints = body.Constraints });
        }

        return [.. arguments.Where(ValidationEmitter.HasChecks)];
    }

    private static string Text(TypeRef type, string value, bool mayBeNull) => type.Kind switch
    {
        TypeKind.String => value,
        TypeKind.StringEnum => value + (mayBeNull ? "?.Value" : ".Value"),
        TypeKind.IntegerEnum => $"{Names.Emitted}ParameterText.Of({value}{(mayBeNull ? "?.Value" : ".Value")})",
        _ => $"{Names.Emitted}ParameterText.Of({value})",
    };

    private static string DownloadSignature() =>
        $"{Names.Task} DownloadAsync(global::System.Uri address, string path, bool overwrite = false, global::System.IProgress<long>? progress = null, {Names.Token} cancellationToken = default)";

    private void EmitDownloadDoc()
    {
        _writer.Line("/// <summary>Downloads a result to a file, without the key: into a temporary file beside it, moved into place when complete.</summary>");
        _writer.Line("/// <param name=\"address\">The address; https, or loopback when the API's own is.</param>");
        _writer.Line("/// <param name=\"path\">The file.</param>");
        _writer.Line("/// <param name=\"overwrite\">Whether a file that exists is replaced.</param>");
        _writer.Line("/// <param name=\"progress\">Told the bytes so far.</param>");
        _writer.Line("/// <param name=\"cancellationToken\">Cancels the download.</param>");
    }
}
