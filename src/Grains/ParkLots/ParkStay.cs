using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.ParkLots;

/// <summary>A party of a call waits in a slot.</summary>
[GenerateSerializer, Alias("rtc.state.ParkStay")]
internal sealed class ParkStay
{
    /// <summary>The number of the slot.</summary>
    [Id(0)]
    public string Slot { get; set; } = "";

    /// <summary>What the lot knows the stay by.</summary>
    [Id(1)]
    public long Ticket { get; set; }

    /// <summary>The leg that waits.</summary>
    [Id(2)]
    public LegId Leg { get; set; }

    /// <summary>The extension of the one who has parked it, which is rung when nobody comes.</summary>
    [Id(3)]
    public string By { get; set; } = "";

    /// <summary>Who that is: people without an extension are rung too; null in what the version before has parked.</summary>
    [Id(250)]
    public UserId? ByUser { get; set; }

    /// <summary>When that is.</summary>
    [Id(4)]
    public DateTimeOffset Until { get; set; }
}
