using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.ParkLots;

/// <summary>A slot that a call has.</summary>
[GenerateSerializer, Alias("rtc.state.ParkPlace")]
internal sealed class ParkPlace
{
    /// <summary>The number of the slot.</summary>
    [Id(0)]
    public string Slot { get; set; } = "";

    /// <summary>The call.</summary>
    [Id(1)]
    public CallId Call { get; set; }

    /// <summary>Who has parked it.</summary>
    [Id(2)]
    public UserId By { get; set; }

    /// <summary>Names this stay.</summary>
    [Id(3)]
    public long Ticket { get; set; }

    /// <summary>When the call waits no longer.</summary>
    [Id(4)]
    public DateTimeOffset Until { get; set; }
}
