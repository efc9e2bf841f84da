using Microsoft.Extensions.Time.Testing;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Edge.Media;
using RtcCluster.TestKit.Network;
using Xunit;

namespace RtcCluster.Edge.Tests.Media;

public sealed class RtpPortPoolTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void APairIsEvenAndOdd_AndRestsBeforeItIsGivenAgain()
    {
        var first = FreePorts.TakeRun(4) & ~1;
        var pool = Pool(first, first + 1);
        Assert.True(pool.TryOpen(out var pair));
        Assert.Equal(first, pair!.RtpPort);
        Assert.Equal(1, pool.Used);
        Assert.False(pool.TryOpen(out _));

        pool.Close(pair);
        Assert.Equal(0, pool.Used);
        Assert.False(pool.TryOpen(out _));

        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(pool.TryOpen(out var again));
        pool.Close(again!);
    }

    [Fact]
    public void APortThatAnotherProgramHoldsIsPassedOver()
    {
        var first = (FreePorts.TakeRun(6) + 1) & ~1;
        using var other = new System.Net.Sockets.UdpClient(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, first + 1));
        var pool = Pool(first, first + 3);

        Assert.True(pool.TryOpen(out var pair));
        Assert.Equal(first + 2, pair!.RtpPort);
        pool.Close(pair);
    }

    private RtpPortPool Pool(int first, int last) => new(new MediaOptions { RtpPorts = $"{first}-{last}" }, new EdgeClock(_time));
}
