using System.Globalization;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;
using RtcCluster.Grains.Fax;

namespace RtcCluster.Grains.Calls;

/// <summary>A party's fax machine talks with one of ours at the anchor. Its pages are stored as the chunks of a recording are, and are no recording of the call.</summary>
internal static class Faxing
{
    private static readonly EndCause Over = new(EndKind.Administrative, null, 16, "The fax is over");

    /// <summary>Our machine receives.</summary>
    public static void Receive(CallTurn turn, CallLeg leg, UserId owner, string station)
    {
        var state = turn.State;
        Taping.Stop(turn);
        var name = string.Create(CultureInfo.InvariantCulture, $"{state.Id.Name}-f{state.Recordings.Count + 1}");
        var recording = new CallRecording
        {
            Id = new RecordingId(state.Id.Tenant, name),
            Left = leg.Id,
            Fax = new CallFax { Owner = owner },
            BlobPrefix = string.Create(CultureInfo.InvariantCulture, $"fax/{state.Id.Tenant}/{turn.Now:yyyy'/'MM'/'dd}/{name}/"),
            StartedAt = turn.Now,
        };
        state.Recordings.Add(recording);
        turn.ToAnchor(new ReceiveFax(leg.Id, recording.Id, recording.BlobPrefix, station));
        turn.Log(new FaxBegun(turn.Now, owner));
        turn.Save();
    }

    /// <summary>Somebody's box wants a fax to be sent.</summary>
    public static void Send(CallTurn turn, CallInput.FaxWanted wanted)
    {
        var state = turn.State;
        if (state.Exists)
        {
            return;
        }

        var order = wanted.Order;
        Routing.Originate(turn, wanted);
        // Nothing is open at any edge before the number has answered.
        state.Recordings.Add(new CallRecording
        {
            Id = new RecordingId(state.Id.Tenant, $"{state.Id.Name}-f1"),
            Left = LegId.First,
            Closed = true,
            Fax = new CallFax { Owner = order.Owner.User!.Value, Sent = order.Fax },
            BlobPrefix = order.BlobPrefix,
            StartedAt = turn.Now,
        });
        Routing.Ask(turn, RoutePurpose.Fax, order.Number, LegId.First, order.Owner, order.Owner.User, 0, []);
    }

    /// <summary>It is known where the number leads.</summary>
    public static void Routed(CallTurn turn, RouteQuestion question, RoutePlan plan)
    {
        switch (plan)
        {
            case RedirectRoute redirect when question.Request.Hops < Routing.MaxHops:
                Routing.Ask(
                    turn, RoutePurpose.Fax, redirect.To, question.Waiting, question.Request.Caller, redirect.By ?? question.Request.OnBehalfOf, question.Request.Hops + 1, [.. question.Diverted, question.Number]);
                break;
            case RingRoute ring:
                Ring(turn, question, ring.Party, null, ring.Targets, ring.RingSeconds, hunt: false);
                break;
            case HuntRoute hunt:
                Ring(turn, question, hunt.Party, hunt.From, hunt.Targets, hunt.RingSeconds, hunt: true);
                break;
            default:
                Ending.Refuse(turn, plan is RefuseRoute refuse ? refuse.Failure : plan is RedirectRoute ? Failures.Loop : Failures.NotSupported);
                break;
        }
    }

    /// <summary>The number has answered: our machine sends.</summary>
    public static void Answered(CallTurn turn, CallLeg leg, DateTimeOffset at)
    {
        var state = turn.State;
        var recording = state.Recordings.Find(each => each.Fax?.Sent is not null)!;
        state.Record = false;
        (recording.Left, recording.Closed, recording.StartedAt) = (leg.Id, false, turn.Now);
        if (leg.Party.Trunk is not null)
        {
            state.Direction = CallDirection.Outbound;
        }

        Talking.Established(turn, at);
        state.Program = new FaxRun { Leg = leg.Id, Owner = recording.Fax!.Owner, Begun = true, Until = turn.Now + FaxRun.Longest };
        turn.ToAnchor(new SendFax(leg.Id, recording.Id, recording.BlobPrefix, state.Caller.Number));
        turn.Log(new FaxBegun(turn.Now, recording.Fax.Owner, Sends: true));
        turn.Save();
    }

    /// <summary>The machine wants to go over to packets (T.38): the party is offered that. While the party offers something itself, that counts.</summary>
    /// <returns>False when the offer is of no fax machine.</returns>
    public static bool Offered(CallTurn turn, CallLeg leg, string sdp)
    {
        if (turn.State.Program is not FaxRun { Begun: true } run || run.Leg != leg.Id || leg.MovedUntil is not null)
        {
            return false;
        }

        if (leg is { Talking: true, Reoffering: false })
        {
            leg.LocalSdp = turn.IsLocal(leg) ? leg.LocalSdp : sdp;
            turn.ToLeg(leg, new ReofferLeg(leg.Id, LegWork.Description(turn, leg)!.Value));
            turn.Save();
        }

        return true;
    }

    /// <summary>The machine has come to its end.</summary>
    public static void Ended(CallTurn turn, FaxOver over)
    {
        if (turn.State.Recordings.Find(open => open.Id == over.Fax) is not { Closed: false, Fax: { Over: false } fax })
        {
            return;
        }

        (fax.Over, fax.Complete, fax.Pages, fax.Station, fax.Result) = (true, over.Complete, over.Pages, over.Station, over.Result);
        turn.Log(new FaxEnded(turn.At, fax.Owner, over.Pages, over.Complete, over.Result));
        turn.Save();
        if (turn.State.Program is FaxRun)
        {
            Finish(turn);
        }
    }

    /// <summary>Nothing more will be heard of the edge that had the machine: a page that was half through is lost, and so is the connection of the two modems.</summary>
    public static void Torn(CallTurn turn)
    {
        if (turn.State.Program is FaxRun run)
        {
            run.Until = turn.Now;
        }
    }

    // A browser is no fax machine, and whoever is rung beside one would take the call from it.
    private static void Ring(CallTurn turn, RouteQuestion question, Party party, Party? from, IEnumerable<DialTarget> targets, int seconds, bool hunt)
    {
        List<DialTarget> machines = [.. targets.Where(static target => !target.IsBrowser)];
        if (machines.Count == 0)
        {
            Ending.Refuse(turn, Failures.NoDevice);
            return;
        }

        Ringing.Begin(turn, new RingAttempt
        {
            Purpose = RoutePurpose.Fax,
            Number = hunt ? party.Number : question.Number,
            Party = party,
            From = from ?? question.Request.Caller,
            Hunt = hunt,
            Remaining = machines,
            RingUntil = turn.Now + TimeSpan.FromSeconds(seconds),
            Diverted = [.. question.Diverted],
            Hops = question.Request.Hops,
        });
    }

    /// <summary>Ends the call.</summary>
    public static void Finish(CallTurn turn) => Ending.Finish(turn, CallResult.Answered, Over, null, Over);
}
