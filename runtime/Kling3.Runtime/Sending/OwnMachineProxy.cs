using System.Net;

namespace Kling3.Runtime.Sending;

/// <summary>
/// A proxy for everything but this machine. Over http, which is allowed to this machine only, a proxy that the environment names would get the key in the clear,
/// and would look for another machine than this one.
/// </summary>
internal sealed class OwnMachineProxy(IWebProxy inner) : IWebProxy
{
    public ICredentials? Credentials
    {
        get => inner.Credentials;
        set => inner.Credentials = value;
    }

    public Uri? GetProxy(Uri destination) => destination.IsLoopback ? null : inner.GetProxy(destination);

    public bool IsBypassed(Uri host) => host.IsLoopback || inner.IsBypassed(host);
}
