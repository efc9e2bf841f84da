using System.Net;
using System.Net.Sockets;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Media;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.TestKit.Network;
using RtcCluster.TestKit.Phones;
using Xunit;

namespace RtcCluster.Edge.Tests.Media;

public sealed class HopTests
{
    private const int Packets = 4_000;

    [Fact]
    public async Task AnRtpHopAllocatesNothing()
    {
        await using var host = new ShardUnderTest();
        using var one = Bound();
        using var two = Bound();
        var call = await host.NewCallAsync();
        await host.DoAsync(() => Connect(call, one, two));
        var port = SdpText.AudioOf(await host.DoAsync(() => call.Describe(LegId.First)!));
        Relay(one, two, port, 0, 200);

        var before = await host.DoAsync(GC.GetAllocatedBytesForCurrentThread);
        Relay(one, two, port, 200, Packets);
        var allocated = await host.DoAsync(GC.GetAllocatedBytesForCurrentThread) - before;

        // Once a second the shard reads its legs' figures, which makes an object for each; a packet makes none.
        Assert.True(allocated < Packets, $"{allocated} bytes for {Packets} packets");
        await host.DoAsync(call.CloseAll);
    }

    [Fact]
    public async Task PacketsOfManyCallsInARushGather_AndAllAreRelayed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has a sleep of less than a millisecond.");
        const int Calls = 4;
        const int Rounds = 500;
        var io = new CountingIo(new EpollIo(), int.MaxValue);
        await using var host = new ShardUnderTest(io: io);
        var sockets = Enumerable.Range(0, 2 * Calls).Select(static _ => Bound()).ToList();
        var ports = new List<IPEndPoint>();
        var calls = new List<MediaCall>();
        for (var i = 0; i < Calls; i++)
        {
            var call = await host.NewCallAsync();
            await host.DoAsync(() => Connect(call, sockets[2 * i], sockets[(2 * i) + 1]));
            ports.Add(SdpText.AudioOf(await host.DoAsync(() => call.Describe(LegId.First)!)));
            calls.Add(call);
        }

        // No more under way than a socket of the system's smallest buffer holds.
        for (var round = 0; round < Rounds; round += 10)
        {
            for (var i = 0; i < 10 * Calls; i++)
            {
                Send(sockets[2 * (i % Calls)], ports[i % Calls], round + (i / Calls));
            }

            var received = new byte[2_048];
            for (var i = 0; i < 10 * Calls; i++)
            {
                Assert.Equal(172, sockets[(2 * (i % Calls)) + 1].Receive(received));
            }
        }

        var (pauses, gathered) = await host.DoAsync(() => io.Gathered);
        Assert.True(pauses > 0 && gathered > pauses, $"{pauses} pauses, {gathered} ports ready after them");
        foreach (var call in calls)
        {
            await host.DoAsync(call.CloseAll);
        }

        sockets.ForEach(static socket => socket.Dispose());
    }

    private static void Connect(MediaCall call, Socket one, Socket two)
    {
        var second = new LegId(2);
        call.Open(new OpenMedia(LegId.First, SdpText.Audio((IPEndPoint)one.LocalEndPoint!), null, false, false), default);
        call.Open(new OpenMedia(second, null, LegId.First, false, false), default);
        call.Accept(new AcceptMedia(second, SdpText.Audio((IPEndPoint)two.LocalEndPoint!)));
        call.Connect(new ConnectMedia(LegId.First, second));
    }

    private static void Relay(Socket from, Socket to, IPEndPoint port, int first, int packets)
    {
        var received = new byte[2_048];
        for (var i = first; i < first + packets; i++)
        {
            Send(from, port, i);
            Assert.Equal(172, to.Receive(received));
        }
    }

    private static void Send(Socket from, IPEndPoint port, int number)
    {
        var packet = new byte[172];
        packet[0] = 0x80;
        packet[2] = (byte)(number >> 8);
        packet[3] = (byte)number;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), (uint)(number * 160));
        from.SendTo(packet, port);
    }

    private static Socket Bound()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 5_000 };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, FreePorts.TakeRtp()));
        return socket;
    }
}
