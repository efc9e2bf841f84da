using System.Text;
using RtcCluster.Media.Addresses;
using RtcCluster.Media.Ice;
using RtcCluster.Media.Sdp;

namespace RtcCluster.Media.Tests.Ice;

public class IceDescriptionTests
{
    private const string Credentials = "a=ice-ufrag:abcd\r\na=ice-pwd:0123456789abcdefABCD+/\r\n";

    [Fact]
    public void ABrowsersOfferIsRead()
    {
        var status = Read(
            "a=ice-options:trickle\r\n",
            Credentials + "a=ice-options:renomination trickle\r\n"
                + "a=candidate:1 1 udp 2113937151 192.168.1.7 50000 typ host generation 0 network-cost 999\r\n"
                + "a=candidate:2 1 udp 2113937151 2f1c7bd0-8a4e.local 50001 typ host\r\n"
                + "a=candidate:3 1 tcp 1518280447 192.168.1.7 9 typ host tcptype active\r\n"
                + "a=candidate:what is this\r\n"
                + "a=candidate\r\n"
                + "a=end-of-candidates\r\n",
            out var description);
        Assert.Equal(IceDescriptionStatus.Ok, status);
        Assert.Equal(("abcd", "0123456789abcdefABCD+/"), (description!.Credentials.Ufrag, description.Credentials.Password));
        Assert.Equal(["192.168.1.7:50000", "192.168.1.7:9"], description.Candidates.Select(static candidate => candidate.Address.ToString()));
        Assert.Equal((1, 2), (description.Ignored(IceCandidateStatus.Name), description.Ignored(IceCandidateStatus.Malformed)));
        Assert.Equal(["trickle", "renomination"], description.Options);
        Assert.True(description.IsComplete);
        Assert.False(description.IsLite);
    }

    [Fact]
    public void Rfc8839_5_4_WhatTheSectionSaysGoesBeforeWhatTheSessionSays()
    {
        Assert.Equal(IceDescriptionStatus.Ok, Read("a=ice-ufrag:session\r\na=ice-pwd:sessionsessionsessionse\r\n", Credentials, out var own));
        Assert.Equal("abcd", own!.Credentials.Ufrag);
        Assert.Equal(IceDescriptionStatus.Ok, Read("a=ice-lite\r\n" + Credentials, "", out var inherited));
        Assert.Equal(("abcd", true), (inherited!.Credentials.Ufrag, inherited.IsLite));
    }

    [Theory]
    [InlineData("", IceDescriptionStatus.Absent)]
    [InlineData("a=candidate:1 1 udp 5 127.0.0.1 2 typ host\r\n", IceDescriptionStatus.Absent)]
    [InlineData("a=ice-ufrag:abcd\r\n", IceDescriptionStatus.BadCredentials)]
    [InlineData("a=ice-pwd:0123456789abcdefABCD+/\r\n", IceDescriptionStatus.BadCredentials)]
    [InlineData("a=ice-ufrag:abc\r\na=ice-pwd:0123456789abcdefABCD+/\r\n", IceDescriptionStatus.BadCredentials)]
    [InlineData("a=ice-ufrag:abcd\r\na=ice-pwd:short\r\n", IceDescriptionStatus.BadCredentials)]
    public void WithoutGoodCredentialsThereIsNoIce(string attributes, IceDescriptionStatus expected)
    {
        Assert.Equal(expected, Read("", attributes, out var description));
        Assert.Null(description);
    }

    [Fact]
    public void TheSixtyFifthCandidateIsLeftOutAndCounted()
    {
        var text = new StringBuilder(Credentials);
        for (var i = 1; i <= 100; i++)
        {
            text.Append($"a=candidate:{i} 1 udp 5 127.0.0.1 {i} typ host\r\n");
        }

        Assert.Equal(IceDescriptionStatus.Ok, Read("", text.ToString(), out var description));
        Assert.Equal((64, 36), (description!.Candidates.Count, description.Ignored(IceCandidateStatus.TooMany)));
        Assert.Equal(IceCandidateStatus.TooMany, description.Add("1 1 udp 5 127.0.0.1 2 typ host"));
    }

    [Fact]
    public void OursIsWrittenAsABrowserReadsIt()
    {
        var address = MediaEndpoint.FromBytes([127, 0, 0, 1], 20000);
        var ours = new IceDescription(Browser.Edge) { IsLite = true, IsComplete = true };
        ours.Add(IceCandidate.HostUdp(address));
        ours.Add(IceCandidate.HostTcpPassive(address));
        List<SdpAttribute> session = [], media = [];
        ours.Write(session, media);
        Assert.Equal([new SdpAttribute("ice-lite")], session);
        Assert.Equal(
            [
                new SdpAttribute("ice-ufrag", Browser.Edge.Ufrag),
                new SdpAttribute("ice-pwd", Browser.Edge.Password),
                new SdpAttribute("candidate", "1 1 udp 2130706431 127.0.0.1 20000 typ host"),
                new SdpAttribute("candidate", "2 1 tcp 2124414975 127.0.0.1 20000 typ host tcptype passive"),
                new SdpAttribute("end-of-candidates"),
            ],
            media);
        Assert.Equal(IceDescriptionStatus.Ok, IceDescription.TryRead(session, media, out var read));
        Assert.Equal(ours.Candidates, read!.Candidates);
        Assert.True(read.IsLite && read.IsComplete);
    }

    private static IceDescriptionStatus Read(string session, string media, out IceDescription? description)
    {
        var text = $"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n{session}m=audio 9 UDP/TLS/RTP/SAVPF 0\r\nc=IN IP4 0.0.0.0\r\n{media}";
        Assert.Equal(SdpStatus.Ok, SdpSession.TryRead(Encoding.ASCII.GetBytes(text), SdpLimits.Default, out var sdp));
        return IceDescription.TryRead(sdp!.Attributes, sdp.Media[0].Attributes, out description);
    }
}
