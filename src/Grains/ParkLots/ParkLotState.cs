namespace RtcCluster.Grains.ParkLots;

/// <summary>What a lot has to remember while calls wait in it.</summary>
[GenerateSerializer, Alias("rtc.state.ParkLot")]
internal sealed class ParkLotState
{
    /// <summary>The slots that are taken.</summary>
    [Id(0)]
    public List<ParkPlace> Places { get; set; } = [];

    /// <summary>The last ticket.</summary>
    [Id(1)]
    public long Tickets { get; set; }

    /// <summary>Whether there is nothing to remember.</summary>
    public bool IsEmpty => Places.Count == 0;
}
