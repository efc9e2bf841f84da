using RtcCluster.Load.Runner.Figures;

namespace RtcCluster.Runner.Tests.Figures;

public sealed class TrendTests
{
    [Fact]
    public void TheSlopeIsThatOfTheSecondHalf()
    {
        var trend = new Trend();
        for (var second = 0; second <= 120; second++)
        {
            trend.Add(TimeSpan.FromSeconds(second), second < 60 ? 10 * second : 600 + (second / 60.0));
        }

        Assert.Equal(1, trend.PerMinute(TimeSpan.FromMinutes(1)), 6);
        Assert.Equal((0, 602), (trend.First, trend.Last));
    }

    [Fact]
    public void WithoutTwoPointsThereIsNone()
    {
        var trend = new Trend();
        Assert.Equal(0, trend.PerMinute(TimeSpan.Zero));
        trend.Add(TimeSpan.Zero, 5);
        Assert.Equal(0, trend.PerMinute(TimeSpan.Zero));
        Assert.Equal((5, 5, 5), (trend.First, trend.Middle, trend.Peak));
    }
}
