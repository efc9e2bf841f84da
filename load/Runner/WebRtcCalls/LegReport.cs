using RtcCluster.Load.Runner.Figures;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.WebRtcCalls;

/// <summary>One leg over all of its calls: what the other end spoke to it, and what of it came.</summary>
/// <param name="Leg">Its user.</param>
/// <param name="Spoken">Packets.</param>
/// <param name="Heard">Packets, each once.</param>
/// <param name="Overtaken">Packets that came after a later one.</param>
/// <param name="Late">Packets that came after more than 20 ms.</param>
/// <param name="Hop">From mouth to ear.</param>
internal sealed record LegReport(string Leg, long Spoken, long Heard, long Overtaken, long Late, Latency Hop)
{
    public static LegReport Of(string leg, VoiceTotals totals) => new(leg, totals.Spoken, totals.Heard, totals.Overtaken, totals.Late, Latency.Of(totals.Hop));
}
