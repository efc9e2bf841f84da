using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.ParkLots;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Contracts.Queues;
using RtcCluster.Contracts.Rooms;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Lines;
using RtcCluster.Grains.ParkLots;
using RtcCluster.Grains.Rooms;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Grains.Calls;

/// <summary>Asks other grains what a turn of a call wants to know before it ends.</summary>
/// <param name="id">The call.</param>
/// <param name="grains">Finds the others.</param>
/// <param name="saved">The state that counts.</param>
/// <param name="logger">Told of what went wrong.</param>
/// <param name="stop">The activation ends.</param>
internal sealed class CallAsking(CallId id, IGrainFactory grains, Func<CallState> saved, ILogger logger, CancellationToken stop)
{
    private const int JoinAttempts = 2;
    private const int QueueAttempts = 3;
    private const int MaxNumberLength = 64;

    /// <summary>The answer to what the turn has asked; null when it has asked nothing.</summary>
    public async Task<CallInput?> Answer(CallEffects effects) => effects switch
    {
        { Question: { } question } => new CallInput.Routed(question, await Ask(question)),
        { Join: { } question } => await Joined(question),
        { Queue: QueueQuestion.Join join } => new CallInput.QueueJoined(await Ask(join)),
        { Queue: QueueQuestion.CallBack back } => new CallInput.CallBackPromised(await Ask(back)),
        { Queue: QueueQuestion.Answered { CallsBack: true } answered } => new CallInput.QueueConfirmed(await AskQueue(answered, queue => queue.OfferAnswered(id, answered.Offer))),
        { Queue: QueueQuestion.Answered answered } => new CallInput.QueueConfirmed(await Ask(answered)),
        { Room: { } question } => new CallInput.RoomTold(question, await Ask(question)),
        { Park: { } question } => new CallInput.ParkTold(question, await Ask(question)),
        _ => null,
    };

    /// <summary>Where the devices of users are that one edge alone can reach; null when nobody is looked for. Who cannot be asked has none for now.</summary>
    public async Task<IReadOnlyDictionary<UserId, ImmutableArray<DialTarget>>?> DevicesOf(IReadOnlyCollection<UserId> users)
    {
        if (users.Count == 0)
        {
            return null;
        }

        var devices = new Dictionary<UserId, ImmutableArray<DialTarget>>();
        foreach (var user in users)
        {
            try
            {
                devices.Add(user, await grains.GetGrain<IUserGrain>(user.Key).HiddenDevices());
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                CallLog.SeekFailed(logger, id.Key, Pii.Text(e.Message));
            }
        }

        return devices;
    }

    /// <summary>Whether a number is asked for a call that goes on: who called and was answered by a menu, a queue or an announcement is led on, and so is who was called and has talked, a notice before a queue included.</summary>
    /// <param name="state">The state that counts.</param>
    /// <param name="question">The question.</param>
    /// <remarks>The telephone of whoever asked for a call has answered as well before anybody is called: that begins nothing yet.</remarks>
    internal static bool GoesOn(CallState state, RouteQuestion question) =>
        question.Purpose is RoutePurpose.Transfer or RoutePurpose.Return
        || (state.Leg(question.Waiting) is { Talking: true } waiting && (waiting.Incoming || state.AnsweredAt is not null));

    private async Task<CallInput> Joined(JoinQuestion question)
    {
        var answer = await Ask(question);
        if (answer is not { Status: IntentStatus.Accepted, Leg: { } leg } || Notices.Wanted(saved(), question, leg) is not { } wanted)
        {
            return new CallInput.Joined(question, answer, null);
        }

        var found = await Ask(wanted);
        return new CallInput.Joined(question, answer, Notices.WantedNext(saved(), leg, wanted, found) is { } next ? await Ask(next) : found);
    }

    private async Task<NoticeFound> Ask(NoticeQuestion wanted)
    {
        try
        {
            return wanted.Number.Length is > 0 and <= MaxNumberLength
                ? await grains.GetGrain<ILineGrain>(new LineId(id.Tenant, wanted.Number).Key).Notice(wanted.Party, wanted.IsOutgoing)
                : new NoticeFound(false, null);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            // The calls are joined either way; nobody is recorded behind their back.
            CallLog.RouteFailed(logger, id.Key, nameof(NoticeQuestion), Pii.Text(e.Message));
            return new NoticeFound(false, null);
        }
    }

