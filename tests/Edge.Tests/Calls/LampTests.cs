using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.TestKit.Phones;
using Xunit;

namespace RtcCluster.Edge.Tests.Calls;

/// <summary>Telephones that show by lamps what their colleagues do. and whether messages wait. RFC 4235, RFC 3856, RFC 3842.</summary>
public sealed class LampTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task ALampFollowsACall_FromRingingToTheEnd_InOrder()
    {
        await using var edge = await EdgeUnderTest.StartAsync();
        await using var watcher = new TestPhone("1003", edge.Udp);
        await using var alice = new TestPhone("1001", edge.Udp);
        await using var bob = new TestPhone("1002", edge.Udp);
        await alice.RegisterAsync();
        await bob.RegisterAsync();
        var lamp = await watcher.SubscribeAsync("1002", "dialog");
        Assert.Equal((200, "300"), (lamp.Response.Status, lamp.Response.Header("Expires")));
        var versions = new List<int>();
        await SeeAsync(lamp, "terminated", versions);

        await using var rtp = new RtpPort();
        var calling = alice.InviteAsync("1002", SdpText.Audio(rtp.Local));
        var ringing = await bob.ReceiveInviteAsync();
        var early = await SeeAsync(lamp, "early", versions);
        Assert.Contains("direction=\"recipient\"", early.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("1001", early.Body, StringComparison.Ordinal);
        await ringing.AnswerAsync(SdpText.Audio(rtp.Local));
        await SeeAsync(lamp, "confirmed", versions);
        var bye = ringing.ReceiveAsync("BYE", Patience);
        await (await calling).HangUpAsync();
        await bye;
        await SeeAsync(lamp, "terminated", versions);
        Assert.Equal(Enumerable.Range(0, versions.Count), versions);

        Assert.Equal(200, (await lamp.RefreshAsync(0)).Status);
        var last = await lamp.ReceiveAsync("the last", static notify => notify.Header("Subscription-State").StartsWith("terminated", StringComparison.Ordinal), Patience);
        Assert.Contains("terminated", last.Body, StringComparison.Ordinal);
        Assert.Equal(481, (await lamp.RefreshAsync(300)).Status);
    }

    [Fact]
    public async Task PresenceSaysWhetherAColleagueCanBeReached()
    {
        await using var edge = await EdgeUnderTest.StartAsync();
        await using var watcher = new TestPhone("1003", edge.Udp);
        await using var bob = new TestPhone("1002", edge.Udp);
        var presence = await watcher.SubscribeAsync("1002", "presence");
        Assert.Equal(200, presence.Response.Status);
        await presence.ReceiveAsync("closed", static notify => notify.Body.Contains("<basic>closed</basic>", StringComparison.Ordinal), Patience);
        await bob.RegisterAsync();
        await presence.ReceiveAsync("open", static notify => notify.Body.Contains("<basic>open</basic>", StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task TheLampOfTheOwnBox_IsLitByAMessage_AndGoesOutWhenItWasHeard()
    {
        await using var edge = await EdgeUnderTest.StartAsync();
        await using var phone = new TestPhone("1003", edge.Udp);
        var box = edge.Services.GetRequiredService<IGrainFactory>().GetGrain<IMailboxGrain>(new UserId(new TenantId("demo"), "agent3").Key);
        var lamp = await phone.SubscribeAsync("1003", "message-summary");
        Assert.Equal(200, lamp.Response.Status);
        var dark = await lamp.ReceiveAsync("no messages", static notify => notify.Body.Contains("Voice-Message: 0/0", StringComparison.Ordinal), Patience);
        Assert.StartsWith("Messages-Waiting: no\r\nMessage-Account: sip:*97@", dark.Body, StringComparison.Ordinal);
        Assert.Equal("application/simple-message-summary", dark.Header("Content-Type"));

        var now = DateTimeOffset.UtcNow;
        await box.Deliver(new VoicemailDelivery("demo/m1", new CallId(new TenantId("demo"), "m1"), "1001", "Agent One", now, 5_000, "voicemail/demo/m1/", now.AddDays(1)));
        await lamp.ReceiveAsync("one new message", static notify => notify.Body.StartsWith("Messages-Waiting: yes", StringComparison.Ordinal) && notify.Body.Contains("Voice-Message: 1/0", StringComparison.Ordinal), Patience);
        await box.Mark("demo/m1", true);
        await lamp.ReceiveAsync("it was heard", static notify => notify.Body.StartsWith("Messages-Waiting: no", StringComparison.Ordinal) && notify.Body.Contains("Voice-Message: 0/1", StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task TheLampsOfARoomAndOfASlot_AreLitWhileSomebodyIsThere()
    {
        await using var edge = await EdgeUnderTest.StartAsync();
        await using var watcher = new TestPhone("1003", edge.Udp);
        await using var alice = new TestPhone("1001", edge.Udp);
        await using var bob = new TestPhone("1002", edge.Udp);
        await bob.RegisterAsync();
        var (room, slot) = (await watcher.SubscribeAsync("4000", "dialog"), await watcher.SubscribeAsync("701", "dialog"));
        Assert.Equal((200, 200), (room.Response.Status, slot.Response.Status));
        var (ofRoom, ofSlot) = (new List<int>(), new List<int>());
        await SeeAsync(room, "terminated", ofRoom);
        await SeeAsync(slot, "terminated", ofSlot);

        await using var rtp = new RtpPort();
        var member = await alice.InviteAsync("4000", SdpText.Audio(rtp.Local));
        await SeeAsync(room, "confirmed", ofRoom);
        await member.HangUpAsync();
        await SeeAsync(room, "terminated", ofRoom);

        var calling = alice.InviteAsync("1002", SdpText.Audio(rtp.Local));
        var call = await bob.ReceiveInviteAsync();
        await call.AnswerAsync(SdpText.Audio(rtp.Local));
        var waits = await calling;
        Assert.Equal(202, (await call.SendAsync("REFER", "Refer-To: <sip:701@demo.test>\r\n")).Status);
        await call.ReceiveAsync("BYE", Patience);
        await SeeAsync(slot, "confirmed", ofSlot);
        await waits.HangUpAsync();
        await SeeAsync(slot, "terminated", ofSlot);
        // A NOTIFY whose answer was late comes again.
        Assert.Equal("012 012", $"{string.Concat(ofRoom.Distinct())} {string.Concat(ofSlot.Distinct())}");
    }

    [Theory]
    [InlineData("4000", "presence", 404)]
    [InlineData("9196", "dialog", 404)]
    [InlineData("1002", "message-summary", 404)]
    [InlineData("1002", "conference", 489)]
    [InlineData("1999", "dialog", 404)]
    public async Task WhatIsNotServedIsRefused(string number, string package, int status)
    {
        await using var edge = await EdgeUnderTest.StartAsync();
        await using var watcher = new TestPhone("1003", edge.Udp);
        Assert.Equal(status, (await watcher.SubscribeAsync(number, package)).Response.Status);
    }

    [Fact]
    public async Task AStrangerLearnsNothing()
    {
        await using var edge = await EdgeUnderTest.StartAsync();
        await using var stranger = new TestPhone("1003", edge.Udp) { Password = "wrong" };
        Assert.Equal(403, (await stranger.SubscribeAsync("1002", "dialog")).Response.Status);
        Assert.Equal(403, (await stranger.SubscribeAsync("1999", "dialog")).Response.Status);
    }

    [Fact]
    public async Task AnEdgeThatStopsSendsItsWatchersElsewhere()
    {
        await using var edge = await EdgeUnderTest.StartAsync();
        await using var watcher = new TestPhone("1003", edge.Udp);
        var lamp = await watcher.SubscribeAsync("1002", "dialog");
        await lamp.ReceiveAsync("the first", static _ => true, Patience);
        var end = lamp.ReceiveAsync("the end", static notify => notify.Header("Subscription-State") == "terminated;reason=deactivated", Patience);
        await edge.StopAsync();
        await end;
    }

    private static async Task<SipText> SeeAsync(TestSubscription lamp, string state, List<int> versions)
    {
        var notify = await lamp.ReceiveAsync(state, notify =>
        {
            versions.Add(int.Parse(notify.Body.Split("version=\"")[2].Split('"')[0], System.Globalization.CultureInfo.InvariantCulture));
            return notify.Body.Contains($"<state>{state}</state>", StringComparison.Ordinal);
        }, Patience);
        Assert.StartsWith("active;expires=", notify.Header("Subscription-State"), StringComparison.Ordinal);
        return notify;
    }
}
