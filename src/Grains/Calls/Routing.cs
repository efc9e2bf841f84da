using System.Collections.Immutable;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.Media;
using RtcCluster.Grains.Fax;
using RtcCluster.Grains.Flows;
using RtcCluster.Grains.ParkLots;
using RtcCluster.Grains.Rooms;
using RtcCluster.Grains.Voicemail;

namespace RtcCluster.Grains.Calls;

/// <summary>Where a call goes: asks lines and acts on what they decide.</summary>
internal static class Routing
{
    /// <summary>How often one call may be redirected; the bound of the line contract. Beyond it there is a voicemail box, and nothing else.</summary>
    public const int MaxHops = 10;

    // Longer than any number of E.164 or of a service, and short enough for every store's key.
    private const int MaxNumberLength = 64;

    /// <summary>A first leg came in.</summary>
    public static void Offer(CallTurn turn, CallInput.Offered input)
    {
        var state = turn.State;
        if (state.Exists)
        {
            return;
        }

        var offer = input.Offer;
        var direction = offer.Caller.Trunk is null ? CallDirection.Internal : CallDirection.Inbound;
        Begin(turn, input.Call, offer.Caller, offer.Dialled, offer.At, direction, input.Anchor, input.RetentionDays);
        state.Legs.Add(new CallLeg
        {
            Id = LegId.First,
            Edge = offer.Edge,
            Party = offer.Caller,
            Incoming = true,
            RemoteSdp = offer.Sdp,
            Snapshot = offer.Snapshot,
            Device = offer.Device,
            Transport = offer.Transport,
            RequireSrtp = offer.RequireSrtp,
        });
        state.ConsultFor = offer.ConsultFor;
        turn.Link(offer.Edge);
        turn.Log(new CallOffered(offer.At, offer.Caller, offer.Dialled, direction, offer.EdgeName, offer.SignallingId));
        if (input.Problem is { } problem)
        {
            state.Refusal = problem;
            Ending.Refuse(turn, problem);
            return;
        }

        Ask(turn, RoutePurpose.Destination, offer.Dialled, LegId.First, offer.Caller, offer.Caller.User, 0, []);
    }

    /// <summary>A user asked for a call: the own devices first.</summary>
    public static void Originate(CallTurn turn, CallInput.Originated input)
    {
        var state = turn.State;
        if (state.Exists)
        {
            return;
        }

        var asked = input.Origination;
        Begin(turn, input.Call, input.Own.Party, asked.To, asked.At, CallDirection.Internal, input.Anchor, input.RetentionDays);
        // What the target's line says about recording is not known yet: codecs that cannot be recorded are left out from the beginning.
        state.Record = true;
        turn.Log(new CallOffered(asked.At, input.Own.Party, asked.To, CallDirection.Internal, asked.EdgeName, ""));
        Ringing.Begin(turn, new RingAttempt
        {
            Purpose = RoutePurpose.OwnDevices,
            Number = input.Own.Party.Number,
            Party = input.Own.Party,
            From = new Party(asked.To, asked.Name),
            Remaining = [.. input.Own.Targets],
            RingUntil = turn.Now + OwnDevicesRing,
            HandsFree = asked.HandsFree,
        });
    }

    /// <summary>A queue asked for a call: what is known of it before an agent is rung.</summary>
    public static void Originate(CallTurn turn, CallInput.CallBackWanted wanted)
    {
        Begin(turn, wanted.Call, wanted.Agent.Party, wanted.Order.Number, turn.Now, CallDirection.Internal, wanted.Anchor, wanted.RetentionDays);
        turn.State.Record = true;
        turn.Log(new CallOffered(turn.Now, wanted.Agent.Party, wanted.Order.Number, CallDirection.Internal, "", ""));
    }

    /// <summary>A user's box asked for a call: what is known of it before the number is called.</summary>
    public static void Originate(CallTurn turn, CallInput.FaxWanted wanted)
    {
        Begin(turn, wanted.Call, wanted.Order.Owner, wanted.Order.Number, turn.Now, CallDirection.Internal, wanted.Anchor, wanted.RetentionDays);
        // Only codecs that a modem gets through, as for a recording.
        turn.State.Record = true;
        turn.Log(new CallOffered(turn.Now, wanted.Order.Owner, wanted.Order.Number, CallDirection.Internal, "", ""));
    }

