using HdrHistogram;
using RtcCluster.Load.Runner.Figures;

namespace RtcCluster.Load.Runner.Voice;

/// <summary>What was spoken to an end, or to all, and what of it was heard; the voice thread's.</summary>
internal sealed class VoiceTotals
{

    /// <summary>A packet that needed longer is of no use to who listens with a small buffer: one frame.</summary>
    public const long LateMicroseconds = 20_000;

    /// <summary>The same in ticks.</summary>
    public const long LateTicks = LateMicroseconds * TimeSpan.TicksPerMicrosecond;

    /// <summary>From speaking to the arrival at the other end, µs.</summary>
    public LongHistogram Hop { get; } = Latency.Histogram();

    /// <summary>Packets that count and were sent.</summary>
    public long Spoken { get; private set; }

    /// <summary>Packets of them that were heard, each once.</summary>
    public long Heard { get; private set; }

    /// <summary>Packets heard after a later one.</summary>
    public long Overtaken { get; private set; }

    /// <summary>Packets heard again.</summary>
    public long Again { get; private set; }

    /// <summary>Packets heard later than <see cref="LateMicroseconds"/>.</summary>
    public long Late { get; private set; }

    /// <summary>Packets that this machine did not take.</summary>
    public long NotSent { get; private set; }

    /// <summary>Packets that were not what was spoken, or not for the end that heard them.</summary>
    public long Strange { get; private set; }

    /// <summary>Counts a packet that was sent, or should have been.</summary>
    public void Speak(bool isSent)
    {
        Spoken++;
        NotSent += isSent ? 0 : 1;
    }

    /// <summary>Counts a packet that came.</summary>
    public void Hear(Arrival arrival, long ticks)
    {
        if (arrival == Arrival.Again)
        {
            Again++;
            return;
        }

        var microseconds = Latency.Microseconds(ticks);
        Heard++;
        Overtaken += arrival == Arrival.Overtaken ? 1 : 0;
        Late += microseconds > LateMicroseconds ? 1 : 0;
        Hop.RecordValue(microseconds);
    }

    /// <summary>Counts a packet that is none of ours.</summary>
    public void HearStrange() => Strange++;

    /// <summary>A copy as it is now.</summary>
    public VoiceTotals Snapshot()
    {
        var copy = new VoiceTotals { Spoken = Spoken, Heard = Heard, Overtaken = Overtaken, Again = Again, Late = Late, NotSent = NotSent, Strange = Strange };
        copy.Hop.Add(Hop);
        return copy;
    }
}
