using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Calls;

/// <summary>Requests of a dialog that come to an edge which never had it, as a balancer may send them: the edge that has it answers.</summary>
public sealed class ThirdEdgeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AReinvite_Info_AndBye_AreAnsweredByTheEdgeThatHasTheDialog()
    {
        await using var cluster = await SiloWithEdges.StartAsync();
        var (one, _, other) = (await cluster.AddEdgeAsync("one"), await cluster.AddEdgeAsync("two"), await cluster.AddEdgeAsync("three"));
        await using var caller = new TestPhone("1001", one);
        await using var called = new TestPhone("1002", one);
        await using var callerRtp = new RtpPort();
        await using var calledRtp = new RtpPort();
        var (call, ringing) = await TalkAsync(caller, called, callerRtp, calledRtp);

        caller.Proxy = other;
        var held = await call.ReinviteAsync(SdpText.Audio(callerRtp.Local, "sendonly", 2));
        Assert.Equal((200, "recvonly"), (held.Status, SdpText.DirectionOf(held.Body)));

        // Whoever heeds the Contact goes on with the edge that has it.
        Assert.Contains(one.ToString(), held.ContactUri, StringComparison.Ordinal);
        Assert.Equal("sendrecv", SdpText.DirectionOf((await call.ReinviteAsync(SdpText.Audio(callerRtp.Local, "sendrecv", 3))).Body));
        Assert.Equal(200, (await call.SendAsync("INFO")).Status);
        Assert.Equal(200, (await call.SendAsync("OPTIONS")).Status);

        var bye = ringing.ReceiveAsync("BYE", Patience);
        Assert.Equal(200, (await call.HangUpAsync()).Status);
        await bye;
        await Eventually.GetAsync("nothing to be left of it", Patience, () => Task.FromResult(cluster.CallsOf("one").Count + cluster.CallsOf("three").Count), n => n == 0);
    }

    [Fact]
    public async Task ARequestThatComesAgain_HasOneAnswerAndOneEffect()
    {
        await using var cluster = await SiloWithEdges.StartAsync();
        var (one, other) = (await cluster.AddEdgeAsync("one"), await cluster.AddEdgeAsync("two"));
        await using var caller = new TestPhone("1001", one);
        await using var called = new TestPhone("1002", one);
        await using var callerRtp = new RtpPort();
        await using var calledRtp = new RtpPort();
        var (call, ringing) = await TalkAsync(caller, called, callerRtp, calledRtp);

        caller.Proxy = other;
        var bye = call.Request("BYE");
        var left = ringing.ReceiveAsync("BYE", Patience);
        var answer = await caller.SendAsync(bye);
        var again = await caller.SendAsync(bye);
        await left;

        Assert.Equal((200, 200), (answer.Status, again.Status));
        Assert.Equal(answer.Header("To"), again.Header("To"));
    }

    [Fact]
    public async Task ATransferThatComesElsewhere_IsMade()
    {
        await using var cluster = await SiloWithEdges.StartAsync();
        var (one, other) = (await cluster.AddEdgeAsync("one"), await cluster.AddEdgeAsync("two"));
        await using var caller = new TestPhone("1001", one);
        await using var called = new TestPhone("1002", one);
        await using var third = new TestPhone("1003", one);
        await using var callerRtp = new RtpPort();
        await using var calledRtp = new RtpPort();
        Assert.Equal(200, (await third.RegisterAsync()).Status);
        var (call, _) = await TalkAsync(caller, called, callerRtp, calledRtp);

        caller.Proxy = other;
        var refer = await call.SendAsync("REFER", $"Contact: <{caller.Contact}>\r\nRefer-To: <sip:1003@demo.test>\r\n");

        Assert.Equal(202, refer.Status);
        await third.ReceiveInviteAsync(timeout: Patience);
    }

    [Fact]
    public async Task WhatNobodyHas_Is481_AndAnEdgeThatIsGoneIsNotWaitedFor()
    {
        await using var cluster = await SiloWithEdges.StartAsync();
        var (one, other) = (await cluster.AddEdgeAsync("one"), await cluster.AddEdgeAsync("two"));
        await using var caller = new TestPhone("1001", one);
        await using var called = new TestPhone("1002", one);
        await using var callerRtp = new RtpPort();
        await using var calledRtp = new RtpPort();
        var (call, ringing) = await TalkAsync(caller, called, callerRtp, calledRtp);
        var bye = ringing.ReceiveAsync("BYE", Patience);
        Assert.Equal(200, (await call.HangUpAsync()).Status);
        await bye;
        await Eventually.GetAsync("the call to be over", Patience, () => Task.FromResult(cluster.CallsOf("one").Count), n => n == 0);

        caller.Proxy = other;
        await Eventually.GetAsync("the leg to be forgotten", Patience, async () => (await call.SendAsync("INFO")).Status, status => status == 481);
        var guessed = caller.Request("BYE", "sip:x@127.0.0.1", $"{TestPhone.NewId()}@phone", 2, "<sip:x@demo.test>;tag=01h2u1.abc", TestPhone.NewId());
        Assert.Equal(481, (await caller.SendAsync(guessed)).Status);
        var foreign = caller.Request("BYE", "sip:x@127.0.0.1", $"{TestPhone.NewId()}@phone", 2, "<sip:x@demo.test>;tag=not-ours", TestPhone.NewId());
        Assert.Equal(481, (await caller.SendAsync(foreign)).Status);
    }

    [Fact]
    public async Task APageWhoseConnectionIsAnew_AtAnotherEdge_HangsUpAndIsHungUpOnByIt()
    {
        await using var cluster = await SiloWithEdges.StartAsync();
        var one = await cluster.AddEdgeAsync("one", ("Sip:Tcp", "127.0.0.1:0"));
        await cluster.AddEdgeAsync("two", ("Sip:Tcp", "127.0.0.1:0"));
        await using var caller = new TestPhone("1001", one);
        await using var called = await TcpPhone.ConnectAsync("1002", cluster.TcpOf("one"));
        await using var callerRtp = new RtpPort();
        await using var calledRtp = new RtpPort();
        Assert.Equal(200, (await called.RegisterAsync()).Status);
        var calling = caller.InviteAsync("1002", SdpText.Audio(callerRtp.Local), timeout: Patience);
        var ringing = await called.ReceiveInviteAsync();
        await called.AnswerAsync(ringing, SdpText.Audio(calledRtp.Local));
        var call = await calling;
        Assert.Equal(200, call.Response.Status);

        // Its connection ends; the next one ends at the other edge.
        await called.ReconnectAsync(cluster.TcpOf("two"));
        Assert.Equal(200, (await called.SendInDialogAsync(ringing, "INFO")).Status);
        var bye = called.ReceiveAsync("BYE", Patience);
        Assert.Equal(200, (await call.HangUpAsync()).Status);
        await bye;
    }

    private static async Task<(TestCall Call, IncomingCall Ringing)> TalkAsync(TestPhone caller, TestPhone called, RtpPort callerRtp, RtpPort calledRtp)
    {
        Assert.Equal(200, (await called.RegisterAsync()).Status);
        var calling = caller.InviteAsync("1002", SdpText.Audio(callerRtp.Local), timeout: Patience);
        var ringing = await called.ReceiveInviteAsync(timeout: Patience);
        await ringing.AnswerAsync(SdpText.Audio(calledRtp.Local));
        var call = await calling;
        Assert.Equal(200, call.Response.Status);
        return (call, ringing);
    }
}