    /// <summary>Asks a line where a number leads.</summary>
    public static void Ask(
        CallTurn turn,
        RoutePurpose purpose,
        string number,
        LegId waiting,
        Party caller,
        UserId? onBehalfOf,
        int hops,
        IReadOnlyList<string> diverted,
        Follow? follow = null,
        UserId? owner = null)
    {
        var request = new RouteRequest(turn.State.Id, caller, onBehalfOf, hops, Transfers: purpose == RoutePurpose.Transfer, IsRecorded: Taping.GoesOn(turn.State, purpose));
        var question = new RouteQuestion(purpose, number, request, waiting, diverted, follow, owner);
        if (number.Length is > 0 and <= MaxNumberLength)
        {
            turn.Ask(question);
            return;
        }

        Refused(turn, question, Failures.AddressIncomplete);
    }

    /// <summary>The devices that were rung did not take the call, and their user wants it to go elsewhere then.</summary>
    /// <returns>False when it goes nowhere else: nothing has been done.</returns>
    public static bool Divert(CallTurn turn, RingAttempt attempt, CallFailure failure)
    {
        if (attempt is { Otherwise: { } wish, Waiting: { } caller } && (attempt.Follows || wish.Follows(failure)))
        {
            return Following.Next(turn, attempt.Purpose, caller, attempt.Hops, [.. attempt.Diverted, attempt.Number], wish);
        }

        // A number that has diverted it before would do so again: users who forward to each other make no loop.
        if (attempt is not { Otherwise: { } otherwise, Waiting: { } waiting, Hops: <= MaxHops }
            || otherwise.For(failure) is not { } number
            || number == attempt.Number
            || attempt.Diverted.Contains(number))
        {
            return false;
        }

        Anew(turn, attempt.Purpose);
        Ask(turn, attempt.Purpose, number, waiting, attempt.From, otherwise.By, attempt.Hops + 1, [.. attempt.Diverted, attempt.Number]);
        return true;
    }

    /// <summary>What was rung did not take the call, and another number is looked up.</summary>
    public static void Anew(CallTurn turn, RoutePurpose purpose)
    {
        if (purpose is RoutePurpose.Destination or RoutePurpose.Return)
        {
            turn.State.Phase = CallPhase.Routing;
            turn.State.SetupUntil = turn.Now + turn.Rules.SetupTimeout;
        }
    }

