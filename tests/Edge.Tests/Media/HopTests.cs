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
        var packet = new byte[172];
        var received = new byte[2_048];
        packet[0] = 0x80;
        for (var i = first; i < first + packets; i++)
        {
            packet[2] = (byte)(i >> 8);
            packet[3] = (byte)i;
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), (uint)(i * 160));
            from.SendTo(packet, port);
            Assert.Equal(172, to.Receive(received));
        }
    }

    private static Socket Bound()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 5_000 };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, FreePorts.TakeRtp()));
        return socket;
    }
}
