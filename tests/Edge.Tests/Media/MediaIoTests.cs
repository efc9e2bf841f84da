using System.Net;
using System.Net.Sockets;
using RtcCluster.Edge.Media;
using RtcCluster.Media.Addresses;
using Xunit;

namespace RtcCluster.Edge.Tests.Media;

public sealed class MediaIoTests
{
    public static TheoryData<string> Kinds => OperatingSystem.IsLinux() ? ["epoll", "select"] : ["select"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ADatagramMakesItsSocketReady_ComesWithItsSource_AndIsReportedAgainUntilItIsRead(string kind)
    {
        using var io = Make(kind);
        using var watched = Bound();
        using var peer = Bound();
        io.Add(watched, 7);

        peer.SendTo("hello"u8, watched.LocalEndPoint!);

        Assert.Equal(1, io.Wait(5_000));
        Assert.Equal(7, io.Ready(0));
        Assert.Equal(1, io.Wait(5_000));
        var buffer = new byte[100];
        var length = io.Receive(watched, buffer, out var source);
        Assert.Equal("hello"u8.ToArray(), buffer[..length]);
        Assert.Equal(peer.LocalEndPoint!.ToString(), source.ToString());
        Assert.Equal(0, io.Wait(0));
        Assert.True(io.Receive(watched, buffer, out _) < 0);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ASendReachesItsDestination_AndARemovedSocketIsNotReported(string kind)
    {
        using var io = Make(kind);
        using var watched = Bound();
        using var sender = Bound();
        io.Add(watched, 1);
        var local = (IPEndPoint)watched.LocalEndPoint!;
        var destination = MediaEndpoint.FromAddress(local.Address, (ushort)local.Port);

        Assert.True(io.Send(sender, "one"u8, destination));
        Assert.Equal(1, io.Wait(5_000));

        io.Remove(watched);
        Assert.Equal(0, io.Wait(0));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task AnotherThreadWakesAnEndlessWait(string kind)
    {
        using var io = Make(kind);

        var waiting = Task.Run(() => io.Wait(-1), TestContext.Current.CancellationToken);
        io.Wake();

        Assert.Equal(0, await waiting.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
    }

    private static IMediaIo Make(string kind) => kind == "epoll" ? new EpollIo() : new SelectIo();

    private static Socket Bound()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }
}