    /// <summary>The line answered.</summary>
    public static void Answered(CallTurn turn, RouteQuestion question, RoutePlan plan)
    {
        turn.Save();
        var state = turn.State;
        if (!IsWanted(state, question))
        {
            // The caller left while the line was asked.
            Withdraw(turn, plan);
            return;
        }

        // Of a call that somebody's wish has led outside it is known when somebody answers there.
        if (question.Purpose is RoutePurpose.Destination or RoutePurpose.Fax && state.Direction == CallDirection.Internal && !IsSomebodysWish(question))
        {
            state.Direction = plan.Direction;
        }

        turn.Log(new CallRouted(turn.Now, new LineId(state.Id.Tenant, question.Number), Describe(plan), state.Direction));
        if (question.Purpose == RoutePurpose.Destination)
        {
            Notices.Learn(turn, plan);
        }

        switch (plan)
        {
            case var _ when Notices.IsFirst(state, question.Purpose, plan) && (question.Follow is null || Following.MayRing(plan)):
                // Where it goes out, it is counted again when the number is asked again.
                Withdraw(turn, plan);
                // Codecs that cannot be recorded are left out from the beginning.
                state.Record = true;
                Programs.Begin(turn, question.Waiting, NoticeRun.Of(question));
                break;
            case QueueRoute or FlowRoute when Notices.IsDue(state, question, plan):
                // First: the transferor's leaving would begin another recording else.
                Notices.Come(turn, [state.Leg(question.Waiting)!], plan.Notice, plan.Record);
                Transferring.ToSource(turn, MediaSource.Silence);
                Programs.Begin(turn, question.Waiting, NoticeRun.Of(question));
                break;
            case var _ when question.Follow is not null && !Following.MayRing(plan):
                Refused(turn, question, Failures.NoAnswer);
                break;
            case not VoicemailRoute when question.Request.Hops > MaxHops:
                Refused(turn, question, Failures.NoAnswer);
                break;
            case RedirectRoute when question.Request.Hops >= MaxHops:
                Refused(turn, question, Failures.Loop);
                break;
            case RedirectRoute redirect:
                Ask(
                    turn,
                    question.Purpose,
                    redirect.To,
                    question.Waiting,
                    question.Request.Caller,
                    redirect.By ?? question.Request.OnBehalfOf,
                    question.Request.Hops + 1,
                    [.. question.Diverted, question.Number],
                    question.Follow);
                break;
            case RefuseRoute refuse:
                Refused(turn, question, refuse.Failure);
                break;
            case var _ when question.Purpose == RoutePurpose.Fax:
                Faxing.Routed(turn, question, plan);
                break;
            case RingRoute { Otherwise: { Follow.IsDefaultOrEmpty: false } wish } follows when follows.Targets.IsDefaultOrEmpty || (follows.FollowsAtOnce && question.Follow is null):
                Refused(turn, question with { Follow = new Follow(wish, default) }, Failures.NoDevice);
                break;
            case RingRoute { Targets.IsDefaultOrEmpty: true } or HuntRoute { Targets.IsDefaultOrEmpty: true }:
                Refused(turn, question, Failures.NoDevice);
                break;
            case RingRoute ring:
                var attempt = Attempt(turn, question, ring.Party, null, ring.Targets, ring.RingSeconds, hunt: false);
                attempt.Otherwise ??= ring.Otherwise;
                Accept(turn, question, ring, attempt);
                break;
            case HuntRoute hunt:
                Accept(turn, question, hunt, Attempt(turn, question, hunt.Party, hunt.From, hunt.Targets, hunt.RingSeconds, hunt: true));
                break;
            case PickRoute pick when question.Purpose == RoutePurpose.Destination:
                Picking.Want(turn, question.Waiting, pick.Ringing);
                break;
            case ParkRoute transfer when question is { Purpose: RoutePurpose.Transfer, Request.Hops: 0 }:
                Parking.Want(turn, question.Waiting, question.Request.OnBehalfOf, transfer.Slot);
                break;
            case ParkRoute { Slot: null, Parked: { } held } when question.Purpose == RoutePurpose.Destination:
                Programs.Begin(turn, question.Waiting, new ParkHeldRun { Held = held });
                break;
            case ParkRoute { Parked: { } parked } when question.Purpose == RoutePurpose.Destination:
                Picking.Want(turn, question.Waiting, parked);
                break;
            case ParkRoute park:
                Refused(turn, question, park.Slot is null ? ParkFailures.NothingToPark : ParkFailures.NothingParked);
                break;
            case QueueRoute queue:
                state.Record = queue.Record;
                if (question.Purpose == RoutePurpose.Transfer)
                {
                    Transferring.ToSource(turn, MediaSource.HoldMusic);
                }

                Queueing.Begin(turn, question.Waiting, queue.Queue, question.Request.Caller, question.Request.Hops);
                break;
            case FlowRoute flow:
                if (question.Purpose == RoutePurpose.Transfer)
                {
                    Transferring.ToSource(turn, MediaSource.Silence);
                }

                Lead(turn, question, flow);
                break;
            case RoomRoute when !Moving.IsPossible(state.Leg(question.Waiting)!):
                Refused(turn, question, RoomFailures.NotMovable);
                break;
            case RoomRoute room:
                Visiting.Begin(turn, state.Leg(question.Waiting)!, room.Room);
                break;
            case VoicemailRoute voicemail:
                if (question.Purpose == RoutePurpose.Transfer)
                {
                    Transferring.ToSource(turn, MediaSource.Silence);
                }

                state.Record = false;
                Programs.Begin(turn, question.Waiting, voicemail.Hears ? new MailboxVisit { Box = voicemail.Box } : new MessageRun { Box = voicemail.Box });
                break;
            case FaxRoute fax:
                if (question.Purpose == RoutePurpose.Transfer)
                {
                    Transferring.ToSource(turn, MediaSource.Silence);
                }

                // Of a caller whose media is not open yet only codecs are taken that a modem gets through, as for a recording.
                state.Record = true;
                Programs.Begin(turn, question.Waiting, new FaxRun { Owner = fax.Owner, Station = fax.Station });
                break;
            case PlayRoute play when question.Purpose == RoutePurpose.Transfer:
                Transferring.ToSource(turn, play.Source);
                break;
            case PlayRoute play:
                state.Record = play.Record;
                Playing.Begin(turn, question.Waiting, play.Source);
                break;
            default:
                Refused(turn, question, Failures.NotSupported);
                break;
        }
    }

    private static TimeSpan OwnDevicesRing => TimeSpan.FromSeconds(60);

    private static void Begin(
        CallTurn turn, CallId call, Party caller, string dialled, DateTimeOffset at, CallDirection direction, EdgeId anchor, int retentionDays)
    {
        var state = turn.State;
        state.Id = call;
        state.Epoch = 1;
        state.Phase = CallPhase.Routing;
        state.Direction = direction;
        state.Caller = caller;
        state.Dialled = dialled;
        state.StartedAt = at;
        state.Anchor = anchor;
        state.RetentionDays = retentionDays;
        state.SetupUntil = turn.Now + turn.Rules.SetupTimeout;
        turn.Link(anchor);
        turn.Save();
    }

