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

        string address = url.Text;
        foreach (MapEntry variable in (server["variables"] as MapNode)?.Entries ?? [])
        {
            string value = ((variable.Value as MapNode)?["default"] as ScalarNode)?.Text ?? "";
            address = address.Replace("{" + variable.Name + "}", value);
        }

        if (Uri.TryCreate(address, UriKind.Absolute, out Uri? absolute) && absolute.Scheme is "http" or "https" && absolute.UserInfo.Length == 0 && !address.Contains("{"))
        {
            return absolute.AbsoluteUri;
        }

        bag.Report(Descriptors.Unsupported, url.Place, url.Pointer, $"'{address}' is no absolute http address, so the client has no address of its own. Set ApiClientOptions.BaseAddress, or write the whole address here.");
        return null;
    }
}
