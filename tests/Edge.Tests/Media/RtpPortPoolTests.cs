using System.Net;
using System.Net.Sockets;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Media;
using RtcCluster.TestKit.Network;
using Xunit;

namespace RtcCluster.Edge.Tests.Media;

public sealed class RtpPortPoolTests
{
    [Fact]
    public void APairIsEvenAndOdd_AndThereAreNoMoreThanTheRangeHolds()
    {
        var first = (FreePorts.TakeRun(3) + 1) & ~1;
        var pool = Pool(first, first + 1);
        Assert.True(pool.TryOpen(out var pair));
        Assert.Equal(first, pair!.RtpPort);
        Assert.Equal(1, pool.Used);
        Assert.False(pool.TryOpen(out _));

        pool.Close(pair);

        Assert.Equal(0, pool.Used);
        Assert.True(pool.TryOpen(out var again));
        pool.Close(again!);
    }

    [Fact]
    public void TheFreedPairIsTheLastToBeGivenOutAgain()
    {
        var first = (FreePorts.TakeRun(7) + 1) & ~1;
        var pool = Pool(first, first + 5);
        Assert.True(pool.TryOpen(out var one));
        pool.Close(one!);

        var given = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            Assert.True(pool.TryOpen(out var next));
            given.Add(next!.RtpPort);
            pool.Close(next);
        }

        Assert.Equal([first + 2, first + 4, first], given);
    }

    [Fact]
    public void APortThatAnotherProgramHoldsIsPassedOver()
    {
        var first = (FreePorts.TakeRun(6) + 1) & ~1;
        using var other = new UdpClient(new IPEndPoint(IPAddress.Loopback, first + 1));
        var pool = Pool(first, first + 3);

        Assert.True(pool.TryOpen(out var pair));
        Assert.Equal(first + 2, pair!.RtpPort);
        pool.Close(pair);
    }

    private static RtpPortPool Pool(int first, int last) => new(new MediaOptions { RtpPorts = $"{first}-{last}" });
}
