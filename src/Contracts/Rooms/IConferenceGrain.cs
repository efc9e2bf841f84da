using Orleans.Concurrency;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;

namespace RtcCluster.Contracts.Rooms;

/// <summary>A conference room: who is in it, who may speak, and which edge mixes. Key: <see cref="RoomId"/>.</summary>
/// <remarks>Calls await it (call → room); what it wants of a call it sends after its own turn, never awaited there. Everything may come twice.</remarks>
[Alias("rtc.IConferenceGrain")]
public interface IConferenceGrain : IGrainWithStringKey
{
    /// <summary>A call wants to come in, or gives the PIN that it was asked for.</summary>
    [Alias("Enter"), ResponseTimeout("00:00:05")]
    Task<RoomReceipt> Enter(RoomEntry entry);

    /// <summary>The call of a ticket has left, however far it had come.</summary>
    [Alias("Left"), ResponseTimeout("00:00:05")]
    Task Left(CallId call, long ticket);

    /// <summary>The edge that mixes the room is to be left: all go to another one, if there is one. Repeating it is harmless, and says to <paramref name="call"/> again where the room is.</summary>
    [Alias("EdgeLeaving"), ResponseTimeout("00:00:05")]
    Task EdgeLeaving(EdgeId edge, CallId call);

    /// <summary>Somebody wants something of the room or of a member.</summary>
    [Alias("Act"), ResponseTimeout("00:00:05")]
    Task<RoomActStatus> Act(RoomWish wish, RoomActor by);

    /// <summary>The room now.</summary>
    [Alias("View"), ReadOnly, ResponseTimeout("00:00:05")]
    Task<RoomView> View();

    /// <summary>Who is in the room now; the edge is told of changes (<see cref="IEdgeGrain.RoomChanged"/>) for as long as it says so again.</summary>
    [Alias("Watch"), ResponseTimeout("00:00:05")]
    Task<RoomNews> Watch(EdgeId edge);

    /// <summary>Creates or changes the room in the directory; who is in it stays.</summary>
    /// <param name="settings">How it is to be.</param>
    /// <param name="version">The version that was read; null to save over any.</param>
    /// <param name="by">The name of the user who does it.</param>
    [Alias("Configure"), ResponseTimeout("00:00:05")]
    Task<ConfigureReceipt> Configure(RoomSettings settings, int? version, string by);

    /// <summary>Removes what the directory has of the room; a line that leads to it leads to an open room from now on.</summary>
    [Alias("Remove"), ResponseTimeout("00:00:05")]
    Task<ConfigureReceipt> Remove();
}
