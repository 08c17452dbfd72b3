using System.Net;
using System.Net.Sockets;

namespace Kling3.Runtime.Downloads;

/// <summary>Which addresses are not the public internet.</summary>
internal static class SpecialNetworks
{
    private static readonly IPNetwork[] s_networks =
    [
        .. from text in new[]
            {
                "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
                "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
                "::/128", "::1/128", "::ffff:0:0:0/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
            }
           select IPNetwork.Parse(text),
    ];

    public static bool Contain(IPAddress address)
    {
        if (address.AddressFamily is AddressFamily.InterNetworkV6)
        {
            byte[] bytes = address.GetAddressBytes();
            if (address.IsIPv4MappedToIPv6)
            {
                address = address.MapToIPv4();
            }
            else if (bytes.AsSpan(0, 12).SequenceEqual((ReadOnlySpan<byte>)[0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0]))
            {
                // NAT64: the address that is meant is in the last four bytes.
                address = new IPAddress(bytes.AsSpan(12));
            }
            else if (bytes.AsSpan(0, 12).IndexOfAnyExcept((byte)0) < 0 && !address.Equals(IPAddress.IPv6Loopback))
            {
                // The old way to write an IPv4 address as one of IPv6.
                address = new IPAddress(bytes.AsSpan(12));
            }
        }

        foreach (IPNetwork network in s_networks)
        {
            if (network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address))
            {
                return true;
            }
        }

        return false;
    }
}
