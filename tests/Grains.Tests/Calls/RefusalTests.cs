using RtcCluster.Contracts.Calls;
using RtcCluster.Grains.Lines;
using RtcCluster.Grains.Policies;
using static RtcCluster.Grains.Tests.Calls.CallScript;

namespace RtcCluster.Grains.Tests.Calls;

/// <summary>A call that the company's documents stop: a telephone hears why, before it is refused.</summary>
public sealed class RefusalTests
{
    private readonly CallScript _call = new();

    [Fact]
    public void ATelephoneHearsWhy_InBothLanguages_AndIsRefusedThen()
    {
        _call.Offer().Route(LineMachine.Refuse(PolicyFailures.NotAccepted));
        Assert.Equal(["open 1 offer"], _call.Sent());
        Assert.Equal((CallPhase.Routing, null), (_call.State.Phase, _call.State.Refusal));

        _call.See(_call.MediaAnswered(1));
        var sent = _call.Sent();
        Assert.Equal("progress 1 183 local", sent[0]);
        Assert.StartsWith("say 1 #1 'Los términos han cambiado.", sent[1], StringComparison.Ordinal);
        Assert.Contains("The terms have changed.", sent[1], StringComparison.Ordinal);
        Assert.True(_call.State.GoingOn);

        _call.See(_call.PromptEnded(1));
        Assert.Equal(["reject 1 403", "close 1"], _call.Sent());
        Assert.Equal(PolicyFailures.NotAccepted, _call.State.Refusal);
        Assert.Equal((CallResult.Refused, null), (_call.Over.Result, _call.State.AnsweredAt));
        Assert.Null(_call.State.NextDeadline());
    }

    [Fact]
    public void WhoHangsUpInIt_HasHungUp()
    {
        _call.Offer().Route(LineMachine.Refuse(PolicyFailures.NotAccepted)).See(_call.MediaAnswered(1));
        _call.Sent();
        _call.See(_call.Closed(1, EndKind.Cancelled));

        Assert.Equal(["close 1"], _call.Sent());
        Assert.True(_call.State.Concluded);
        Assert.Null(_call.State.Program);
        Assert.Null(_call.State.NextDeadline());
    }

    [Fact]
    public void WhereNothingCanBeHeard_TheReasonIsTheSame()
    {
        _call.Offer().Route(LineMachine.Refuse(PolicyFailures.NotAccepted)).See(_call.MediaRefused(1));
        Assert.Contains("reject 1 403", _call.Sent());

        var silent = new CallScript().Offer().Route(LineMachine.Refuse(PolicyFailures.NotAccepted)).See(new MediaAnswered(Leg(1), Start, null, false));
        silent.Wait(TimeSpan.FromSeconds(25));
        Assert.Contains("reject 1 403", silent.Sent());

        // Who sent no offer, and who calls in a way that is refused for another reason, waits for nothing.
        Assert.Equal(["reject 1 403"], Refused(new CallScript().Offer(sdp: null), PolicyFailures.NotAccepted));
        Assert.Equal(["reject 1 404"], Refused(new CallScript().Offer(), LineFailures.NoSuchNumber));
    }

    private static string[] Refused(CallScript call, CallFailure why) => call.Route(LineMachine.Refuse(why)).Sent();
}
