using System.Text;
using System.Text.RegularExpressions;
using Kling3.Generator.Diagnostics;
using Kling3.Generator.Reading;

namespace Kling3.Generator.Modeling;

/// <summary>The first server's address, its variables filled in with their defaults.</summary>
internal static class ServerReader
{
    // More than System.Uri takes.
    private const int Longest = 65_536;

    private static readonly Regex s_variable = new("{([^{}]*)}", RegexOptions.CultureInvariant);

    public static string? Read(Node? servers, DiagnosticBag bag)
    {
        CheckDefaults(servers, bag);
        if ((servers as ListNode)?.Items.FirstOrDefault() is not MapNode server || server["url"] is not ScalarNode url)
        {
            return null;
        }

        if (Absolute(server, url, root: null) is { } address)
        {
            return address;
        }

        bag.Report(Descriptors.Unsupported, url.Place, url.Pointer, $"'{Filled(server, url)}' is no absolute http address, so the client has no address of its own. Set ApiClientOptions.BaseAddress, or write the whole address here.");
        return null;
    }

    private static void CheckDefaults(Node? servers, DiagnosticBag bag)
    {
        foreach (MapNode variable in ((servers as ListNode)?.Items ?? []).OfType<MapNode>().SelectMany(server => (server["variables"] as MapNode)?.Entries ?? []).Select(entry => entry.Value).OfType<MapNode>())
        {
            if (variable["default"] is ScalarNode value && variable["enum"] is ListNode values && !values.Items.Exists(item => item is ScalarNode one && one.Text == value.Text))
            {
                bag.Report(Descriptors.DefaultMismatch, value.Place, value.Pointer, "not in enumeration");
            }
        }
    }

    /// <summary>The absolute ones among the addresses of servers, relative ones taken from <paramref name="root"/> on where there is one.</summary>
    public static IEnumerable<string> Addresses(Node? servers, Uri? root = null) => ((servers as ListNode)?.Items ?? [])
        .OfType<MapNode>()
        .Select(server => server["url"] is ScalarNode url ? Absolute(server, url, root)?.TrimEnd('/') : null)
        .OfType<string>();

    private static string? Absolute(MapNode server, ScalarNode url, Uri? root)
    {
        string address = Filled(server, url);

        // A path is asked for as such: without a word about its kind, Unix takes it for a file's whole address.
        bool isWhole = root is not null && Uri.TryCreate(address, UriKind.Relative, out Uri? relative)
            ? Uri.TryCreate(root, relative, out Uri? absolute)
            : Uri.TryCreate(address, UriKind.Absolute, out absolute);
        return isWhole && absolute is { Scheme: "http" or "https", UserInfo.Length: 0 } && !address.Contains("{")
            ? absolute.AbsoluteUri
            : null;
    }

    // What is filled in is not filled in again, and not for ever: of a document of kilobytes the address would come to gigabytes.
    private static string Filled(MapNode server, ScalarNode url)
    {
        var address = new StringBuilder();
        int at = 0;
        foreach (Match variable in s_variable.Matches(url.Text))
        {
            string value = server["variables"] is MapNode variables && variables.TryGet(variable.Groups[1].Value, out MapEntry entry)
                ? ((entry.Value as MapNode)?["default"] as ScalarNode)?.Text ?? ""
                : variable.Value;
            _ = address.Append(url.Text, at, variable.Index - at).Append(value);
            at = variable.Index + variable.Length;
            if (address.Length > Longest)
            {
                return url.Text;
            }
        }

        return address.Append(url.Text, at, url.Text.Length - at).ToString();
    }
}
