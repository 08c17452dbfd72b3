using System.ComponentModel;

namespace Kling3.Runtime.Emitted;

/// <summary>
/// Path, query and headers of one call. Escapes everything it is given. One without parameters may be shared by all calls.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RequestTarget
{
    private readonly string _template;
    private string _path;
    private string _query = "";
    private List<KeyValuePair<string, string>>? _headers;
    private CachedAddress? _cached;

    /// <summary>Begins one.</summary>
    /// <param name="pathTemplate">The path in the API's document, e.g. <c>/board/{row}/{column}</c>.</param>
    public RequestTarget(string pathTemplate)
        : this(pathTemplate, ValidationErrors.None)
    {
    }

    /// <summary>Begins one whose parameters were checked.</summary>
    /// <param name="pathTemplate">The path in the API's document.</param>
    /// <param name="errors">What is wrong with the parameters. A call with any is not sent, unless <see cref="ApiClientOptions.ValidateRequests"/> is off.</param>
    public RequestTarget(string pathTemplate, ValidationErrors errors)
    {
        ArgumentException.ThrowIfNullOrEmpty(pathTemplate);
        ArgumentNullException.ThrowIfNull(errors);
        if (pathTemplate[0] != '/')
        {
            throw new ArgumentException("A path begins with a slash.", nameof(pathTemplate));
        }

        _template = _path = pathTemplate;
        Errors = errors;
    }

    /// <summary>The path as the document has it: what logs and metrics show.</summary>
    internal string Template => _template;

    internal IReadOnlyList<KeyValuePair<string, string>>? Headers => _headers;

    internal ValidationErrors Errors { get; }

    /// <summary>Fills <c>{name}</c>.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="value">Its value; escaped here.</param>
    /// <exception cref="ArgumentException">The value is empty, <c>.</c> or <c>..</c>: it would lead to another path.</exception>
    public RequestTarget Path(string name, string value) => Fill(name, Escaped(value));

    /// <summary>Fills <c>{name}</c> with a list: its items with commas between them, which stay as they are.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="values">Its items; each escaped here, null ones left out.</param>
    /// <exception cref="ArgumentException">The list has no item, or only one that is empty, <c>.</c> or <c>..</c>: it would lead to another path.</exception>
    public RequestTarget PathList(string name, IEnumerable<string?>? values) => Fill(name, Joined(values));

    /// <summary>Adds a query parameter.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="value">Its value, escaped here; null for none.</param>
    public RequestTarget Query(string name, string? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return value is null ? this : Add(name, Uri.EscapeDataString(value));
    }

    /// <summary>Adds a query parameter once for each value.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="values">Its values; null ones are left out.</param>
    public RequestTarget Query(string name, IEnumerable<string?>? values)
    {
        foreach (string? value in values ?? [])
        {
            Query(name, value);
        }

        return this;
    }

    /// <summary>Adds a query parameter for each entry of a map, under the entry's own name.</summary>
    /// <param name="entries">Its entries; those whose value is null are left out.</param>
    /// <exception cref="ArgumentException">A name is empty.</exception>
    public RequestTarget Query((string Name, string? Value)[] entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        foreach ((string name, string? value) in entries)
        {
            Query(name, value);
        }

        return this;
    }

    /// <summary>Adds a query parameter for each entry of a map, with the map's name before the entry's: <c>name[entry]</c>.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="entries">Its entries; those whose value is null are left out.</param>
    public RequestTarget QueryDeep(string name, (string Name, string? Value)[] entries)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(entries);
        foreach ((string entry, string? value) in entries)
        {
            Query($"{name}[{entry}]", value);
        }

        return this;
    }

    /// <summary>Adds a query parameter that is a list in one: its items with commas between them, which stay as they are.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="values">Its items, each escaped here, null ones left out; no parameter when there are none.</param>
    public RequestTarget QueryList(string name, IEnumerable<string?>? values)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Joined(values) is { Length: > 0 } joined ? Add(name, joined) : this;
    }

    /// <summary>Adds a header.</summary>
    /// <param name="name">The header.</param>
    /// <param name="value">Its value; null for none.</param>
    /// <exception cref="ArgumentException">The value has a line break or another character that a header cannot hold. The message does not quote it.</exception>
    public RequestTarget Header(string name, string? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (value is null)
        {
            return this;
        }

        foreach (char c in value)
        {
            if (c is < ' ' and not '\t' or > '~')
            {
                throw new ArgumentException($"The header '{name}' may hold printable ASCII only.", name);
            }
        }

        (_headers ??= []).Add(new KeyValuePair<string, string>(name, value));
        return this;
    }

    /// <summary>The whole address under a base address, whose text ends without a slash.</summary>
    internal Uri Address(string baseAddress)
    {
        CachedAddress? cached = _cached;
        if (cached is not null && ReferenceEquals(cached.BaseAddress, baseAddress))
        {
            return cached.Address;
        }

        if (_path.Contains('{', StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"A parameter of the path {_template} was not given.");
        }

        var address = new Uri(string.Concat(baseAddress, _path, _query));
        _cached = new CachedAddress(baseAddress, address);
        return address;
    }

    private RequestTarget Fill(string name, string escaped)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (escaped is "" or "." or "..")
        {
            throw new ArgumentException($"The path parameter '{name}' may not be empty, '.' or '..'.", name);
        }

        _path = _path.Replace($"{{{name}}}", escaped, StringComparison.Ordinal);
        _cached = null;
        return this;
    }

    private RequestTarget Add(string name, string escaped)
    {
        // Some documents tell operations apart by a query in the path itself.
        char lead = _query.Length == 0 && !_path.Contains('?', StringComparison.Ordinal) ? '?' : '&';
        _query = $"{_query}{lead}{Uri.EscapeDataString(name)}={escaped}";
        _cached = null;
        return this;
    }

    private static string Escaped(string? value) => string.IsNullOrEmpty(value) ? "" : Uri.EscapeDataString(value);

    // A comma inside an item is escaped, one between two is not: that is what tells them apart.
    private static string Joined(IEnumerable<string?>? values) => string.Join(',', (values ?? []).Where(value => value is not null).Select(Escaped));

    private sealed record CachedAddress(string BaseAddress, Uri Address);
}
