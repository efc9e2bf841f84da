namespace RtcCluster.Contracts.Hub;

/// <summary>How far a broadcast is.</summary>
/// <param name="Id">The broadcast.</param>
/// <param name="List">The list that it goes to.</param>
/// <param name="IsDone">Whether every member has been served.</param>
/// <param name="Total">Members when it was begun.</param>
/// <param name="Delivered">Members who have it.</param>
/// <param name="Blocked">Members who want nothing of the sender, and do not have it.</param>
/// <param name="Gone">Members who cannot have it: no users any more, disabled, or the sender.</param>
[GenerateSerializer, Immutable, Alias("rtc.BroadcastCard")]
public sealed record BroadcastCard(
    [property: Id(0)] string Id,
    [property: Id(1)] string List,
    [property: Id(2)] bool IsDone,
    [property: Id(3)] int Total,
    [property: Id(4)] int Delivered,
    [property: Id(5)] int Blocked,
    [property: Id(6)] int Gone);
