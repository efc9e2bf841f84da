using System.Globalization;
using System.Net;

namespace RtcCluster.Edge.Bench;

/// <summary>Datagrams that the kernel dropped because a socket's buffer was full: nobody in the process ever sees them.</summary>
internal static class KernelDrops
{
    private const string Sockets = "/proc/self/net/udp";
    private const int LocalAddress = 1;

    /// <summary>Of the UDP sockets that are bound to an address now; 0 where the system does not say.</summary>
    public static long Of(IPAddress address) => File.Exists(Sockets) ? Of(File.ReadLines(Sockets), address) : 0;

    /// <summary>The same of the lines of <c>/proc/net/udp</c>.</summary>
    public static long Of(IEnumerable<string> lines, IPAddress address)
    {
        // The address is written as the host's own integer.
        var wanted = string.Create(CultureInfo.InvariantCulture, $"{BitConverter.ToUInt32(address.MapToIPv4().GetAddressBytes()):X8}:");
        return lines
            .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields.Length > LocalAddress && fields[LocalAddress].StartsWith(wanted, StringComparison.Ordinal))
            .Sum(static fields => long.TryParse(fields[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var drops) ? drops : 0);
    }
}
