using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;
using RtcCluster.Grains.Calls;

namespace RtcCluster.Load.Micro.Calls;

/// <summary>A recorded call between two phones of one edge, turn by turn, as the call grain gives it to the machine.</summary>
internal sealed class PlayedCall
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly TenantId Tenant = new("demo");
    private static readonly EdgeId Edge = new("127.0.0.1:11111@1");
    private static readonly CallId Id = new(Tenant, "01hf6x2k9a");
    private static readonly CallRules Rules = new();
    private static readonly Party Caller = new("1001", "Agent One", new UserId(Tenant, "agent1"));
    private static readonly UserId Agent2 = new(Tenant, "agent2");
    private static readonly RingRoute Route = new(
        CallDirection.Internal,
        true,
        new Party("1002", "Agent Two", Agent2),
        [new DialTarget { Uri = "sip:1002@127.0.0.10:5080", Edge = Edge, User = Agent2 }],
        30);

    private readonly string _offer;
    private readonly string _answer;
    private int _events;
    private RouteQuestion? _question;

    /// <summary>A call whose phones describe their media so.</summary>
    public PlayedCall(string offer, string answer)
    {
        _offer = offer;
        _answer = answer;
    }

    /// <summary>The call.</summary>
    public CallState State { get; } = new();

    /// <summary>From the INVITE to the 200.</summary>
    public void Connect()
    {
        Apply(new CallInput.Offered(
            Id,
            new CallOffer { Edge = Edge, EdgeName = "edge1", Caller = Caller, Dialled = "1002", Sdp = _offer, SignallingId = "3c26700c1adb@127.0.0.9", At = Start },
            Edge,
            90));
        Apply(new CallInput.Routed(_question!, Route));
        See(new LegRinging(new LegId(2), Start, 180));
        See(new LegAnswered(new LegId(2), Start, _answer, null));
    }

    /// <summary>From the BYE until the history has the ledger.</summary>
    public void End()
    {
        See(new LegClosed(new LegId(2), Start, new EndCause(EndKind.Hangup)));
        See(new RecordingClosed(LegId.First, Start, State.Recordings[0].Id, 5, 9_400, true, null));
        Apply(new CallInput.Archived());
    }

    private void See(LegEvent happened) => Apply(new CallInput.Reported(new LegReport(Edge, State.Epoch, ++_events, [happened])));

    private void Apply(CallInput input)
    {
        _question = CallMachine.Apply(State, input, Rules, Start).Question;

        // The edge takes what it is sent at once.
        if (State.Link(Edge) is { } link)
        {
            link.Confirm(link.NextNumber - 1);
        }
    }
}
