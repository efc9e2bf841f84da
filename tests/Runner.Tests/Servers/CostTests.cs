using RtcCluster.Load.Runner.Servers;

namespace RtcCluster.Runner.Tests.Servers;

public sealed class CostTests
{
    private const int Nobody = int.MaxValue; // above the highest process id of Linux

    [Fact]
    public void ProcessesOfAClusterAreSummed()
    {
        var (one, two) = (new Cost([Environment.ProcessId]), new Cost([Environment.ProcessId, Environment.ProcessId]));
        for (var until = Environment.TickCount64 + 300; Environment.TickCount64 < until;)
        {
        }

        var (ones, twos) = (one.Until().Server!.Value, two.Until().Server!.Value);
        Assert.InRange(ones, 0.1, 30);
        Assert.InRange(twos, ones * 1.5, ones * 3);
    }

    [Fact]
    public void WithoutAProcess_OrWithOneThatIsGone_ThereIsNoFigure()
    {
        Assert.Null(new Cost([]).Until().Server);
        Assert.Null(new Cost([Environment.ProcessId, Nobody]).Until().Server);
    }
}
