using Microsoft.Extensions.Logging;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Contracts.Rooms;

namespace RtcCluster.Grains.Rooms;

/// <summary>Brings what a room wants to the calls that are in it, outside of its turns.</summary>
/// <remarks>It tries a few times and then leaves it: the room says everything again once a minute.</remarks>
internal sealed class RoomCourier(IGrainFactory grains, RoomId room, ILogger logger)
{
    private const int Attempts = 3;

    /// <summary>Sends a message; a call that is not in the room any more is taken out of it.</summary>
    public void Send(RoomTell tell) => Deliver(tell).Ignore();

    private async Task Deliver(RoomTell tell)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            try
            {
                if (!await grains.GetGrain<ICallRooming>(tell.Call.Key).Order(room, tell.Ticket, tell.Order))
                {
                    await grains.GetGrain<IConferenceGrain>(room.Key).Left(tell.Call, tell.Ticket);
                }

                return;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The silo of the call may be gone: the next attempt finds another one.
                ConferenceLog.TellFailed(logger, room.Key, tell.Call.Key, Pii.Text(e.Message));
            }
        }
    }
}
