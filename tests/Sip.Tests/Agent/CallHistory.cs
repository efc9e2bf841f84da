using System.Text;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Timers;

namespace RtcCluster.Sip.Tests.Agent;

/// <summary>One whole life of a call between two agents on a bad network, drawn from a seed, and what must be true of each.</summary>
internal sealed class CallHistory
{
    private static readonly SipTimers Fast = new();
    private readonly int _seed;
    private readonly SimNetwork _network;
    private readonly SimPeer _caller;
    private readonly SimPeer _callee;
    private readonly List<SipEffect> _callerSaw = [];
    private readonly Dictionary<LegId, List<SipEffect>> _calleeSaw = [];
    private readonly Random _random;
    private LegId _leg;
    private bool _challenged;
    private bool _cancelled;

    public CallHistory(int seed, Action<string>? trace = null)
    {
        _seed = seed;
        _random = new Random(seed ^ 0x5bd1e995);
        _network = new SimNetwork(seed, _random.NextDouble() * 0.3, _random.NextDouble() * 0.2, TimeSpan.FromMilliseconds(_random.Next(1, 900)), trace);
        Func<SipAgentOptions, SipAgentOptions> options = given => given with
        {
            Timers = Fast,
            SessionInterval = _random.Next(3) == 0 ? TimeSpan.FromSeconds(_random.Next(90, 200)) : TimeSpan.Zero,
            MinSessionInterval = TimeSpan.FromSeconds(_random.Next(2) == 0 ? 90 : 120),
            Credentials = new DemoAccount(),
        };
        _caller = _network.Add(1, options);
        _callee = _network.Add(2, options);
        _caller.Host = CallerHears;
        _callee.Host = CalleeHears;
    }

    /// <summary>How the call went, for the statistics of the run.</summary>
    public string Outcome { get; private set; } = "";

    /// <summary>Runs it; gives what is wrong, null when all is right.</summary>
    public string? Run()
    {
        _network.At(0, _ => _caller.Do((agent, now) => _leg = agent.Invite(
            new InviteRequest
            {
                Target = $"sip:bob@{_callee.Address}" + (_random.Next(4) == 0 ? ";transport=tcp" : ""),
                From = "<sip:ann@demo.test>",
                To = "<sip:bob@demo.test>",
                FirstResponseWithin = _random.Next(4) == 0 ? TimeSpan.FromSeconds(2) : TimeSpan.Zero,
                Body = _random.Next(8) == 0 ? default : Sdp("offer"),
            },
            now)));
        if (_random.Next(4) == 0)
        {
            At(_random.Next(0, 4_000), _caller, (agent, now) => _cancelled = agent.Cancel(_leg, null, now));
        }

        for (var i = _random.Next(3); i > 0; i--)
        {
            _network.At(TimeSpan.FromMilliseconds(_random.Next(0, 20_000)).Ticks, _ => _network.Disconnect());
        }

        // Longest: ringing, 64·T1, a session that expires unanswered, and again 64·T1 for what lingers.
        _network.Run(TimeSpan.FromMinutes(30).Ticks);
        return Check();
    }

    private static byte[] Sdp(string name) => Encoding.ASCII.GetBytes(name);

    private void CallerHears(SipEffect effect, long now)
    {
        if (effect is ForeignRequest foreign)
        {
            Forget(_caller, foreign);
            return;
        }

        _callerSaw.Add(effect);
        switch (effect)
        {
            case Answered answered:
                if (answered.IsOffer)
                {
                    At(_random.Next(0, 300), _caller, (agent, at) => agent.AnswerOffer(_leg, Sdp("late answer"), at));
                }

                Talk(_caller, _leg);
                break;
            case Offered:
                AnswerOrRefuse(_caller, _leg);
                break;
            case ReferRequested:
                Transfer(_caller, _leg);
                break;
            default:
                break;
        }
    }

    private void CalleeHears(SipEffect effect, long now)
    {
        if (effect is IncomingInvite invite)
        {
            _calleeSaw[invite.Leg] = [];
            Ring(invite.Leg);
            return;
        }

        if (effect is ForeignRequest foreign)
        {
            Forget(_callee, foreign);
            return;
        }

        var leg = LegOf(effect);
        _calleeSaw[leg].Add(effect);
        if (effect is Confirmed)
        {
            Talk(_callee, leg);
        }
        else if (effect is Offered)
        {
            AnswerOrRefuse(_callee, leg);
        }
        else if (effect is ReferRequested)
        {
            Transfer(_callee, leg);
        }
    }

    // A straggler of a leg that is gone: a host without other edges knows nobody who has it.
    private void Forget(SimPeer peer, ForeignRequest foreign)
    {
        if (foreign.Request != default)
        {
            At(0, peer, (agent, now) => agent.Respond(foreign.Request, 481, null, now));
        }
    }

    private void Ring(LegId leg)
    {
        var at = 0;
        for (var i = _random.Next(0, 3); i > 0; i--)
        {
            at += _random.Next(0, 1_500);
            var reliable = _random.Next(2) == 0;
            var body = _random.Next(2) == 0 ? Sdp("early") : [];
            At(at, _callee, (agent, now) => agent.Progress(leg, 180, body, reliable, now));
        }

        at += _random.Next(0, 3_000);
        if (!_challenged && _random.Next(4) == 0)
        {
            _challenged = true;
            AddedHeader[] challenge = [new("WWW-Authenticate", "Digest realm=\"demo\", nonce=\"n\", qop=\"auth\"")];
            At(at, _callee, (agent, now) => agent.Reject(leg, 401, null, now, challenge));
        }
        else if (_random.Next(5) == 0)
        {
            At(at, _callee, (agent, now) => agent.Reject(leg, 486, null, now));
        }
        else
        {
            At(at, _callee, (agent, now) => agent.Answer(leg, Sdp("answer"), now));
        }
    }

