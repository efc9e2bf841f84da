using RtcCluster.Sip.Agent.Effects;
using Xunit;

namespace RtcCluster.Sip.Tests.Agent;

public sealed class TransferTests
{
    private readonly Desk _desk = new();

    [Fact]
    public void ATransferWhoseCallHasEnded_KeepsItsLeg_HoweverManyEndAfterIt()
    {
        var desk = new Desk(options => options with { MaxLegs = 2 });
        var (leg, tag) = desk.Answered();
        desk.Receive(Desk.Request("REFER", 2, "z9hG4bKrefer", tag, "Refer-To: <sip:1003@demo.test>"));
        desk.Do((agent, now) => agent.AnswerRefer(leg, 202, now));
        desk.Reply(desk.TakeSent("NOTIFY"), 200);
        desk.Receive(Desk.Request("BYE", 3, "z9hG4bKbye", tag));
        for (var i = 0; i < 8; i++)
        {
            desk.TakeAll<IncomingInvite>();
            desk.Receive(Desk.Invite(branch: $"z9hG4bKlater{i}").Replace("c1@desk", $"later{i}@desk", StringComparison.Ordinal));
            var later = desk.TakeAll<IncomingInvite>()[^1].Leg;
            desk.Do((agent, now) => agent.Hangup(later, null, now));
        }

        desk.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(1, desk.Agent.Counters.Legs);
        desk.Sent.Clear();
        Assert.True(desk.Do((agent, now) => agent.NotifyRefer(leg, 200, null, now)));
        desk.TakeSent("NOTIFY");
        desk.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(0, desk.Agent.Counters.Legs);
    }

    [Fact]
    public void Rfc3515_ReferIsAccepted_AndItsProgressNotified_EvenAfterBye()
    {
        var (leg, tag) = _desk.Answered();
        _desk.Receive(Desk.Request("REFER", 2, "z9hG4bKrefer", tag, "Contact: <sip:caller@127.0.0.2:5080>\nRefer-To: \"Carol\" <sip:1003@demo.test?Replaces=a%3Bto-tag%3Db>\nReferred-By: <sip:1001@demo.test>"));
        var asked = _desk.Take<ReferRequested>();
        Assert.Equal((leg, "sip:1003@demo.test?Replaces=a%3Bto-tag%3Db", "<sip:1001@demo.test>", true), (asked.Leg, asked.Target, asked.ReferredBy, asked.Subscribed));
        Assert.True(_desk.Do((agent, now) => agent.AnswerRefer(leg, 202, now)));
        _desk.TakeSent("SIP/2.0 202");
        var trying = _desk.TakeSent("NOTIFY");
        Assert.Equal(("refer", "active;expires=180"), (Desk.Header(trying, "Event"), Desk.Header(trying, "Subscription-State")));
        Assert.Equal(("message/sipfrag;version=2.0", "SIP/2.0 100 Trying\r\n"), (Desk.Header(trying, "Content-Type"), Desk.Body(trying)));
        _desk.Reply(trying, 200);
        _desk.Receive(Desk.Request("BYE", 3, "z9hG4bKbye", tag));
        _desk.TakeSent("SIP/2.0 200");
        _desk.Take<Ended>();
        _desk.Advance(TimeSpan.FromSeconds(60));
        Assert.True(_desk.Do((agent, now) => agent.NotifyRefer(leg, 200, null, now)));
        var done = _desk.TakeSent("NOTIFY");
        Assert.Equal(("terminated;reason=noresource", "SIP/2.0 200 OK\r\n"), (Desk.Header(done, "Subscription-State"), Desk.Body(done)));
        _desk.Reply(done, 200);
        Assert.False(_desk.Do((agent, now) => agent.NotifyRefer(leg, 200, null, now)));
        _desk.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal((0, 0), (_desk.Agent.Counters.Transactions, _desk.Agent.Counters.Legs));
    }

