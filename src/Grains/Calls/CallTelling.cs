using Microsoft.Extensions.Logging;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.ParkLots;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Contracts.Queues;
using RtcCluster.Contracts.Recordings;
using RtcCluster.Contracts.Rooms;
using RtcCluster.Contracts.Trunks;
using RtcCluster.Contracts.Users;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Grains.Flows;
using RtcCluster.Grains.Voicemail;

namespace RtcCluster.Grains.Calls;

/// <summary>Tells other grains what a turn of a call decided, after it was saved. A message may come twice, and one that cannot be delivered is given up after a while.</summary>
/// <remarks>
/// What frees somebody or something is told for minutes: a user, a queue, a room whose store is away would otherwise keep a call that has long ended. What a
/// party waits for is given up soon.
/// </remarks>
/// <param name="id">The call.</param>
/// <param name="self">The call's own turns.</param>
/// <param name="grains">Finds the others.</param>
/// <param name="webhooks">Asks web services.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of what went wrong.</param>
/// <param name="idle">Called when nothing is being told any more.</param>
/// <param name="stop">The activation ends.</param>
internal sealed class CallTelling(CallId id, ICallTurns self, IGrainFactory grains, Webhooks webhooks, TimeProvider time, ILogger logger, Action idle, CancellationToken stop)
{
    private const int Attempts = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private int _telling;

    /// <summary>Whether nothing is being told.</summary>
    public bool IsIdle => _telling == 0;

    /// <summary>Tells one message, several times when it must be.</summary>
    public async Task Tell(CallTell tell)
    {
        _telling++;
        try
        {
            await Insist(tell);
        }
        finally
        {
            _telling--;
            if (IsIdle && !stop.IsCancellationRequested)
            {
                idle();
            }
        }
    }

    private async Task Insist(CallTell tell)
    {
        var wait = new BackOff(time, stop);
        var since = time.GetTimestamp();
        for (var attempt = 1; attempt <= Attempts || (IsNews(tell) && time.GetElapsedTime(since) < Patience); attempt++)
        {
            try
            {
                await Deliver(tell);
                return;
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                // Whoever is told may have given up something of its own, which is not our end.
                CallLog.TellFailed(logger, id.Key, tell.GetType().Name, Pii.Text(e.Message));
            }

            await wait.Wait();
        }
    }

    private static bool IsNews(CallTell tell) => tell is not (CallTell.Join or CallTell.Pick or CallTell.ParkHeld or CallTell.Webhook or CallTell.Leave or CallTell.RoomWanted or CallTell.Mailbox);

    private Task Deliver(CallTell tell) => tell switch
    {
        CallTell.User user => grains.GetGrain<IUserGrain>(user.Who.Key).CallChanged(user.How),
        CallTell.Withdrawn withdrawn => grains.GetGrain<IUserGrain>(withdrawn.Payer.Key).WithdrawOutbound(id),
        CallTell.Trunk trunk => grains.GetGrain<ITrunkGrain>(trunk.Which.Key).Release(id),
        CallTell.TrunkTaken trunk => grains.GetGrain<ITrunkGrain>(trunk.Which.Key).Count(id),
        CallTell.Join join => Join(join),
        CallTell.Pick pick => Pick(pick),
        CallTell.QueueLeft left => grains.GetGrain<IQueueGrain>(left.Queue.Key).Leave(id, left.Visit),
        CallTell.AnnouncementHeard heard => grains.GetGrain<IQueueGrain>(heard.Queue.Key).Heard(id, heard.Visit, heard.Announcement),
        CallTell.AgentLeft left => grains.GetGrain<IQueueGrain>(left.Queue.Key).AgentLeft(id, left.Offer),
        CallTell.OfferFailed failed => grains.GetGrain<IQueueGrain>(failed.Queue.Key).OfferFailed(id, failed.Offer, failed.Failure),
        CallTell.Taken taken => grains.GetGrain<ICallGrain>(taken.From.Key).Taken(id),
        CallTell.RecordingBegun begun => grains.GetGrain<IRecordingGrain>(begun.Recording.Key).Begin(begun.Start),
        CallTell.RoomLeft left => grains.GetGrain<IConferenceGrain>(left.Room.Key).Left(id, left.Ticket),
        CallTell.RoomLeaves leaves => grains.GetGrain<IConferenceGrain>(leaves.Room.Key).EdgeLeaving(leaves.Edge, id),
        CallTell.RoomWanted wanted => grains.GetGrain<IConferenceGrain>(wanted.Room.Key).Act(wanted.Wish, new RoomActor(null, id)),
        CallTell.ParkHeld held => Park(held),
        CallTell.Leave leave => grains.GetGrain<ICallGrain>(leave.Call.Key).Act(leave.What),
        CallTell.ParkLeft left => grains.GetGrain<IParkLotGrain>(IParkLotGrain.KeyOf(id.Tenant)).Left(id, left.Ticket),
        CallTell.CallBackEnded back => grains.GetGrain<IQueueGrain>(back.Queue.Key).CallbackEnded(back.Offer, back.Outcome),
        CallTell.Webhook hook => Ask(hook),
        CallTell.Mailbox box => Act(grains.GetGrain<IMailboxGrain>(box.Owner.Key), box.What),
        _ => Task.CompletedTask,
    };

    private static Task Act(IMailboxGrain box, MailboxAct what) => what switch
    {
        MailboxAct.Mark mark => box.Mark(mark.Message, mark.Heard),
        MailboxAct.Delete delete => box.Delete(delete.Message),
        MailboxAct.WrongPin => box.WrongPin(),
        _ => Task.CompletedTask,
    };

    private async Task Ask(CallTell.Webhook hook) =>
        await self.WebAnswered(hook.Number, await webhooks.Ask(id.Key, hook.Url, hook.Body, hook.Timeout, stop));

    private async Task Join(CallTell.Join join)
    {
        var receipt = await grains.GetGrain<ICallGrain>(join.Older.Key).Join(join.What);
        await (receipt.Instead is { } number
            ? self.JoinInstead(join.What.From.Leg, join.What.ReferId, number, join.Older)
            : self.JoinAnswered(join.What.From.Leg, join.What.ReferId, receipt.Status));
    }

    private async Task Park(CallTell.ParkHeld held) =>
        await self.HeldParked((await grains.GetGrain<ICallGrain>(held.Held.Key).Act(held.What)).Slot);

    private async Task Pick(CallTell.Pick pick)
    {
        var receipt = await grains.GetGrain<ICallGrain>(pick.Ringing.Key).Pick(pick.What);
        await self.PickAnswered(receipt.Status);
    }
}
