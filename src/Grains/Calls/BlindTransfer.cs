using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;

namespace RtcCluster.Grains.Calls;

/// <summary>A blind transfer that is under way.</summary>
[GenerateSerializer, Alias("rtc.state.BlindTransfer")]
internal sealed class BlindTransfer
{
    /// <summary>The transferor's leg.</summary>
    [Id(0)]
    public LegId By { get; set; }

    /// <summary>The party that is transferred.</summary>
    [Id(1)]
    public LegId Remaining { get; set; }

    /// <summary>The number that it goes to.</summary>
    [Id(2)]
    public string To { get; set; } = "";

    /// <summary>The REFER that waits for its answer and notifications; null when the transfer was asked for through the API.</summary>
    [Id(3)]
    public int? ReferId { get; set; }

    /// <summary>The transferor's own visit where the party goes; it ends when the transfer is done.</summary>
    [Id(250)]
    public CallId? Consultation { get; set; }

    /// <summary>Whether who is rung is recorded.</summary>
    [Id(340)]
    public bool Records { get; set; }

    /// <summary>What a party outside is told before that; null for nothing.</summary>
    [Id(341)]
    public RecordingNotice? Notice { get; set; }
}
