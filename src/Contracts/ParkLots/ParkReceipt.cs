namespace RtcCluster.Contracts.ParkLots;

/// <summary>What came of a call that wants a slot.</summary>
/// <param name="Status">Whether it has one.</param>
/// <param name="Slot">Its number.</param>
/// <param name="Ticket">Names this stay in everything that is said of it.</param>
[GenerateSerializer, Immutable, Alias("rtc.ParkReceipt")]
public sealed record ParkReceipt([property: Id(0)] ParkStatus Status, [property: Id(1)] string Slot = "", [property: Id(2)] long Ticket = 0);

/// <summary>What a lot answers to a call.</summary>
[GenerateSerializer, Alias("rtc.ParkStatus")]
public enum ParkStatus
{
    /// <summary>The call has the slot.</summary>
    Parked = 0,

    /// <summary>Another call waits there.</summary>
    Taken = 1,

    /// <summary>Another call waits in each slot.</summary>
    Full = 2,

    /// <summary>There is no such slot, or none at all.</summary>
    Unknown = 3,

    /// <summary>The lot cannot be asked at present; made by the call.</summary>
    Unavailable = 4,
}
