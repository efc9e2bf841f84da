using System.Text;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Agent.Subscriptions;
using Xunit;

namespace RtcCluster.Sip.Tests.Agent;

/// <summary>Subscriptions that we serve. RFC 6665 §4.2.</summary>
public sealed class SubscriptionTests
{
    private const string Xml = "application/dialog-info+xml";
    private readonly Desk _desk = new();

    [Fact]
    public void ASubscriberIsToldTheStateAtOnce_AndEachChange()
    {
        var (subscription, accepted) = Subscribed("Expires: 600");
        Assert.Equal("600", Desk.Header(accepted, "Expires"));
        Assert.Contains("<sip:t1@", Desk.Header(accepted, "Contact"), StringComparison.Ordinal);
        Tell(subscription, "one");
        var notify = _desk.TakeSent("NOTIFY sip:caller@127.0.0.2:5080");
        Assert.Equal("dialog;id=7", Desk.Header(notify, "Event"));
        Assert.Equal("active;expires=600", Desk.Header(notify, "Subscription-State"));
        Assert.Equal(Xml, Desk.Header(notify, "Content-Type"));
        Assert.Equal("one", Desk.Body(notify));
        Assert.Equal(Desk.Tag(accepted, "To"), Desk.Tag(notify, "From"));
        Assert.Equal("caller", Desk.Tag(notify, "To"));
        _desk.Reply(notify, 200);
        _desk.Advance(TimeSpan.FromSeconds(100));
        Tell(subscription, "two");
        var next = _desk.TakeSent("NOTIFY");
        Assert.Equal("active;expires=500", Desk.Header(next, "Subscription-State"));
        Assert.Equal(Number(notify) + 1, Number(next));
    }

    [Fact]
    public void WhileANotifyIsOnItsWay_OnlyTheNewestStateWaits()
    {
        var (subscription, _) = Subscribed();
        Tell(subscription, "one");
        var first = _desk.TakeSent("NOTIFY");
        Tell(subscription, "two");
        Tell(subscription, "three");
        Assert.Empty(_desk.Sent);
        _desk.Reply(first, 200);
        Assert.Equal("three", Desk.Body(_desk.TakeSent("NOTIFY")));
        Assert.Empty(_desk.Sent);
    }

    [Fact]
    public void Rfc6665_4_2_1_2_ARefreshIsAnsweredAndAsksForTheWholeState()
    {
        var (subscription, accepted) = Subscribed("Expires: 100");
        _desk.Advance(TimeSpan.FromSeconds(90));
        _desk.Receive(Refresh(accepted, 2, "Expires: 200"));
        Assert.Equal("200", Desk.Header(_desk.TakeSent("SIP/2.0 200"), "Expires"));
        Assert.Equal(new SubscriptionRefreshed(subscription, TimeSpan.FromSeconds(200)), _desk.Take<SubscriptionRefreshed>());
        _desk.Advance(TimeSpan.FromSeconds(199));
        _desk.None<SubscriptionEnded>();
        _desk.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("terminated;reason=timeout", Desk.Header(_desk.TakeSent("NOTIFY"), "Subscription-State"));
        Assert.Equal(new SubscriptionEnded(subscription, 0), _desk.Take<SubscriptionEnded>());
        Assert.Equal(0, _desk.Agent.Counters.Subscriptions);
        Assert.False(_desk.Do((agent, now) => agent.Notify(subscription, Xml, default, now)));
    }

    [Fact]
    public void Rfc6665_4_2_1_4_ExpiresZeroEndsItWithTheState_AndFetchesWithout()
    {
        var (subscription, accepted) = Subscribed();
        Tell(subscription, "one");
        var notify = _desk.TakeSent("NOTIFY");
        _desk.Receive(Refresh(accepted, 2, "Expires: 0"));
        Assert.Equal("0", Desk.Header(_desk.TakeSent("SIP/2.0 200"), "Expires"));
        Assert.Equal(TimeSpan.Zero, _desk.Take<SubscriptionRefreshed>().Left);
        Tell(subscription, "last");
        _desk.Reply(notify, 200);
        var last = _desk.TakeSent("NOTIFY");
        Assert.Equal("terminated;reason=timeout", Desk.Header(last, "Subscription-State"));
        Assert.Equal("last", Desk.Body(last));
        _desk.Take<SubscriptionEnded>();

        var (fetch, _) = Subscribed("Expires: 0", callId: "c2@desk");
        Tell(fetch, "now");
        Assert.Equal("terminated;reason=timeout", Desk.Header(_desk.TakeSent("NOTIFY"), "Subscription-State"));
        Assert.Equal(0, _desk.Agent.Counters.Subscriptions);
    }

    [Fact]
    public void AHostThatNeverGivesTheLastStateKeepsNothing()
    {
        var (subscription, _) = Subscribed("Expires: 0");
        _desk.Advance(_desk.Options.HostPatience + TimeSpan.FromSeconds(1));
        _desk.TakeSent("NOTIFY");
        Assert.Equal(subscription, _desk.Take<SubscriptionEnded>().Subscription);
    }

    [Theory]
    [InlineData("Expires: 59", "SIP/2.0 423", "Min-Expires", "60")]
    [InlineData("Event: ;;", "SIP/2.0 489", "Allow-Events", "dialog, presence")]
    public void WhatCannotBeServedIsRefusedWithWhatWouldDo(string headers, string status, string name, string value)
    {
        _desk.Receive(Subscribe(headers));
        var request = _desk.Take<IncomingRequest>().Request;
        Assert.False(_desk.Do((agent, now) => agent.Subscribe(request, "t1", now, out _)));
        Assert.Equal(value, Desk.Header(_desk.TakeSent(status), name));
        Assert.Equal(0, _desk.Agent.Counters.Subscriptions);
    }

