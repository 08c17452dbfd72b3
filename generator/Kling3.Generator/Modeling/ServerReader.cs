using Kling3.Generator.Diagnostics;
using Kling3.Generator.Reading;

namespace Kling3.Generator.Modeling;

/// <summary>The first server's address, its variables filled in with their defaults.</summary>
internal static class ServerReader
{
    public static string? Read(Node? servers, DiagnosticBag bag)
    {
        if ((servers as ListNode)?.Items.FirstOrDefault() is not MapNode server || server["url"] is not ScalarNode url)
        {
            return null;
        }

        if (Absolute(server, url) is { } address)
        {
            return address;
        }

        bag.Report(Descriptors.Unsupported, url.Place, url.Pointer, $"'{Filled(server, url)}' is no absolute http address, so the client has no address of its own. Set ApiClientOptions.BaseAddress, or write the whole address here.");
        return null;
    }

    /// <summary>The absolute ones among the addresses of servers.</summary>
    public static IEnumerable<string> Addresses(Node? servers) => ((servers as ListNode)?.Items ?? [])
        .OfType<MapNode>()
        .Select(server => server["url"] is ScalarNode url ? Absolute(server, url)?.TrimEnd('/') : null)
        .OfType<string>();

    private static string? Absolute(MapNode server, ScalarNode url)
    {
        string address = Filled(server, url);
        return Uri.TryCreate(address, UriKind.Absolute, out Uri? absolute) && absolute.Scheme is "http" or "https" && absolute.UserInfo.Length == 0 && !address.Contains("{")
            ? absolute.AbsoluteUri
            : null;
    }

    private static string Filled(MapNode server, ScalarNode url)
    {
        string address = url.Text;
        foreach (MapEntry variable in (server["variables"] as MapNode)?.Entries ?? [])
        {
            string value = ((variable.Value as MapNode)?["default"] as ScalarNode)?.Text ?? "";
            address = address.Replace("{" + variable.Name + "}", value);
        }

        return address;
    }
}
