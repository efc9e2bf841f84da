using RtcCluster.Media.Calls;
using RtcCluster.Media.Sdp;
using RtcCluster.Media.Tests.Ice;
using static RtcCluster.Media.Tests.Calls.BrowserBench;

namespace RtcCluster.Media.Tests.Calls;

/// <summary>A browser that offers anew in mid-call: hold, another network, a page that was loaded anew.</summary>
public class BrowserReturnTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void AHoldKeepsTheConnection()
    {
        using var bench = BrowserAndPhone(out var page);
        Assert.Contains("a=recvonly\r\n", bench.Reoffer(A, page, page.Offer("sendonly")), StringComparison.Ordinal);
        Assert.True(bench.Media.RemoteHold(A));
        bench.BobSpeaks();
        Assert.Empty(page.Heard);
        bench.Reoffer(A, page);
        bench.BobSpeaks();
        Assert.Single(page.Heard);
        Assert.Equal(1, bench.Count(MediaEffectKind.UfragAdded));
    }

    [Fact]
    public void ARefusedReofferChangesNothing()
    {
        using var bench = BrowserAndPhone(out var page);
        var other = bench.Load(2, "192.0.2.10", 50001, 2);
        Assert.Equal(NegotiationStatus.NoRtcpMux, bench.Offer(A, other.Offer().Replace("a=rtcp-mux\r\n", "", StringComparison.Ordinal)));
        bench.Speak(page);
        bench.BobSpeaks();
        Assert.Single(bench.Bob.Heard);
        Assert.Single(page.Heard);
        Assert.Equal(1, bench.Count(MediaEffectKind.UfragAdded));
    }

    [Fact]
    public void Rfc8445_9_ARestartKeepsTheKeys_AndMediaGoesOnUntilAnotherPairIsNominated()
    {
        using var bench = BrowserAndPhone(out var page);
        bench.Run(Second, page);
        var first = page.EdgeUfrag;
        page.RestartIce(77);
        Assert.Equal(NegotiationStatus.Accepted, bench.Offer(A, page.Offer()));
        var answer = System.Text.Encoding.Latin1.GetString(bench.Media.MakeAnswer(A, B, bench.Now));
        bench.Drain();
        Assert.DoesNotContain(first, answer, StringComparison.Ordinal);
        bench.Speak(page);
        bench.BobSpeaks();
        Assert.Single(page.Heard);

        page.Home = Browser.At("198.51.100.20", 41000);
        page.Take(answer, bench.Now);
        bench.Check(page);
        bench.Speak(page);
        bench.BobSpeaks();
        Assert.Equal(2, page.Heard.Count);
        Assert.Equal(first, Assert.Single(bench.Effects, static e => e.Kind == MediaEffectKind.UfragRetired).Ufrag);
        Assert.Equal([(A, 1)], bench.Open);
        bench.Bob.AssertContinuous();
    }

    [Fact]
    public void ANominationFromAnotherAddressMovesTheMedia()
    {
        using var bench = BrowserAndPhone(out var page);
        bench.Run(Second, page);
        page.Home = Browser.At("198.51.100.20", 41000);
        page.Checks!.CheckNow(bench.Now);
        bench.Check(page);
        bench.BobSpeaks();
        bench.Speak(page);
        Assert.Single(page.Heard);
        bench.Bob.AssertContinuous();
    }

    [Fact]
    public void APageThatIsLoadedAnewTakesOverWhenItIsConnected_AndThePhoneAndTheRecordingHearNoBreak()
    {
        using var bench = BrowserAndPhone(out var page);
        Assert.True(bench.Media.StartRecording("r", A, B, bench.Now));
        bench.Run(Second, page);
        var anew = bench.Load(2, "192.0.2.10", 50002, 0xA11CF);
        bench.Reoffer(A, anew);
        Assert.Equal([(A, 1), (A, 2)], bench.Open);
        bench.Run(Second, page);
        bench.BobSpeaks();
        Assert.Single(page.Heard);
        Assert.Empty(anew.Heard);

        bench.Shake(A, anew);
        Assert.Equal([(A, 2)], bench.Open);
        bench.Run(Second, anew);
        bench.BobSpeaks();
        Assert.Single(page.Heard);
        Assert.Single(anew.Heard);
        Assert.Equal(Phone.ReadSsrc(page.Heard[0]), Phone.ReadSsrc(anew.Heard[0]));
        Assert.Equal(150, bench.Bob.Heard.Count);
        bench.Bob.AssertContinuous();

        bench.Media.StopRecording(bench.Now);
        bench.Drain();
        var (left, _) = RecordingBench.Channels(bench.Chunks);
        Assert.InRange(left.Length, 3 * 8000, (3 * 8000) + 160);
    }

    [Fact]
    public void APageThatSaidGoodbyeIsSentNothing_AndTheLegWaitsForTheNextOne()
    {
        using var bench = BrowserAndPhone(out var page);
        bench.Run(Second, page);
        bench.Media.CloseConnection(A, 1, bench.Now);
        bench.Drain();
        Assert.Empty(bench.Open);
        bench.BobSpeaks();
        Assert.Empty(page.Heard);
        Assert.True(bench.Media.HasLeg(A));

        // Asked again, the answer of before is still the answer.
        Assert.Equal(page.Answer, CallBench.Text(bench.Media.MakeAnswer(A, B, bench.Now)));
        var anew = bench.Load(2, "192.0.2.10", 50002, 0xA11CF);
        bench.Reoffer(A, anew);
        bench.Shake(A, anew);
        bench.Run(Second, anew);
        bench.BobSpeaks();
        Assert.Single(anew.Heard);
        bench.Bob.AssertContinuous();
    }

    [Fact]
    public void OfTwoPagesThatNeverConnectTheNewerCounts()
    {
        using var bench = BrowserAndPhone(out var page);
        bench.Reoffer(A, bench.Load(2, "192.0.2.10", 50002, 2));
        bench.Reoffer(A, bench.Load(3, "192.0.2.10", 50003, 3));
        Assert.Equal([(A, 1), (A, 3)], bench.Open);
        bench.Speak(page);
        Assert.Single(bench.Bob.Heard);
    }

    [Fact]
    public void WhenTheOldPageEndsFirstTheNewOneStillConnects()
    {
        using var bench = BrowserAndPhone(out _);
        var anew = bench.Load(2, "192.0.2.10", 50002, 2);
        bench.Reoffer(A, anew);
        bench.Media.CloseConnection(A, 1, bench.Now);
        bench.Drain();
        bench.Shake(A, anew);
        bench.BobSpeaks();
        Assert.Single(anew.Heard);
    }

    [Fact]
    public void KeysForAConnectionThatHasGoneAreIgnored()
    {
        using var bench = BrowserAndPhone(out var page);
        bench.Media.Secure(A, 9, page.Secure(), bench.Now);
        bench.Media.CloseConnection(A, 9, bench.Now);
        bench.Media.Secure(new LegSlot(7), 1, page.Secure(), bench.Now);
        Assert.Equal([(A, 1)], bench.Open);
        Assert.False(bench.Media.ReceiveSecure(A, 9, new byte[100], 80, bench.Now).Length > 0);
    }
}
