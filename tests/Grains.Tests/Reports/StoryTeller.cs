using System.Globalization;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.Media;
using RtcCluster.Contracts.Queues;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Calls;
using RtcCluster.Grains.Queues;
using RtcCluster.Grains.Tests.Calls;

namespace RtcCluster.Grains.Tests.Reports;

/// <summary>Plays the lines of a story against the call's machine: what reports are made of then follows from ledgers as they really are.</summary>
internal sealed class StoryTeller
{
    private readonly Dictionary<string, string> _lines;
    private readonly Dictionary<string, CallScript> _calls = [];
    private readonly Dictionary<QueueId, long> _offers = [];

    // Offers of call backs are counted apart, behind all others: which were made between is of no matter here.
    private long _back = 1_000;

    private StoryTeller(string story) => _lines = story.Split('\n').ToDictionary(line => line[..2], line => line[3..]);

    /// <summary>The agents, who are told what the queues would tell them.</summary>
    public AgentsOnDuty Agents { get; } = new();

    /// <summary>Plays a story.</summary>
    public static (IReadOnlyList<CallScript> Calls, AgentsOnDuty Agents) Tell(string story)
    {
        var teller = new StoryTeller(story);
        // In order of time, as a queue counts its offers.
        return ([.. teller._lines.OrderBy(line => line.Value, StringComparer.Ordinal).Select(line => teller.Call(line.Key))], teller.Agents);
    }

    private CallScript Call(string number)
    {
        if (_calls.TryGetValue(number, out var told))
        {
            return told;
        }

        var parts = _lines[number].Split('|', StringSplitOptions.TrimEntries);
        var head = parts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var start = Company.At(head[0]);
        var call = new CallScript { Name = $"c{number}", Now = start };
        _calls.Add(number, call);
        if (head[2] == "*")
        {
            call.Apply(new CallInput.Originated(
                call.Id, new CallOrigination { User = Company.User(head[1]), To = head[3], Edge = CallScript.A, EdgeName = "edge", At = start }, Company.Telephone(head[1]), CallScript.A, 90));
        }
        else if (head[2] == "<")
        {
            Agents.Ring(head[1], Company.Queue("support"), ++_back, start);
            call.Apply(new CallInput.CallBackWanted(
                call.Id,
                Company.Queue("support"),
                _back,
                new CallBackOrder(Company.User(head[1]), Company.Party("out", head[3]).Number, TimeSpan.FromSeconds(20), "Support", start),
                Company.Telephone(head[1]),
                CallScript.A,
                90));
        }
        else
        {
            call.Offer(caller: Company.Party(head[1], number), dialled: head[3]);
        }

        foreach (var step in parts[1..])
        {
            var words = step.Split(' ');
            var at = start + TimeSpan.FromSeconds(int.Parse(words[0], CultureInfo.InvariantCulture));
            if (at > call.Now)
            {
                call.Wait(at - call.Now);
            }

            Happens(call, number, words[1], words[2..]);
            Agents.Hear(call);
        }

        return call;
    }

