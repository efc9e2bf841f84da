using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Dialogs;
using Xunit;

namespace RtcCluster.Sip.Tests.Dialogs;

/// <summary>Which peers another edge could reach, as their dialogs show.</summary>
public sealed class HiddenPeerTests
{
    [Theory]
    [InlineData("sip:1001@10.0.0.5:5070", "10.0.0.5:5070", SipTransport.Udp, false)]
    [InlineData("sip:1001@10.0.0.5", "10.0.0.5:41000", SipTransport.Udp, false)]
    [InlineData("sip:1001@phone.example", "10.0.0.5:5060", SipTransport.Udp, false)]
    [InlineData("sip:1001@[2001:db8::5]:5060", "[2001:db8::5]:5060", SipTransport.Udp, false)]
    [InlineData("sip:1001@203.0.113.9:5060", "198.51.100.5:5060", SipTransport.Udp, false)]
    [InlineData("sip:1001@192.168.1.5:5060", "198.51.100.5:5060", SipTransport.Udp, true)]
    [InlineData("sip:1001@192.168.1.5:5060", "10.0.0.5:5060", SipTransport.Udp, true)]
    [InlineData("sip:1001@10.0.0.5:5060;transport=tcp", "10.0.0.5:41000", SipTransport.Tcp, true)]
    [InlineData("sips:1001@10.0.0.5:5061", "10.0.0.5:41000", SipTransport.Tls, true)]
    [InlineData("sip:1001@invalid;transport=ws", "10.0.0.5:41000", SipTransport.Ws, true)]
    public void AConnectionAndANat_AreReachedFromHereAlone(string contact, string source, SipTransport transport, bool isHidden) =>
        Assert.Equal(isHidden, Dialog(contact, source, transport).IsHidden);

    [Fact]
    public void WhatComesByAProxy_IsTheProxysToReach() =>
        Assert.False((Dialog("sip:1001@192.168.1.5", "10.0.0.5:5060", SipTransport.Udp) with { Routes = ["<sip:10.0.0.5;lr>"] }).IsHidden);

    private static DialogSnapshot Dialog(string contact, string source, SipTransport transport) => new()
    {
        CallId = "id",
        LocalTag = "a",
        RemoteTag = "b",
        LocalParty = "<sip:a@x>",
        RemoteParty = "<sip:b@x>",
        Token = "t",
        RemoteTarget = contact,
        Remote = source,
        Transport = transport,
    };
}