    private async Task<YieldReceipt> Ask(JoinQuestion question)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await grains.GetGrain<ICallGrain>(question.Other.Key).Yield(question.Request);
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                // Its silo may be gone: the second attempt finds another one, and an answer that was lost is given again.
                CallLog.JoinFailed(logger, id.Key, question.Other.Key, Pii.Text(e.Message));
                if (attempt == JoinAttempts)
                {
                    return new YieldReceipt(IntentStatus.Unavailable, "The consultation cannot be asked at present.");
                }
            }
        }
    }

    private async Task<QueueJoinReceipt> Ask(QueueQuestion.Join join)
    {
        try
        {
            return await AskQueue(join, queue => queue.Join(join.What));
        }
        catch (Exception e) when (saved().Exists && e is not (OrleansException or TimeoutException or OperationCanceledException))
        {
            // As with a line: a call that goes on is not given up, a new one is answered with 503 and nothing of it is left. A queue whose store or process is away
            // has said nothing of who serves it (nor has a directory of grains whose silo died, which gives up as if cancelled): the turn fails, and what led to it is said again.
            CallLog.RouteFailed(logger, id.Key, nameof(QueueQuestion), Pii.Text(e.Message));
            return new QueueJoinReceipt(QueueJoinStatus.NobodyServes);
        }
    }

    // What goes wrong here is left to the turn, which fails: the edge reports the key again until it is known what the queue has promised.
    private async Task<CallBackPromise> Ask(QueueQuestion.CallBack back)
    {
        if (back.Number.Length is > 0 and <= MaxNumberLength
            && await grains.GetGrain<ILineGrain>(new LineId(id.Tenant, back.Number).Key).CallBackNumber() is { } number)
        {
            return await AskQueue(back, queue => queue.AskCallback(id, number)) ? CallBackPromise.Kept : CallBackPromise.Refused;
        }

        var view = await AskQueue(back, queue => queue.View());
        return view is { Rules.Callbacks.Allowed: true } ? CallBackPromise.NoNumber : CallBackPromise.Refused;
    }

    private async Task<bool> Ask(QueueQuestion.Answered answered)
    {
        try
        {
            return await AskQueue(answered, queue => queue.OfferAnswered(id, answered.Offer));
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            // Nobody is connected whom the queue does not know of; it gives the agent up by its own clock.
            CallLog.RouteFailed(logger, id.Key, nameof(QueueQuestion), Pii.Text(e.Message));
            return false;
        }
    }

    private async Task<RoomReceipt> Ask(RoomQuestion question)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await grains.GetGrain<IConferenceGrain>(question.Room.Key).Enter(question.Entry);
            }
            catch (Exception e) when (!stop.IsCancellationRequested && (attempt < QueueAttempts || saved().Exists))
            {
                // As with a queue: a new call that cannot ask is answered with 503 and nothing of it is left.
                CallLog.RouteFailed(logger, id.Key, nameof(RoomQuestion), Pii.Text(e.Message));
                if (attempt >= QueueAttempts)
                {
                    return new RoomReceipt(RoomEntryStatus.Unavailable, question.Entry.Ticket);
                }
            }
        }
    }

    private async Task<ParkReceipt> Ask(ParkQuestion question)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await grains.GetGrain<IParkLotGrain>(IParkLotGrain.KeyOf(id.Tenant)).Enter(question.Entry);
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                // The parties talk on: whoever wants to park the call is told that it cannot be done now.
                CallLog.RouteFailed(logger, id.Key, nameof(ParkQuestion), Pii.Text(e.Message));
                if (attempt == JoinAttempts)
                {
                    return new ParkReceipt(ParkStatus.Unavailable);
                }
            }
        }
    }

    private async Task<T> AskQueue<T>(QueueQuestion question, Func<IQueueGrain, Task<T>> ask)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ask(grains.GetGrain<IQueueGrain>(question.Queue.Key));
            }
            catch (Exception e) when (attempt < QueueAttempts && !stop.IsCancellationRequested)
            {
                CallLog.QueueFailed(logger, id.Key, Pii.Text(e.Message));

                // Its silo may be gone: the next attempt finds another one, and what comes twice counts once.
            }
        }
    }

    // A person of the company who has no extension, and so no line that could be asked.
    private async Task<RoutePlan> RingWithoutNumber(UserId owner, RouteQuestion question) => LineMachine.Ring(
        new Line { TenantId = owner.Tenant.Value, Number = question.Number, Kind = LineKind.User, Target = owner.Name },
        await grains.GetGrain<IUserGrain>(owner.Key).Ring(new RingRequest(id, question.Request.Caller)));

    private async Task<RoutePlan> Ask(RouteQuestion question)
    {
        var line = new LineId(id.Tenant, question.Number);
        try
        {
            var begins = question is { Purpose: RoutePurpose.Destination or RoutePurpose.Fax, Request: { Hops: 0, OnBehalfOf: { } user } } && question.Request.Caller.User == user;
            var plan = await grains.GetGrain<ILineGrain>(line.Key).Route(question.Request with { Begins = begins, GoesOn = GoesOn(saved(), question) });
            return question.Owner is { } owner && plan is RefuseRoute { Failure.SipCode: 404 } ? await RingWithoutNumber(owner, question) : plan;
        }
        catch (Exception e) when (saved().Exists && question.Purpose != RoutePurpose.Return && e is not OrleansException)
        {
            // A call that goes on is not given up because one number could not be looked up; a new call is: the edge answers 503. A parked call, which would end,
            // waits on: its turn fails, and its time-out comes again each second. So does every call while the store of what goes on is away, where nothing can be
            // saved. A directory may be away for long, and the call must not stand still meanwhile.
            CallLog.RouteFailed(logger, id.Key, question.Purpose.ToString(), Pii.Text(e.Message));
            return new RefuseRoute(saved().Direction, false, Failures.NoRoute);
        }
    }
}
