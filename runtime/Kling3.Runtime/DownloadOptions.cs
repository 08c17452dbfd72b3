using System.Net;

namespace Kling3.Runtime;

/// <summary>How results are fetched: by a client of its own that never has the key.</summary>
public sealed class DownloadOptions
{
    private long _maxBytes = 4L * 1024 * 1024 * 1024;

    /// <summary>
    /// Whether a result's address may lead into private, link-local or otherwise special networks; false when not set, because an address comes from a
    /// server, and must not make this machine fetch from its neighbours. Checked for the address connected to, whatever name it had.
    /// </summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>The largest result that is fetched, in bytes; 4 GiB when not set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not more than zero.</exception>
    public long MaxBytes
    {
        get => _maxBytes;
        set => _maxBytes = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(MaxBytes), value, "At least one byte.");
    }

    /// <summary>
    /// The proxy for downloads, which may be anywhere, private networks included; null for the one the environment names (<c>HTTPS_PROXY</c>), if any. Behind a
    /// proxy it is the proxy that decides where it connects.
    /// </summary>
    public IWebProxy? Proxy { get; set; }

    internal DownloadOptions Copy() => (DownloadOptions)MemberwiseClone();
}
