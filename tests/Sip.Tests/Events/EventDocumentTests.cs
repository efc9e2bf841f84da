using System.Text;
using System.Xml.Linq;
using RtcCluster.Sip.Events;
using Xunit;

namespace RtcCluster.Sip.Tests.Events;

public sealed class EventDocumentTests
{
    [Theory]
    [InlineData(DialogState.Terminated, "terminated", null)]
    [InlineData(DialogState.Calling, "early", "initiator")]
    [InlineData(DialogState.Ringing, "early", "recipient")]
    [InlineData(DialogState.Confirmed, "confirmed", null)]
    public void Rfc4235_4_ALineIsDescribedInFull(DialogState state, string text, string? direction)
    {
        var info = Read(DialogInfo.Write("sip:1002@demo.test", 7, state));
        XNamespace ns = "urn:ietf:params:xml:ns:dialog-info";
        Assert.Equal(ns + "dialog-info", info.Name);
        Assert.Equal(("7", "full", "sip:1002@demo.test"), (info.Attribute("version")!.Value, info.Attribute("state")!.Value, info.Attribute("entity")!.Value));
        var dialog = info.Element(ns + "dialog")!;
        Assert.Equal((text, direction), (dialog.Element(ns + "state")!.Value, dialog.Attribute("direction")?.Value));
    }

    [Fact]
    public void Rfc3863_4_APersonIsDescribed_WhateverTheyWrite()
    {
        var presence = Read(PresenceDocument.Write("sip:1002@demo.test", true, PresenceActivity.OnThePhone, "</note> <b>&\u0001ñ"));
        XNamespace pidf = "urn:ietf:params:xml:ns:pidf", person = "urn:ietf:params:xml:ns:pidf:data-model", rpid = "urn:ietf:params:xml:ns:pidf:rpid";
        Assert.Equal("open", presence.Element(pidf + "tuple")!.Element(pidf + "status")!.Element(pidf + "basic")!.Value);
        Assert.NotNull(presence.Element(person + "person")!.Element(rpid + "activities")!.Element(rpid + "on-the-phone"));
        Assert.Equal("</note> <b>&ñ", presence.Element(person + "person")!.Element(person + "note")!.Value);
        Assert.Null(Read(PresenceDocument.Write("sip:1002@demo.test", false, PresenceActivity.None, null)).Element(person + "person"));
    }

    private static XElement Read(byte[] document) => XDocument.Parse(Encoding.UTF8.GetString(document)).Root!;
}
