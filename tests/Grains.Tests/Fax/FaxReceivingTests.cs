using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;
using RtcCluster.Grains.Tests.Calls;

namespace RtcCluster.Grains.Tests.Fax;

/// <summary>A caller's fax machine reaches a fax line: the two machines end it, the caller hangs up, an edge dies.</summary>
public sealed class FaxReceivingTests
{
    private static readonly RecordingId Fax = new(CallScript.Tenant, "c1-f1");

    [Fact]
    public void TheMachineBeginsWhenTheCallIsAnswered_AndTheCallEndsWithIt()
    {
        var call = Begun();
        Assert.Equal(["play 1 Silence", "answer 1 local", "receive fax 1 as 1880"], call.Sent());

        call.See(Over(call, complete: true, pages: 2));
        Assert.Equal(["stop", "end 1 Administrative", "close 1"], call.Sent().Order().OrderBy(word => word == "close 1").OrderByDescending(word => word == "stop"));
        Assert.False(call.State.Concluded);
        call.See(Stored(call, complete: true));

        Assert.True(call.State.Concluded);
        Assert.Equal(CallResult.Answered, call.State.Result);
        Assert.Equal((true, 2, "+57 601"), call.State.Recordings.Single().Fax is { } fax ? (fax.Complete, fax.Pages, fax.Station) : default);
        Assert.Contains("fax for agent2", call.Ledger);
        Assert.Contains("faxEnded 2 whole OK", call.Ledger);
        Assert.DoesNotContain(call.State.Ledger, entry => entry.Event is RecordingStarted or RecordingEnded);
    }

    [Fact]
    public void WhoHangsUp_LeavesWhatHasPassed()
    {
        var call = Begun();
        call.Sent();
        call.See(call.Closed(1));
        Assert.Equal(["stop", "close 1"], call.Sent());
        call.See(Over(call, complete: false, pages: 1), Stored(call, complete: true));

        Assert.True(call.State.Concluded);
        Assert.Equal((true, false, 1), call.State.Recordings.Single().Fax is { } fax ? (fax.Over, fax.Complete, fax.Pages) : default);
        Assert.Contains("faxEnded 1 cut The call dropped prematurely", call.Ledger);
    }

    [Fact]
    public void WhatIsSaidTwice_CountsOnce()
    {
        var call = Begun();
        call.See(Over(call, complete: true, pages: 2), Over(call, complete: false, pages: 0), Stored(call, complete: true));

        Assert.Equal(2, call.State.Recordings.Single().Fax!.Pages);
        Assert.Single(call.State.Ledger, entry => entry.Event is FaxEnded);
    }

    [Fact]
    public void AMachineThatSaysNothing_IsGivenUp()
    {
        var call = Begun();
        call.Sent();
        call.Wait(TimeSpan.FromMinutes(66));

        Assert.Contains("stop", call.Sent());
        Assert.False(call.State.GoingOn);
    }

    private static FaxOver Over(CallScript call, bool complete, int pages) => new(CallScript.Leg(1), call.Now, Fax, complete, pages, "+57 601", complete ? "OK" : "The call dropped prematurely");

    private static RecordingClosed Stored(CallScript call, bool complete) => new(CallScript.Leg(1), call.Now, Fax, 2, 30_000, complete);

    private static CallScript Begun()
    {
        var call = new CallScript().Offer(dialled: "1880").Route(new FaxRoute(CallDirection.Internal, false, CallScript.Agent2, "1880"));
        call.Sent();
        return call.See(call.MediaAnswered(1));
    }
}