    private void Talk(SimPeer peer, LegId leg)
    {
        for (var i = _random.Next(0, 3); i > 0; i--)
        {
            var byUpdate = _random.Next(2) == 0;
            At(_random.Next(0, 4_000), peer, (agent, now) => agent.Offer(leg, Sdp("hold"), now, byUpdate));
        }

        switch (_random.Next(8))
        {
            case 0:
                At(_random.Next(0, 4_000), peer, (agent, now) => agent.Refer(leg, "sip:carol@demo.test", null, now));
                break;
            case 1:
                At(_random.Next(0, 4_000), peer, (agent, now) => agent.Info(leg, "application/dtmf", Sdp("5"), now));
                break;
            case 2:
                At(_random.Next(0, 4_000), peer, (agent, now) => agent.Ping(leg, now));
                break;
            default:
                break;
        }

        At(_random.Next(1_000, 400_000), peer, (agent, now) => agent.Hangup(leg, null, now));
    }

    private void AnswerOrRefuse(SimPeer peer, LegId leg) => At(_random.Next(0, 800), peer, (agent, now) =>
    {
        switch (_random.Next(8))
        {
            case 0:
                break;
            case 1 or 2:
                agent.RefuseOffer(leg, 488, now);
                break;
            default:
                agent.AnswerOffer(leg, Sdp("changed"), now);
                break;
        }
    });

    private void Transfer(SimPeer peer, LegId leg)
    {
        var code = _random.Next(3) == 0 ? 603 : 202;
        At(_random.Next(0, 500), peer, (agent, now) => agent.AnswerRefer(leg, code, now));
        At(_random.Next(500, 9_000), peer, (agent, now) => agent.NotifyRefer(leg, _random.Next(2) == 0 ? 200 : 486, null, now));
    }

    private void At(int milliseconds, SimPeer peer, Action<SipAgent, long> command) =>
        _network.At(_network.Now + TimeSpan.FromMilliseconds(milliseconds).Ticks, _ => peer.Do(command));

    private static LegId LegOf(SipEffect effect) => effect switch
    {
        Confirmed it => it.Leg,
        Ended it => it.Leg,
        Cancelled it => it.Leg,
        Offered it => it.Leg,
        OfferAnswered it => it.Leg,
        OfferRefused it => it.Leg,
        OfferWithdrawn it => it.Leg,
        Refreshed it => it.Leg,
        ReferRequested it => it.Leg,
        ReferAnswered it => it.Leg,
        ReferProgressed it => it.Leg,
        InfoReceived it => it.Leg,
        PingAnswered it => it.Leg,
        FlowLost it => it.Leg,
        _ => default,
    };

    private string? Check()
    {
        var caller = End(_callerSaw);
        if (caller is null)
        {
            return Wrong($"the caller's leg has {_callerSaw.Count(IsEnd)} ends: {Names(_callerSaw)}");
        }

        var answered = _callerSaw.Count(effect => effect is Answered);
        if (answered > 1 || (answered == 1) == (caller is Failed))
        {
            return Wrong($"the caller was told {answered} answers and {caller}");
        }

        if (_cancelled && caller is not Failed)
        {
            return Wrong($"the caller had cancelled and was told {Names(_callerSaw)}");
        }

        if (answered == 1 && !_calleeSaw.Values.Any(saw => saw.Exists(effect => effect is Ended { End.Code: not 401 })))
        {
            return Wrong("the caller was answered by nobody");
        }

        foreach (var (leg, saw) in _calleeSaw)
        {
            if (End(saw) is null)
            {
                return Wrong($"the callee's leg {leg.Value} has {saw.Count(IsEnd)} ends: {Names(saw)}");
            }
        }

        if (_calleeSaw.Count > 1 + _callerSaw.Count)
        {
            return Wrong($"one INVITE made {_calleeSaw.Count} legs");
        }

        foreach (var peer in (ReadOnlySpan<SimPeer>)[_caller, _callee])
        {
            var counters = peer.Agent.Counters;
            if (counters.Legs != 0 || counters.Transactions != 0 || peer.Agent.Deadline != long.MaxValue)
            {
                return Wrong($"{peer.Address} still holds {counters.Legs} legs, {counters.Transactions} transactions, deadline {peer.Agent.Deadline}");
            }
        }

        Outcome = $"{(answered == 1 ? "talked" : "failed")}/{caller.GetType().Name}";
        return null;
    }

    private static bool IsEnd(SipEffect effect) => effect is Ended or Failed or Cancelled;

    private static SipEffect? End(List<SipEffect> saw)
    {
        var ends = saw.Where(IsEnd).ToArray();

        // Only the outcome of what went before may come after the end: of a transfer, or of a request that was out.
        var late = saw.AsEnumerable().Reverse().TakeWhile(effect => !IsEnd(effect)).All(effect => effect is ReferAnswered or ReferProgressed or PingAnswered);
        return ends.Length == 1 && late ? ends[0] : null;
    }

    private static string Names(List<SipEffect> saw) => string.Join(", ", saw.Select(effect => effect.GetType().Name));

    private string Wrong(string what) => $"seed {_seed}: {what}";

    private sealed class DemoAccount : ISipCredentials
    {
        public bool TryFind(string realm, System.Net.IPEndPoint peer, out SipCredential credential)
        {
            credential = new SipCredential("ann", "secret");
            return realm == "demo";
        }
    }
}