    private void Happens(CallScript call, string number, string what, string[] words)
    {
        switch (what)
        {
            // The line that was asked leads to a queue, which lets the caller in; or does not, and sends the caller on.
            case "enter":
                call.Enter(words[0]);
                break;
            case "refused":
                call.Enter(words[0], new QueueJoinReceipt(Enum.Parse<QueueJoinStatus>(words[1]), words.ElementAtOrDefault(2)));
                break;
            case "away":
                call.SendAway(Enum.Parse<QueueJoinStatus>(words[0]), words.ElementAtOrDefault(1));
                break;

            // The queue has an agent rung, who answers in one of the next steps; or cannot be rung, being in another call.
            case "offer" or "busy":
                Offer(call, words[0], what == "busy" ? new CallFailure(486, "busy", 17, CallResult.Busy) : null);
                break;

            // The line that was asked leads to a person, and to another number when that one does not take the call.
            case "rings":
                var plan = Company.Telephone(words[0]);
                var otherwise = words.Length > 1 ? new RingFallback(Company.User(words[0]), words[1], words[1]) : null;
                call.Route(new RingRoute(CallDirection.Internal, false, plan.Party, plan.Targets, 30, otherwise));
                break;
            case "refuse":
                call.Route(new RefuseRoute(CallDirection.Internal, false, new CallFailure(int.Parse(words[0], CultureInfo.InvariantCulture), "refused", null, CallResult.Busy)));
                break;
            case "plays":
                call.Route(new PlayRoute(CallDirection.Inbound, false, MediaSource.HoldMusic)).See(call.MediaAnswered(1));
                break;

            // The telephone that was rung last.
            case "answer" when call.State.Queue is { Waits: true } visit && visit.Offers.Count > 0:
                call.AgentAnswers();
                Agents.Connect(visit.Queue, visit.Offer!.Value, call.Now);
                break;
            case "answer" when call.State.Back is { Accepted: false } back:
                call.See(call.Answered(1));
                call.Apply(new CallInput.QueueConfirmed(true));
                Agents.Connect(back.Queue, back.Offer, call.Now);
                break;
            case "answer":
                call.See(call.Answered(call.State.Legs.Count));
                break;
            case "fail":
                call.See(call.Failed(call.State.Legs.Count, int.Parse(words[0], CultureInfo.InvariantCulture)));
                break;
            case "silence":
                break;

            // The number of who is called back rings.
            case "dials":
                call.Route(CallScript.Hunt(CallScript.Peer("carrier", CallScript.A))).See(call.Ringing(call.State.Legs.Count));
                break;

            // The line that was asked leads into a menu, which has asked for a key and would lead to a queue.
            case "menu":
                call.Route(Flows.Flows.Route(Flows.Flows.Of(Flows.Flows.Menu("main", "'1':'queue'"), Flows.Flows.Queue("queue", words[0]), Flows.Flows.HangUp()))).See(call.MediaAnswered(1));
                break;

            // The caller presses 1, the queue keeps the place, and the farewell is heard to its end.
            case "back":
                call.See(call.MediaAnswered(1), call.Digit('1'));
                call.Apply(new CallInput.CallBackPromised(CallBackPromise.Kept));
                call.See(call.PromptEnded(call.State.Prompts));
                break;

            // A leg ends, by its party or because its media is gone.
            case "hangup":
                call.See(call.Closed(int.Parse(words[0], CultureInfo.InvariantCulture)));
                break;
            case "lost":
                call.See(call.Closed(int.Parse(words[0], CultureInfo.InvariantCulture), EndKind.MediaLost));
                break;
            case "hold":
                call.Act(new HoldIntent(Company.User(words[0]), false));
                break;
            case "resume":
                call.Act(new ResumeIntent(Company.User(words[0]), false));
                break;

            // A leg's telephone transfers the other party to a number.
            case "blind":
                call.See(call.Referred(int.Parse(words[0], CultureInfo.InvariantCulture), words[1]));
                break;

            // The party of a consultation comes over: the user leaves (attended), stays (merge), or does it with the telephone's keys (RFC 3891).
            case "attended":
                call.Act(new JoinIntent(Company.User(words[0]), false, Call(words[1]).Id));
                TakeOver(call, Call(words[1]));
                break;
            case "merge":
                call.Act(new ConferenceIntent(Company.User(words[0]), false, Call(words[1]).Id));
                TakeOver(call, Call(words[1]));
                break;
            case "replaces":
                call.See(call.Referred(int.Parse(words[0], CultureInfo.InvariantCulture), "sip:x", "other", new NamedLeg(Call(words[1]).Id, LegId.First)));
                TakeOver(call, Call(words[1]));
                break;
            case "joined":
                call.See(call.ReofferAnswered(call.State.Legs.Count));
                break;

            // Somebody else answers the call that rings, with a call of the own.
            case "picks":
                call.Route(new PickRoute(CallDirection.Internal, false, Call(words[0]).Id));
                break;
            case "pickup":
                call.Apply(new CallInput.PickAsked(new CallPick(new NamedLeg(Call(words[1]).Id, LegId.First), Company.Party(words[0], number))));
                TakeOver(call, Call(words[1]));
                break;
            default:
                throw new ArgumentException($"Call {number}: '{what}' is no word of the story.");
        }
    }

    private void Offer(CallScript call, string agent, CallFailure? refusal)
    {
        var visit = call.State.Queue!;
        var offer = _offers[visit.Queue] = _offers.GetValueOrDefault(visit.Queue) + 1;
        Agents.Ring(agent, visit.Queue, offer, call.Now);
        var plan = refusal is null ? Company.Telephone(agent) : new RingPlan(Company.Party(agent, ""), [], refusal);
        call.Apply(new CallInput.QueueRings(visit.Queue, visit.Number, offer, plan, TimeSpan.FromSeconds(20)));
    }

    // What the grains do with the question of the older call.
    private static void TakeOver(CallScript call, CallScript younger)
    {
        younger.Now = call.Now;
        var answer = younger.Apply(new CallInput.YieldAsked(call.Join!.Request)).Yield!;
        call.Apply(new CallInput.Joined(call.Join!, answer));
        younger.Apply(new CallInput.Taken(call.Id));
    }
}
