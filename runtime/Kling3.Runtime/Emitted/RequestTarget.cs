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
    {
        ArgumentException.ThrowIfNullOrEmpty(pathTemplate);
        if (pathTemplate[0] != '/')
        {
            throw new ArgumentException("A path begins with a slash.", nameof(pathTemplate));
        }

        _template = _path = pathTemplate;
    }

    /// <summary>The path as the document has it: what logs and metrics show.</summary>
    internal string Template => _template;

    internal IReadOnlyList<KeyValuePair<string, string>>? Headers => _headers;

    /// <summary>Fills <c>{name}</c>.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="value">Its value; escaped here.</param>
    /// <exception cref="ArgumentException">The value is empty, <c>.</c> or <c>..</c>: it would lead to another path.</exception>
    public RequestTarget Path(string name, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (string.IsNullOrEmpty(value) || value is "." or "..")
        {
            throw new ArgumentException($"The path parameter '{name}' may not be empty, '.' or '..'.", name);
        }

        _path = _path.Replace($"{{{name}}}", Uri.EscapeDataString(value), StringComparison.Ordinal);
        _cached = null;
        return this;
    }

    /// <summary>Adds a query parameter.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="value">Its value, escaped here; null for none.</param>
    public RequestTarget Query(string name, string? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (value is not null)
        {
            _query = string.Concat(_query, _query.Length == 0 ? "?" : "&", Uri.EscapeDataString(name) + "=", Uri.EscapeDataString(value));
            _cached = null;
        }

        return this;
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

    private sealed record CachedAddress(string BaseAddress, Uri Address);
}
