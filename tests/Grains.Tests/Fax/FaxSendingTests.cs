using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Fax;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;
using RtcCluster.Grains.Calls;
using RtcCluster.Grains.Fax;
using RtcCluster.Grains.Tests.Calls;
using RtcCluster.Storage.Fax;

namespace RtcCluster.Grains.Tests.Fax;

/// <summary>A fax of somebody's box is called for: the number leads somewhere or not, it answers, it is tried again.</summary>
public sealed class FaxSendingTests
{
    private static readonly RecordingId Fax = new(CallScript.Tenant, "c1-f1");

    [Fact]
    public void TheNumberIsRung_AndOurMachineSendsWhenItAnswers()
    {
        var call = Wanted().Route(CallScript.Ring(CallScript.Agent2, targets: CallScript.Device(CallScript.Agent2, CallScript.A)));
        Assert.Equal(["open 1 rec", "invite 1 local"], call.Sent());

        call.See(new LegAnswered(CallScript.Leg(1), call.Now, "answer", null));
        Assert.Equal("send fax 1 fax/demo/d/ as 1001", call.Sent()[^1]);
        Assert.Contains("fax for agent1", call.Ledger);

        call.See(new FaxOver(CallScript.Leg(1), call.Now, Fax, true, 2, "+57", "OK"), new RecordingClosed(CallScript.Leg(1), call.Now, Fax, 0, 0, true));
        Assert.True(call.State.Concluded);
        Assert.Equal((CallResult.Answered, true, 2), (call.State.Result, call.State.Recordings.Single().Fax!.Complete, call.State.Recordings.Single().Fax!.Pages));
    }

    [Fact]
    public void WhoIsBusy_EndsTheCall_AndNothingIsLeftOpen()
    {
        var call = Wanted().Route(CallScript.Ring(CallScript.Agent2, targets: CallScript.Device(CallScript.Agent2, CallScript.A)));
        call.See(new LegFailed(CallScript.Leg(1), call.Now, new CallFailure(486, "Busy", 17)));

        Assert.True(call.State.Concluded);
        Assert.Equal((CallResult.Busy, false), (call.State.Result, call.State.Recordings.Single().Fax!.Over));
    }

    [Fact]
    public void ABrowser_IsNoFaxMachine_AndNeitherIsAQueue()
    {
        var browser = CallScript.Device(CallScript.Agent2, CallScript.A) with { Uri = "hub:1", Transport = DialTarget.Browser };
        Assert.True(browser.IsBrowser);
        var call = Wanted().Route(CallScript.Ring(CallScript.Agent2, targets: browser));
        Assert.Equal((CallResult.Unavailable, true), (call.State.Result, call.State.Concluded));

        call = Wanted().Route(new QueueRoute(CallDirection.Internal, false, new QueueId(CallScript.Tenant, "support")));
        Assert.Equal((CallResult.Failed, true), (call.State.Result, call.State.Concluded));
    }

    [Fact]
    public void ANumberThatLeadsElsewhere_IsFollowed()
    {
        var call = Wanted().Route(new RedirectRoute(CallDirection.Internal, false, "1003"));
        Assert.Equal(("1003", RoutePurpose.Fax, 1), (call.Question!.Number, call.Question.Purpose, call.Question.Request.Hops));
    }

    [Theory]
    [InlineData(1, CallResult.Busy, FaxState.Waiting, 1)]
    [InlineData(2, CallResult.NoAnswer, FaxState.Waiting, 5)]
    [InlineData(3, CallResult.Answered, FaxState.Waiting, 15)]
    [InlineData(4, CallResult.Busy, FaxState.Failed, null)]
    [InlineData(1, CallResult.NoSuchNumber, FaxState.Failed, null)]
    [InlineData(1, CallResult.Declined, FaxState.Failed, null)]
    public void ItIsTriedAgain_AFewTimes_AndLaterEachTime(int attempts, CallResult result, FaxState state, int? minutes)
    {
        var fax = Message(attempts);
        var after = FaxSending.After(fax, new FaxTry(fax.Id, new CallId("demo/c1"), false, 1, "+57", "why", result, 9), CallScript.Start);

        Assert.Equal((state, attempts, 1, "why"), (after.State, after.Attempts, after.PagesSent, after.Result));
        Assert.Equal(minutes is { } wait ? CallScript.Start.AddMinutes(wait) : null, after.Due);
    }

    [Fact]
    public void WhatHasPassed_IsSent() =>
        Assert.Equal(FaxState.Sent, FaxSending.After(Message(4), new FaxTry("demo/d", new CallId("demo/c1"), true, 2, "", "OK", CallResult.Answered, 9), CallScript.Start).State);

    [Fact]
    public void WhatHasPassed_AndIsNotAllOfIt_HasFailed_AndIsNotTriedAgain()
    {
        var after = FaxSending.After(Message(1) with { Pages = 3 }, new FaxTry("demo/d", new CallId("demo/c1"), true, 2, "", "OK", CallResult.Answered, 9), CallScript.Start);

        Assert.Equal((FaxState.Failed, null, 2, "Some of its pages are not in the store any more"), (after.State, after.Due, after.PagesSent, after.Result));
    }

    private static FaxMessage Message(int attempts) => new()
    {
        Id = "demo/d", TenantId = "demo", OwnerId = "demo/agent1", CallId = "demo/c1", Direction = FaxDirection.Out, State = FaxState.Sending, At = CallScript.Start, Attempts = attempts, BlobPrefix = "fax/demo/d/",
        RetainUntil = CallScript.Start.AddDays(90),
    };

    private static CallScript Wanted()
    {
        var call = new CallScript();
        call.Apply(new CallInput.FaxWanted(call.Id, new FaxOrder("demo/d", new Party("1001", "Agent One", CallScript.Agent1), "1002", "fax/demo/d/"), CallScript.A, 90));
        return call;
    }
}
