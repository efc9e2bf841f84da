using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Edge.Media;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.Media.Calls;
using RtcCluster.Media.Tones;
using RtcCluster.Storage.Blobs;
using RtcCluster.TestKit.Folders;
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
        using var folder = TempFolder.Create("hop");
        var clock = new EdgeClock(TimeProvider.System);
        using var metrics = TestMeters.Metrics();
        var first = FreePorts.TakeRun(8);
        await using var spooler = new RecordingSpooler(new NoBlobs(), folder.Path, new EdgeOptions(), metrics, NullLogger<RecordingSpooler>.Instance);
        var resources = new MediaResources
        {
            Options = CallMediaOptions.Default,
            Ports = new RtpPortPool(new MediaOptions { RtpPorts = $"{first}-{first + 7}" }),
            Spooler = spooler,
            PublicAddress = IPAddress.Loopback,
            LatchAnySource = false,
            Clock = clock,
            Tones = TonePlan.Europe,
        };
        using var shard = new MediaShard(0, OperatingSystem.IsLinux() ? new EpollIo() : new SelectIo(), clock, metrics, NullLogger.Instance);
        shard.Start();
        using var one = Bound();
        using var two = Bound();
        var call = await OnShard(shard, () => Connect(new MediaCall(shard, resources, _ => { }), one, two));
        var port = SdpText.AudioOf(await OnShard(shard, () => call.Describe(LegId.First)!));
        Relay(one, two, port, 0, 200);

        var before = await OnShard(shard, GC.GetAllocatedBytesForCurrentThread);
        Relay(one, two, port, 200, Packets);
        var allocated = await OnShard(shard, GC.GetAllocatedBytesForCurrentThread) - before;

        // Once a second the shard reads its legs' figures, which makes an object for each; a packet makes none.
        Assert.True(allocated < Packets, $"{allocated} bytes for {Packets} packets");
        await OnShard(shard, () =>
        {
            call.CloseAll();
            return true;
        });
    }

    private static MediaCall Connect(MediaCall call, Socket one, Socket two)
    {
        var second = new LegId(2);
        call.Open(new OpenMedia(LegId.First, SdpText.Audio((IPEndPoint)one.LocalEndPoint!), null, false, false), default);
        call.Open(new OpenMedia(second, null, LegId.First, false, false), default);
        call.Accept(new AcceptMedia(second, SdpText.Audio((IPEndPoint)two.LocalEndPoint!)));
        call.Connect(new ConnectMedia(LegId.First, second));
        return call;
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

    private static async Task<T> OnShard<T>(MediaShard shard, Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        shard.Post(() => done.SetResult(work()));
        return await done.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private static Socket Bound()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 5_000 };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, FreePorts.TakeRtp()));
        return socket;
    }

    /// <summary>Nothing is recorded here.</summary>
    private sealed class NoBlobs : IBlobStore
    {
        public Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct = default) => throw new NotSupportedException();

        public Task WriteAsync(string path, Stream content, CancellationToken ct = default) => throw new NotSupportedException();

        public Task<Stream?> OpenReadAsync(string path, long offset = 0, long? length = null, CancellationToken ct = default) => throw new NotSupportedException();

        public Task<BlobInfo?> FindAsync(string path, CancellationToken ct = default) => throw new NotSupportedException();

        public IAsyncEnumerable<BlobInfo> ListAsync(string prefix, CancellationToken ct = default) => throw new NotSupportedException();

        public Task<bool> ExistsAsync(string path, CancellationToken ct = default) => throw new NotSupportedException();

        public Task<bool> DeleteAsync(string path, CancellationToken ct = default) => throw new NotSupportedException();
    }
}
