using RtcCluster.Load.Runner.Figures;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Runner.Tests.Voice;

public sealed class VoiceTotalsTests
{
    [Fact]
    public void APacketThatCameTwiceWasHeardOnce_AndOneAfterMoreThanAFrameIsLate()
    {
        var totals = new VoiceTotals();
        foreach (var isSent in new[] { true, true, true, false })
        {
            totals.Speak(isSent);
        }

        totals.Hear(Arrival.InOrder, TimeSpan.FromMilliseconds(1).Ticks);
        totals.Hear(Arrival.Again, TimeSpan.FromMilliseconds(90).Ticks);
        totals.Hear(Arrival.Overtaken, TimeSpan.FromMilliseconds(21).Ticks);

        Assert.Equal((4, 2, 1, 1, 1, 1), (totals.Spoken, totals.Heard, totals.Again, totals.Overtaken, totals.Late, totals.NotSent));
        var hop = Latency.Of(totals.Snapshot().Hop);
        Assert.Equal(2, hop.Count);
        Assert.InRange(hop.P50, 0.99, 1.01);
        Assert.InRange(hop.Max, 20.8, 21.2);
    }
}
