using RtcCluster.Edge.Calls;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Dialogs;
using Xunit;

namespace RtcCluster.Edge.Tests.Calls;

/// <summary>Which telephones another edge could reach, as their dialogs show.</summary>
public sealed class LegReachTests
{
    [Theory]
    [InlineData("sip:1001@10.0.0.5:5070", "10.0.0.5:5070", SipTransport.Udp, false)]
    [InlineData("sip:1001@10.0.0.5", "10.0.0.5:41000", SipTransport.Udp, false)]
    [InlineData("sip:1001@phone.example", "10.0.0.5:5060", SipTransport.Udp, false)]
    [InlineData("sip:1001@[2001:db8::5]:5060", "[2001:db8::5]:5060", SipTransport.Udp, false)]
    [InlineData("sip:1001@192.168.1.5:5060", "10.0.0.5:5060", SipTransport.Udp, true)]
    [InlineData("sip:1001@10.0.0.5:5060;transport=tcp", "10.0.0.5:41000", SipTransport.Tcp, true)]
    [InlineData("sips:1001@10.0.0.5:5061", "10.0.0.5:41000", SipTransport.Tls, true)]
    [InlineData("sip:1001@invalid;transport=ws", "10.0.0.5:41000", SipTransport.Ws, true)]
    public void AConnectionAndANat_AreReachedFromHereAlone(string contact, string source, SipTransport transport, bool isNear) =>
        Assert.Equal(isNear, LegReach.IsNear(Dialog(contact, source, transport).ToBytes()));

    [Fact]
    public void WhatComesByAProxy_IsTheProxysToReach() =>
        Assert.False(LegReach.IsNear((Dialog("sip:1001@192.168.1.5", "10.0.0.5:5060", SipTransport.Udp) with { Routes = ["<sip:10.0.0.5;lr>"] }).ToBytes()));

    [Fact]
    public void BytesThatNobodyCanRead_AreNoReason() => Assert.False(LegReach.IsNear([9, 9, 9]));

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
