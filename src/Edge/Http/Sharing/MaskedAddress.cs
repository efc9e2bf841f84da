using System.Net;
using System.Net.Sockets;

namespace RtcCluster.Edge.Http.Sharing;

/// <summary>Addresses of people without an account, as they are kept: the network that they came from, not the machine.</summary>
internal static class MaskedAddress
{
    /// <summary>An IPv4 address without its last byte, an IPv6 address without all after its first 48 bits; empty for none.</summary>
    public static string Of(IPAddress? address)
    {
        if (address is null)
        {
            return "";
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var bytes = plain.GetAddressBytes();
        bytes.AsSpan(plain.AddressFamily == AddressFamily.InterNetwork ? 3 : 6).Clear();
        return new IPAddress(bytes).ToString();
    }
}
