namespace Kling3.Runtime;

/// <summary>A result could not be fetched or stored. The file asked for was not touched.</summary>
public sealed class DownloadException : ApiException
{
    /// <summary>Makes one.</summary>
    /// <param name="address">The address asked for; its query is dropped, as it may carry a signature.</param>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">What caused it.</param>
    public DownloadException(Uri address, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        ArgumentNullException.ThrowIfNull(address);
        Address = new Uri(Sending.AddressRules.Shown(address));
    }

    /// <summary>The address asked for, without its query, which may carry a signature; the caller has the whole of it.</summary>
    public Uri Address { get; }

    /// <summary>Whether the server said that there is nothing at the address, any more or to whom has no right: results are kept for a while only.</summary>
    public bool IsExpired { get; init; }
}
