using System.Text;
using RtcCluster.Media.Calls;
using RtcCluster.Media.Dtls;
using RtcCluster.Media.Sdp;
using static RtcCluster.Media.Tests.Calls.BrowserBench;

namespace RtcCluster.Media.Tests.Calls;

/// <summary>A call to a telephone in a web page: the offer is ours.</summary>
public class OfferedBrowserTests
{
    private static WebPage Invite(BrowserBench bench)
    {
        var page = bench.Load(1, "192.0.2.10", 50000, 0xA11CE);
        bench.Outgoing(A, page);
        Assert.True(bench.Media.AddLeg(B, CallBench.Leg(20102), bench.Now));
        Assert.NotEmpty(bench.Media.MakeOffer(B, A, bench.Now));
        Assert.Equal(NegotiationStatus.Accepted, bench.Media.AcceptAnswer(B, bench.Bob.Sdp(), bench.Now));
        bench.Media.Connect(A, B, bench.Now);
        return page;
    }

    private static NegotiationStatus Answered(BrowserBench bench, WebPage page, string setup = "active")
    {
        var answer = page.Offer(formats: "0 101").Replace(":126 ", ":101 ", StringComparison.Ordinal).Replace("setup:actpass", "setup:" + setup, StringComparison.Ordinal);
        var status = bench.Media.AcceptAnswer(A, Encoding.Latin1.GetBytes(answer), bench.Now);
        bench.Drain();
        return status;
    }

    [Theory]
    [InlineData("active", DtlsRole.Server)]
    [InlineData("passive", DtlsRole.Client)]
    public void ItsChecksAreAnsweredBeforeItsAnswer_ItsCertificateIsNamedByIt_AndBothHearEachOther(string setup, DtlsRole role)
    {
        using var bench = new BrowserBench();
        var page = Invite(bench);
        Assert.Equal(1, bench.Count(MediaEffectKind.FlowSelected));
        Assert.Null(Assert.Single(bench.Effects, static e => e.Kind == MediaEffectKind.UfragAdded).Terms!.Peer);

        Assert.Equal(NegotiationStatus.Accepted, Answered(bench, page, setup));
        var named = Assert.Single(bench.Effects, static e => e.Kind == MediaEffectKind.PeerNamed);
        Assert.Equal((1, role), (named.Connection, named.Terms!.Role));
        Assert.NotNull(named.Terms.Peer);

        bench.Shake(A, page);
        bench.Speak(page);
        bench.BobSpeaks();
        Assert.Single(bench.Bob.Heard);
        Assert.Single(page.Heard);
    }

    [Fact]
    public void TheSameAnswerIn183And200ChangesNothing()
    {
        using var bench = new BrowserBench();
        var page = Invite(bench);
        Answered(bench, page);
        bench.Shake(A, page);
        Assert.Equal(NegotiationStatus.Accepted, Answered(bench, page));
        Assert.Equal(1, bench.Count(MediaEffectKind.PeerNamed));
        Assert.Equal(0, bench.Count(MediaEffectKind.ConnectionClosed));
        bench.Speak(page);
        Assert.Single(bench.Bob.Heard);
    }

    [Fact]
    public void AnAnswerWithAnotherCertificateIsAnotherPage_WhichBeginsAnew()
    {
        using var bench = new BrowserBench();
        var page = Invite(bench);
        Answered(bench, page);
        bench.Shake(A, page);
        var other = bench.Load(2, "192.0.2.20", 50001, 0xB0B0);
        Assert.Equal(NegotiationStatus.Accepted, Answered(bench, other));
        Assert.Equal([(A, 2)], bench.Open);
        bench.Media.ReceiveSecure(A, 1, new byte[200], 60, bench.Now);
        other.Take(page.Answer, bench.Now);
        bench.Check(other);
        bench.Shake(A, other);
        bench.Speak(other);
        Assert.Single(bench.Bob.Heard);
    }

    [Theory]
    [InlineData("active", "passive")]
    [InlineData("passive", "active")]
    public void Rfc8842_5_5_AHoldOfThePageKeepsConnectionAndEnds(string setup, string ours)
    {
        using var bench = new BrowserBench();
        var page = Invite(bench);
        Answered(bench, page, setup);
        bench.Shake(A, page);
        var answer = bench.Reoffer(A, page, page.Offer("sendonly", "0 101").Replace(":126 ", ":101 ", StringComparison.Ordinal));
        Assert.Contains($"a=recvonly\r\n", answer, StringComparison.Ordinal);
        Assert.Contains($"a=setup:{ours}\r\n", answer, StringComparison.Ordinal);
        Assert.Equal([(A, 1)], bench.Open);
        Assert.True(bench.Media.RemoteHold(A));
    }

    [Fact]
    public void Rfc8445_9_AnIceRestartOfThePageKeepsTheLeg()
    {
        using var bench = new BrowserBench();
        var page = Invite(bench);
        Answered(bench, page);
        bench.Shake(A, page);
        var before = page.EdgeUfrag;
        page.RestartIce(77);
        bench.Reoffer(A, page, page.Offer(formats: "0 101").Replace(":126 ", ":101 ", StringComparison.Ordinal));
        Assert.NotEqual(before, page.EdgeUfrag);
        Assert.Equal([(A, 1)], bench.Open);
        bench.Speak(page);
        Assert.Single(bench.Bob.Heard);
    }

    [Fact]
    public void AnOfferInMidCallNamesTheConnectionThatIs()
    {
        using var bench = new BrowserBench();
        var page = Invite(bench);
        Answered(bench, page);
        bench.Shake(A, page);
        var offer = Encoding.Latin1.GetString(bench.Media.MakeOffer(A, B, bench.Now));
        bench.Drain();
        Assert.Contains($"a=ice-ufrag:{page.EdgeUfrag}\r\n", offer, StringComparison.Ordinal);
        Assert.Contains("a=setup:actpass\r\n", offer, StringComparison.Ordinal);
        Assert.Equal(NegotiationStatus.Accepted, Answered(bench, page));
        Assert.Equal([(A, 1)], bench.Open);
        bench.Speak(page);
        Assert.Single(bench.Bob.Heard);
    }

    [Fact]
    public void ALegThatRingsInVainLeavesNothing()
    {
        using var bench = new BrowserBench();
        Invite(bench);
        bench.Media.RemoveLeg(A, bench.Now);
        bench.Drain();
        Assert.Empty(bench.Open);
        Assert.Equal(0, bench.Flows);
    }
}
