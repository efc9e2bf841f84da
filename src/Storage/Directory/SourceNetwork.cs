using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace RtcCluster.Storage.Directory;

/// <summary>Networks that a trunk's calls come from, written one way, so that an address is found by comparing text.</summary>
internal static class SourceNetwork
{
    // Shorter prefixes would let a good part of the Internet call without digest; nobody's carrier is that big.
    private const int ShortestV4 = 8;
    private const int ShortestV6 = 16;

    /// <summary>Reads <c>192.0.2.1</c> or <c>192.0.2.0/24</c>, IPv6 alike; false when it is neither or covers too much.</summary>
    public static bool TryCanonical(string text, out string canonical)
    {
        canonical = "";
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!IPAddress.TryParse(slash < 0 ? text : text.AsSpan(0, slash), out var address) || address.ScopeIdOrZero() != 0)
        {
            return false;
        }

        if (slash >= 0 && address.IsIPv4MappedToIPv6)
        {
            return false;
        }

        address = Unmapped(address);
        var bits = address.GetAddressBytes().Length * 8;
        var length = bits;
        if (slash >= 0 && !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length))
        {
            return false;
        }

        if (length > bits || length < Shortest(address))
        {
            return false;
        }

        canonical = Write(address, length);
        return true;
    }

    /// <summary>Every network that holds an address, the smallest first.</summary>
    public static IReadOnlyList<string> Holding(IPAddress address)
    {
        address = Unmapped(address);
        var networks = new List<string>();
        for (var length = address.GetAddressBytes().Length * 8; length >= Shortest(address); length--)
        {
            networks.Add(Write(address, length));
        }

        return networks;
    }

    private static IPAddress Unmapped(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static long ScopeIdOrZero(this IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? address.ScopeId : 0;

    private static int Shortest(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? ShortestV4 : ShortestV6;

    private static string Write(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++)
        {
            var kept = Math.Clamp(length - (i * 8), 0, 8);
            bytes[i] &= (byte)(0xFF00 >> kept);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{new IPAddress(bytes)}/{length}");
    }
}
