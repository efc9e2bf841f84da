using System.Globalization;
using System.Net;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.TestKit.Network;

/// <summary>Knows from the kernel's own tables whether somebody listens: no probe packet reaches the process under test.</summary>
public static class Listening
{
    private const string TcpListen = "0A";

    /// <summary>Waits until a UDP socket is bound to this address and port.</summary>
    public static Task UdpAsync(string address, int port, TimeSpan timeout) =>
        Eventually.IsTrueAsync($"a UDP socket on {address}:{port}", timeout, () => Task.FromResult(Has("/proc/net/udp", address, port, state: null)));

    /// <summary>Waits until a TCP socket listens on this address and port.</summary>
    public static Task TcpAsync(string address, int port, TimeSpan timeout) =>
        Eventually.IsTrueAsync($"a TCP listener on {address}:{port}", timeout, () => Task.FromResult(Has("/proc/net/tcp", address, port, TcpListen)));

    /// <summary>How many UDP sockets are bound to ports of this range, on any address.</summary>
    public static int CountUdp(int firstPort, int lastPort) => Rows("/proc/net/udp").Count(row => row.Port >= firstPort && row.Port <= lastPort);

    private static bool Has(string table, string address, int port, string? state) =>
        Rows(table).Any(row => row.Port == port && (row.Address.Equals(IPAddress.Parse(address)) || row.Address.Equals(IPAddress.Any)) && (state is null || row.State == state));

    // "  sl  local_address rem_address   st …": the address is a little-endian hexadecimal number.
    private static IEnumerable<(IPAddress Address, int Port, string State)> Rows(string table)
    {
        foreach (var line in File.ReadLines(table).Skip(1))
        {
            var columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var local = columns[1].Split(':');
            yield return (
                new IPAddress(uint.Parse(local[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture)),
                int.Parse(local[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture),
                columns[3]);
        }
    }
}
