using System.Net;
using System.Net.Sockets;

namespace RtcCluster.TestKit.Network;

/// <summary>Ports of the loopback network that nobody listens on, each handed out once per test run.</summary>
/// <remarks>
/// They come from below the system's ephemeral range, so that no outgoing connection takes one between the look and the use. A run
/// starts at its own place (its process id), so that two runs side by side seldom meet.
/// </remarks>
public static class FreePorts
{
    private const int First = 10_000;
    private const int Last = 19_999;
    private const int FirstRtp = 30_000;
    private const int LastRtp = 31_999;
    private static readonly Lock Gate = new();
    private static int _next = First + (Environment.ProcessId * 97 % (Last - First));
    private static int _nextRtp = FirstRtp + (Environment.ProcessId * 2 % (LastRtp - FirstRtp));

    /// <summary>A port free for UDP and for TCP on <paramref name="address"/> (default 127.0.0.1).</summary>
    public static int Take(string address = "127.0.0.1") => TakeRun(1, address);

    /// <summary>The first of <paramref name="count"/> neighbouring ports, all free for UDP and TCP.</summary>
    public static int TakeRun(int count, string address = "127.0.0.1") => Take(count, address, First, Last, 1, ref _next);

    /// <summary>An even port and its odd neighbours from the range that test peers take RTP from (DESIGN section 6: 30000-31999).</summary>
    public static int TakeRtp(int count = 2, string address = "127.0.0.1") => Take(count, address, FirstRtp, LastRtp, 2, ref _nextRtp);

    private static int Take(int count, string address, int first, int last, int step, ref int next)
    {
        var host = IPAddress.Parse(address);
        lock (Gate)
        {
            for (var tried = 0; tried < last - first; tried += step)
            {
                var port = next + count - 1 > last ? first : next;
                port += port % step;
                next = port + count;
                if (Enumerable.Range(port, count).All(candidate => IsFree(host, candidate)))
                {
                    return port;
                }
            }
        }

        throw new InvalidOperationException($"No {count} free neighbouring ports on {address} in {first}-{last}.");
    }

    private static bool IsFree(IPAddress host, int port)
    {
        try
        {
            using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            udp.Bind(new IPEndPoint(host, port));
            using var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            tcp.Bind(new IPEndPoint(host, port));
            return true;
        }
        catch (SocketException)
        {
            // Taken: an answer, not a failure.
            return false;
        }
    }
}
