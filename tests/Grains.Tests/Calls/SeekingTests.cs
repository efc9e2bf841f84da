using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Grains.Calls;
using static RtcCluster.Grains.Tests.Calls.CallScript;

namespace RtcCluster.Grains.Tests.Calls;

/// <summary>Telephones that only the edge that died could reach: they come back by registering, and the call asks them by the way that they came.</summary>
public sealed class SeekingTests
{
    private static readonly EdgeId C = new("127.0.0.1:11113@1");
    private readonly CallScript _call = new();

    [Fact]
    public void OneOverTcp_ThatHasRegisteredBeforeTheCallKnew_IsAskedAtOnceByItsNewConnection()
    {
        Talk(transport: "tcp");
        Gone();
        _call.See(B, _call.ReofferAnswered(1), Unreached(2));
        _call.Sent(B);

        Look(Seeking.Every, At("127.0.0.5:40001", B, "tcp", 9));

        Assert.Equal(["dialog 2 by 2 again at 127.0.0.5:40001", "offer 2 local"], _call.Sent(B));
        _call.See(B, _call.ReofferAnswered(2, "here"));
        Assert.Equal(["accept 2 here", "connect 2 1"], _call.Sent(B));
        Assert.Equal(CallPhase.Connected, _call.State.Phase);
    }

    [Fact]
    public void OneOverTcp_IsLookedForAtOnce_OneOverUdpAfterASecond()
    {
        Talk(transport: "tcp");

        Gone();

        Assert.Equal([Agent2], Seeking.Whom(_call.State, _call.Now));
        Assert.Equal([Agent1, Agent2], Seeking.Whom(_call.State, _call.Now + Seeking.Every));
        Assert.Equal(_call.Now, _call.State.NextDeadline());
    }

    [Fact]
    public void WhoAnswers_IsNotLookedForAnyMore()
    {
        Talk();
        Gone();
        _call.See(B, _call.ReofferAnswered(1), _call.ReofferAnswered(2));

        Assert.Empty(Seeking.Whom(_call.State, _call.Now + Seeking.Every));
    }

    [Fact]
    public void WhoTakesItsTime_IsNotDisturbed()
    {
        Talk();
        Gone();
        _call.Sent(B);

        Look(Seeking.Every);
        Look(Seeking.Every);

        Assert.Empty(_call.Sent(B));
    }

    [Fact]
    public void WhoCouldNotBeAsked_IsAskedAgainEachSecond_AsAnAddressThatEdgesShareMayComeLater()
    {
        Talk();
        Gone();
        _call.See(B, _call.ReofferAnswered(1), Unreached(2));
        _call.Sent(B);

        Look(Seeking.Every);
        Assert.Equal(["dialog 2 by 2 again", "offer 2 local"], _call.Sent(B));

        _call.See(B, Unreached(2));
        Look(Seeking.Every);
        Assert.Equal(["dialog 2 by 3 again", "offer 2 local"], _call.Sent(B));

        // What is under way is left to it.
        Look(Seeking.AnswerTime);
        Assert.Empty(_call.Sent(B));
    }

    [Fact]
    public void ATelephoneThatKnowsOfNoSuchCall_WasAnotherOfTheUsers_AndTheNextIsAsked()
    {
        Talk();
        Gone();
        _call.See(B, _call.ReofferAnswered(1));
        _call.Sent(B);
        Look(Seeking.Every, At("10.0.0.5:5060"), At("10.0.0.6:5060"));
        Assert.Equal(["dialog 2 by 2 again at 10.0.0.5:5060", "offer 2 local"], _call.Sent(B));

        _call.See(B, new LegClosed(Leg(2), _call.Now, new EndCause(EndKind.Failed, 481)));
        _call.Sent(B);
        Look(Seeking.Every, At("10.0.0.5:5060"), At("10.0.0.6:5060"));

        Assert.Equal(["dialog 2 by 3 again at 10.0.0.6:5060", "offer 2 local"], _call.Sent(B));
        Assert.Equal(CallPhase.Connected, _call.State.Phase);
    }

    [Fact]
    public void AWayThatIsBeingTried_IsLeftToIt()
    {
        Talk();
        Gone();
        _call.See(B, _call.ReofferAnswered(1));
        Look(Seeking.Every, At("10.0.0.5:5060"));
        _call.Sent(B);

        Look(Seeking.Every, At("10.0.0.5:5060"), At("10.0.0.6:5060"));
        Look(Seeking.Every, At("10.0.0.5:5060"));

        Assert.Empty(_call.Sent(B));
    }

    [Fact]
    public void OneThatHasRegisteredAtAThirdEdge_IsAskedByThatOne_WithTheDescriptionOfTheAnchor()
    {
        Talk();
        Gone();
        _call.See(B, _call.ReofferAnswered(1));
        _call.Sent(B);

        Look(Seeking.Every, At("10.0.0.5:5060", C));

        Assert.Equal(["ReleaseLeg", "reoffer 2 report"], _call.Sent(B));
        Assert.Equal(["dialog 2 by 2 again at 10.0.0.5:5060"], _call.Sent(C));
        _call.See(B, _call.MediaOffered(2, "from B"));
        Assert.Equal(["offer 2 from B"], _call.Sent(C));
        _call.See(C, _call.ReofferAnswered(2, "here"));
        Assert.Equal(["accept 2 here", "connect 2 1"], _call.Sent(B));
    }

    [Fact]
    public void WhoNeverComes_IsLostInTheSameTimeAsEver()
    {
        Talk();
        var died = _call.Now;
        Gone();
        _call.See(B, _call.ReofferAnswered(1), Unreached(2));

        while (_call.State.GoingOn && _call.Now < died + TimeSpan.FromMinutes(2))
        {
            Look(_call.State.NextDeadline()!.Value - _call.Now);
            if (_call.State.GoingOn)
            {
                _call.See(B, Unreached(2));
            }
        }

        Assert.Equal(Reanchoring.Patience, _call.Now - died);
        Assert.Equal((CallResult.Lost, EndKind.EdgeLost), (_call.Over.Result, _call.Over.Cause.Kind));
    }

    private static DialTarget At(string address, EdgeId? edge = null, string transport = "udp", long flow = 0) =>
        new() { Uri = "sip:agent2@192.168.0.5", Edge = edge ?? B, Transport = transport, Address = address, Flow = flow, User = Agent2 };

    private static EdgeInfo Edge(EdgeId edge) => new(edge, edge.Value, "127.0.0.1", true, Start);

    // It ends by itself at the edge when nobody can be reached.
    private LegClosed Unreached(int leg) => new(Leg(leg), _call.Now, new EndCause(EndKind.Failed, 503, null, "No connection"));

    private void Look(TimeSpan later, params DialTarget[] ofAgent2)
    {
        _call.Now += later;
        _call.Apply(new CallInput.DeadlineReached(new Dictionary<UserId, System.Collections.Immutable.ImmutableArray<DialTarget>> { [Agent2] = [.. ofAgent2] }));
    }

    private void Gone() => _call.Apply(new CallInput.EdgeGone(A, [Edge(A), Edge(B)]));

    // Two telephones of A talk, and their dialogs are known.
    private void Talk(string transport = "udp")
    {
        _call.Offer().Route(Ring(Agent2, false, Device(Agent2, A) with { Transport = transport }))
            .See(_call.Ringing(2), new LegAnswered(Leg(2), _call.Now, "answer", [7]), new LegSnapshotTaken(Leg(1), _call.Now, [7]));
        _call.Sent();
    }
}
