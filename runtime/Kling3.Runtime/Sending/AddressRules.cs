namespace Kling3.Runtime.Sending;

/// <summary>Which addresses the key, and which results, may travel over.</summary>
internal static class AddressRules
{
    /// <summary>https anywhere, http on this machine; nothing that a request's path could not be appended to.</summary>
    public static void CheckBase(Uri address)
    {
        if (!address.IsAbsoluteUri)
        {
            throw new ArgumentException("The base address must be absolute, e.g. https://api.example.com.", nameof(ApiClientOptions.BaseAddress));
        }

        if (address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        {
            throw new ArgumentException(
                $"The base address must be https, or http on this machine: the key would travel in the clear to {address.Scheme}://{address.Authority}.",
                nameof(ApiClientOptions.BaseAddress));
        }

        if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            throw new ArgumentException("The base address may hold no user, query or fragment.", nameof(ApiClientOptions.BaseAddress));
        }
    }

    /// <summary>An address as logs and messages may show it: its query may be a signature.</summary>
    public static string Shown(Uri address) =>
        address.IsAbsoluteUri ? $"{address.Scheme}://{address.Authority}{address.AbsolutePath}" : address.OriginalString.Split('?', '#')[0];
}