    private static RingAttempt Attempt(
        CallTurn turn, RouteQuestion question, Party party, Party? from, IEnumerable<DialTarget> targets, int ringSeconds, bool hunt) => new()
    {
        Purpose = question.Purpose,
        Waiting = question.Waiting,
        Number = hunt ? party.Number : question.Number,
        Party = party,
        From = from ?? question.Request.Caller,
        Hunt = hunt,
        Remaining = [.. targets],
        RingUntil = turn.Now + (question.Follow?.Ring ?? TimeSpan.FromSeconds(ringSeconds)),
        Follows = question.Follow is not null,
        Otherwise = question.Follow?.Rest,
        Diverted = [.. question.Diverted],
        Hops = question.Request.Hops,
    };

    private static void Accept(CallTurn turn, RouteQuestion question, RoutePlan plan, RingAttempt attempt)
    {
        (attempt.Called, attempt.Withholds) = ((plan as HuntRoute)?.Called, plan.Withholds);
        if (question.Purpose == RoutePurpose.Destination)
        {
            turn.State.Record = plan.Record;
        }
        else if (question.Purpose == RoutePurpose.Transfer)
        {
            (turn.State.Transfer!.Records, turn.State.Transfer.Notice) = (plan.Record, plan.Notice);
            if (turn.State.Phase != CallPhase.Transferring)
            {
                Transferring.Accepted(turn);
            }
        }

        Ringing.Begin(turn, attempt);
    }

    private static void Lead(CallTurn turn, RouteQuestion question, FlowRoute flow)
    {
        // Nothing of the flow is recorded; what comes after it is. Codecs that cannot be recorded are left out from the beginning.
        var records = turn.State.Record = flow.Record;
        var run = new FlowRun { Plan = flow.Flow, Record = records, Hops = question.Request.Hops };
        run.Variables["caller"] = question.Request.Caller.Number;
        run.Variables["dialled"] = turn.State.Dialled;
        run.Leg = question.Waiting;
        turn.Log(run.Entered(turn.Now));
        Programs.Begin(turn, question.Waiting, run);
    }

    private static void Refused(CallTurn turn, RouteQuestion question, CallFailure failure)
    {
        if (question.Follow is { } follow)
        {
            if (Following.Next(turn, question.Purpose, question.Waiting, question.Request.Hops, [.. question.Diverted, question.Number], follow.Rest))
            {
                return;
            }

            // What is wrong with somebody's other numbers is not the caller's business.
            failure = Failures.NoAnswer;
        }

        if (question.Purpose == RoutePurpose.Transfer)
        {
            Transferring.CannotBe(turn, failure);
        }
        else if (question.Purpose == RoutePurpose.Return)
        {
            Parking.NotReturned(turn, failure);
        }
        else if (!RefusalRun.Tells(turn, question, failure))
        {
            turn.State.Refusal ??= failure;
            Ending.Refuse(turn, failure);
        }
    }

    private static bool IsSomebodysWish(RouteQuestion question) =>
        question.Request.OnBehalfOf is { } payer && payer != question.Request.Caller.User;

    private static bool IsWanted(CallState state, RouteQuestion question) =>
        state.GoingOn
        && (question.Purpose == RoutePurpose.Fax || state.Leg(question.Waiting) is { Live: true })
        && (question.Purpose != RoutePurpose.Transfer || state.Transfer is not null);

    // The trunk and who pays have counted a call that will not be.
    private static void Withdraw(CallTurn turn, RoutePlan plan)
    {
        foreach (var trunk in Targets(plan).Select(target => target.Trunk).OfType<TrunkId>().Distinct())
        {
            turn.Tell(new CallTell.Trunk(trunk));
        }

        foreach (var payer in Targets(plan).Select(target => target.Payer).OfType<UserId>().Distinct())
        {
            turn.Tell(new CallTell.Withdrawn(payer));
        }
    }

    private static ImmutableArray<DialTarget> Targets(RoutePlan plan) => plan switch
    {
        HuntRoute hunt => hunt.Targets,
        RingRoute ring => ring.Targets,
        _ => [],
    };

    private static string Describe(RoutePlan plan) => plan switch
    {
        RingRoute ring => $"ring {ring.Targets.Length}",
        HuntRoute hunt => $"hunt {hunt.Targets.Length}",
        PlayRoute play => $"play {play.Source}",
        VoicemailRoute { Hears: true } => "hear voicemail",
        VoicemailRoute => "leave voicemail",
        FaxRoute => "receive fax",
        FlowRoute flow => $"flow {flow.Flow.Name}",
        QueueRoute queue => $"queue {queue.Queue.Name}",
        RoomRoute room => $"room {room.Room.Name}",
        ParkRoute park => $"park {park.Slot}".TrimEnd(),
        PickRoute pick => $"pick up {pick.Ringing.Name}",
        RedirectRoute redirect => $"redirect {redirect.To}",
        RefuseRoute refuse => $"refuse {refuse.Failure.SipCode}",
        _ => plan.GetType().Name,
    };
}
