using RtcCluster.Edge.Lifecycle;
using RtcCluster.Media.Calls;

namespace RtcCluster.Edge.Media;

/// <summary>What of one leg's drops has been added to the shard's counters.</summary>
internal struct DropTally
{
    private long _strangers;
    private long _malformed;
    private long _other;
    private long _beforeKeys;
    private long _forged;
    private long _replayed;
    private long _undecipherable;

    /// <summary>Adds what is new since the last time.</summary>
    public void Add(LegStatistics statistics, MediaShardCounters counters)
    {
        var other = statistics.Early - statistics.BeforeKeys + statistics.UnknownPayload + statistics.NotForwarded + statistics.Unwanted;
        counters.DroppedStranger += statistics.Strangers - _strangers;
        counters.DroppedMalformed += statistics.Malformed - _malformed;
        counters.DroppedOther += other - _other;
        counters.SrtpBeforeKeys += statistics.BeforeKeys - _beforeKeys;
        counters.SrtpForged += statistics.NotAuthentic - _forged;
        counters.SrtpReplayed += statistics.Replayed - _replayed;
        counters.SrtpUndecipherable += statistics.Undecipherable - _undecipherable;
        (_beforeKeys, _forged, _replayed, _undecipherable) = (statistics.BeforeKeys, statistics.NotAuthentic, statistics.Replayed, statistics.Undecipherable);
        (_strangers, _malformed, _other) = (statistics.Strangers, statistics.Malformed, other);
    }
}