    [Fact]
    public void Rfc4488_ReferWithoutSubscription_NotifiesNothing()
    {
        var (leg, tag) = _desk.Answered();
        _desk.Receive(Desk.Request("REFER", 2, "z9hG4bKrefer", tag, "Refer-To: <sip:1003@demo.test>\nRefer-Sub: false"));
        Assert.False(_desk.Take<ReferRequested>().Subscribed);
        _desk.Do((agent, now) => agent.AnswerRefer(leg, 202, now));
        Assert.Equal("false", Desk.Header(_desk.TakeSent(), "Refer-Sub"));
        Assert.False(_desk.Do((agent, now) => agent.NotifyRefer(leg, 200, null, now)));
    }

    [Fact]
    public void ReferIsRefused()
    {
        var (leg, tag) = _desk.Answered();
        _desk.Receive(Desk.Request("REFER", 2, "z9hG4bKrefer", tag, "Refer-To: <sip:+57900@demo.test>"));
        _desk.Do((agent, now) => agent.AnswerRefer(leg, 603, now));
        _desk.TakeSent("SIP/2.0 603");
        Assert.Empty(_desk.Sent);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Refer-To: <sip:a@b>\nRefer-To: <sip:c@d>")]
    [InlineData("Refer-To: <<<")]
    public void Rfc3515_2_4_2_WithoutExactlyOneReferTo_400(string header)
    {
        var (_, tag) = _desk.Answered();
        _desk.Receive(Desk.Request("REFER", 2, "z9hG4bKrefer", tag, header));
        _desk.TakeSent("SIP/2.0 400");
        _desk.None<ReferRequested>();
    }

    [Fact]
    public void SubscriptionThatNobodyEnds_TimesOut()
    {
        var (leg, tag) = _desk.Answered();
        _desk.Receive(Desk.Request("REFER", 2, "z9hG4bKrefer", tag, "Refer-To: <sip:1003@demo.test>"));
        _desk.Do((agent, now) => agent.AnswerRefer(leg, 202, now));
        _desk.Reply(_desk.TakeSent("NOTIFY"), 200);
        _desk.Sent.Clear();
        _desk.Advance(_desk.Options.ReferLifetime);
        Assert.Equal("terminated;reason=timeout", Desk.Header(_desk.TakeSent("NOTIFY"), "Subscription-State"));
    }

    [Fact]
    public void WeAskForATransfer_AndHearHowItGoes()
    {
        var (leg, invite) = _desk.Talking();
        Assert.True(_desk.Do((agent, now) => agent.Refer(leg, "sip:1003@demo.test", "<sip:1002@demo.test>", now)));
        var refer = _desk.TakeSent("REFER");
        Assert.Equal(("<sip:1003@demo.test>", "<sip:1002@demo.test>"), (Desk.Header(refer, "Refer-To"), Desk.Header(refer, "Referred-By")));
        Notify(invite, 1, "active;expires=60", "SIP/2.0 100 Trying\n");
        Assert.Equal((100, false), (_desk.Take<ReferProgressed>() is var first ? first.Code : 0, first.Final));
        _desk.Reply(refer, 202);
        Assert.Equal(202, _desk.Take<ReferAnswered>().Code);
        _desk.TakeSent("SIP/2.0 200");
        Notify(invite, 2, "terminated;reason=noresource", "SIP/2.0 486 Busy Here");
        var last = _desk.Take<ReferProgressed>();
        Assert.Equal((486, "Busy Here", true), (last.Code, last.ReasonPhrase, last.Final));
        _desk.TakeSent("SIP/2.0 200");
        Notify(invite, 3, "active", "SIP/2.0 200 OK\n");
        _desk.TakeSent("SIP/2.0 481");
    }

    [Fact]
    public void NotifyOfNothing_Gets481_AndOfOtherEvents489()
    {
        var (_, invite) = _desk.Talking();
        Notify(invite, 1, "active", "SIP/2.0 200 OK\n");
        _desk.TakeSent("SIP/2.0 481");
        _desk.InDialog(invite, "NOTIFY", 2, "Event: presence\nSubscription-State: active");
        _desk.TakeSent("SIP/2.0 489");
    }

    private void Notify(string invite, int number, string state, string fragment) =>
        _desk.InDialog(invite, "NOTIFY", number, $"Event: refer\nSubscription-State: {state}\nContent-Type: message/sipfrag", fragment);
}