    [Fact]
    public void BeyondTheBoundASubscriberGets503()
    {
        var desk = new Desk(static options => options with { MaxSubscriptions = 0 });
        desk.Receive(Subscribe(""));
        var request = desk.Take<IncomingRequest>().Request;
        Assert.False(desk.Do((agent, now) => agent.Subscribe(request, "t1", now, out _)));
        Assert.Equal("10", Desk.Header(desk.TakeSent("SIP/2.0 503"), "Retry-After"));
    }

    [Theory]
    [InlineData(481, true)]
    [InlineData(489, true)]
    [InlineData(404, true)]
    [InlineData(500, false)]
    [InlineData(603, false)]
    public void Rfc5057_5_1_SomeAnswersEndIt(int code, bool ends)
    {
        var (subscription, _) = Subscribed();
        Tell(subscription, "one");
        _desk.Reply(_desk.TakeSent("NOTIFY"), code);
        Assert.Equal(ends ? [new SubscriptionEnded(subscription, code)] : [], _desk.TakeAll<SubscriptionEnded>());
    }

    [Fact]
    public void ASubscriberThatIsSilentIsForgotten_OneThatSaysWhenIsNot()
    {
        var (subscription, _) = Subscribed();
        Tell(subscription, "one");
        _desk.Reply(_desk.TakeSent("NOTIFY"), 480, headers: "Retry-After: 30");
        _desk.None<SubscriptionEnded>();
        Tell(subscription, "two");
        _desk.Advance(TimeSpan.FromSeconds(33));
        Assert.Equal(new SubscriptionEnded(subscription, 408), _desk.Take<SubscriptionEnded>());
    }

    [Fact]
    public void InItsDialogStrangersAndOldNumbersAreRefused()
    {
        var (_, accepted) = Subscribed();
        _desk.Receive(Refresh(accepted, 1, "Expires: 200"));
        _desk.TakeSent("SIP/2.0 500");
        _desk.Receive(Refresh(accepted, 2, "Expires: 200").Replace("tag=caller", "tag=stranger", StringComparison.Ordinal));
        _desk.TakeSent("SIP/2.0 481");
        _desk.Receive(Refresh(accepted, 3, "Expires: 200").Replace("dialog;id=7", "presence", StringComparison.Ordinal));
        _desk.TakeSent("SIP/2.0 489");
        _desk.None<SubscriptionRefreshed>();
    }

    [Fact]
    public void TheHostEndsIt()
    {
        var (subscription, _) = Subscribed();
        Assert.True(_desk.Do((agent, now) => agent.EndSubscription(subscription, "deactivated", now)));
        Assert.Equal("terminated;reason=deactivated", Desk.Header(_desk.TakeSent("NOTIFY"), "Subscription-State"));
        _desk.None<SubscriptionEnded>();
        Assert.Equal(0, _desk.Agent.Counters.Subscriptions);
    }

    [Fact]
    public void ABrowserWhoseConnectionClosesIsForgotten_ATelephoneOnTcpIsConnectedTo()
    {
        var ws = new SipFlow(SipTransport.Ws, Desk.Here, Desk.There, 5);
        var tcp = new SipFlow(SipTransport.Tcp, Desk.Here, Desk.There, 6);
        var (browser, _) = Subscribed(flow: ws);
        var (phone, _) = Subscribed(callId: "c2@desk", flow: tcp);
        _desk.Do((agent, now) => agent.FlowClosed(5, now));
        Assert.Equal(browser, _desk.Take<SubscriptionEnded>().Subscription);
        _desk.Do((agent, now) => agent.FlowClosed(6, now));
        _desk.None<SubscriptionEnded>();
        Tell(phone, "one");
        Assert.Equal(0, Assert.Single(_desk.Sent).Flow.Connection);
    }

    private static int Number(string message) => int.Parse(Desk.Header(message, "CSeq").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

    private static string Subscribe(string headers, string callId = "c1@desk")
    {
        var name = headers.Contains("Event:", StringComparison.Ordinal) ? "" : "Event: dialog;id=7\n";
        return Desk.Request("SUBSCRIBE", 1, $"z9hG4bKs{callId}", "", $"Max-Forwards: 70\nContact: <sip:caller@127.0.0.2:5080>\n{name}{headers}")
            .Replace("c1@desk", callId, StringComparison.Ordinal);
    }

    private static string Refresh(string accepted, int number, string headers) =>
        Desk.Request("SUBSCRIBE", number, $"z9hG4bKr{number}", Desk.Tag(accepted, "To"), $"Max-Forwards: 70\nContact: <sip:caller@127.0.0.2:5080>\nEvent: dialog;id=7\n{headers}");

    private (SubscriptionId Subscription, string Accepted) Subscribed(string headers = "", string callId = "c1@desk", SipFlow? flow = null)
    {
        _desk.Receive(Subscribe(headers, callId), flow);
        var request = _desk.Take<IncomingRequest>().Request;
        SubscriptionId subscription = default;
        Assert.True(_desk.Do((agent, now) => agent.Subscribe(request, "t1", now, out subscription)));
        return (subscription, _desk.TakeSent("SIP/2.0 200"));
    }

    private void Tell(SubscriptionId subscription, string state) =>
        Assert.True(_desk.Do((agent, now) => agent.Notify(subscription, Xml, Encoding.ASCII.GetBytes(state), now)));
}
