using RtcCluster.Media.Calls;
using RtcCluster.Media.Ice;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Srtp;
using RtcCluster.Media.Tests.Ice;
using RtcCluster.Media.Tones;
using static RtcCluster.Media.Tests.Calls.BrowserBench;

namespace RtcCluster.Media.Tests.Calls;

public class BrowserRelayTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static RtpHeader HeaderOf(byte[] packet)
    {
        Assert.Equal(RtpStatus.Ok, RtpHeader.TryRead(packet, out var header));
        return header;
    }

    [Theory]
    [InlineData(SrtpProfile.Aes128CmSha1Tag80)]
    [InlineData(SrtpProfile.AeadAes128Gcm)]
    public void ABrowserAndAPhoneHearEachOther(SrtpProfile profile)
    {
        using var bench = BrowserAndPhone(out var page, profile);
        var payload = Enumerable.Range(0, 160).Select(static i => (byte)i).ToArray();
        bench.Speak(page, payload: payload);
        bench.BobSpeaks();
        Assert.Equal(payload, Assert.Single(bench.Bob.Heard)[12..]);
        var heard = Assert.Single(page.Heard);
        Assert.Equal((0, 160), (HeaderOf(heard).PayloadType, HeaderOf(heard).PayloadLength));
        Assert.Contains($"a=ssrc:{HeaderOf(heard).Ssrc} cname:rtc\r\n", page.Answer, StringComparison.Ordinal);
        Assert.Equal(2, bench.Count(MediaEffectKind.MediaUp));
    }

    [Fact]
    public void OpusPassesBetweenTwoBrowsersAsItIs_EachWithItsOwnNumbers()
    {
        using var bench = new BrowserBench();
        var alice = bench.Load(1, "192.0.2.10", 50000, 1);
        var berta = bench.Load(2, "192.0.2.20", 50001, 2);
        bench.Incoming(A, alice);
        bench.Incoming(B, berta, berta.Offer(formats: "0 96 126 97").Replace(":111 ", ":96 ", StringComparison.Ordinal).Replace(":110 ", ":97 ", StringComparison.Ordinal));
        bench.Answer(B, berta, A);
        bench.Answer(A, alice, B);
        bench.Media.Connect(A, B, bench.Now);
        bench.Shake(A, alice);
        bench.Shake(B, berta);
        bench.Speak(alice, 111, 960, [1, 2, 3]);
        bench.Speak(berta, 96, 960, [4, 5]);
        Assert.Equal((96, 3), (HeaderOf(Assert.Single(berta.Heard)).PayloadType, HeaderOf(berta.Heard[0]).PayloadLength));
        Assert.Equal((111, 2), (HeaderOf(Assert.Single(alice.Heard)).PayloadType, HeaderOf(alice.Heard[0]).PayloadLength));
        Assert.Equal([1, 2, 3], berta.Heard[0][12..]);
    }

    [Fact]
    public void KeysOfABrowserReachAPhoneAndAreTold()
    {
        using var bench = BrowserAndPhone(out var page);
        for (var i = 1; i <= 3; i++)
        {
            bench.Arrive(page.Press(5, false, i * 160, 126), page.Home);
        }

        bench.Arrive(page.Press(5, true, 640, 126), page.Home);
        Assert.Equal('5', Assert.Single(bench.Effects, static e => e.Kind == MediaEffectKind.Dtmf).Digit.Digit);
        Assert.Equal(4, bench.Bob.Headers().Count(static h => h.PayloadType == 101));
    }

    [Fact]
    public void NothingIsSentBeforeBothKeysAndNomination()
    {
        using var bench = new BrowserBench();
        var page = bench.Load(1, "192.0.2.10", 50000, 1);
        bench.Incoming(A, page);
        Assert.NotEmpty(bench.Media.MakeAnswer(A, LegSlot.None, bench.Now));
        bench.Drain();
        bench.Media.Play(A, new HoldMusic(), bench.Now);
        bench.Shake(A, page);
        bench.Run(Second);
        Assert.Empty(page.Heard);

        bench.Answer(A, page, LegSlot.None);
        bench.Run(Second);
        Assert.InRange(page.Heard.Count, 49, 51);
    }

    [Fact]
    public void WhatIsGeneratedAndReportedIsProtectedToo_AndTheLegEndsWithAReport()
    {
        using var bench = BrowserAndPhone(out var page);
        bench.Media.Play(A, new HoldMusic(), bench.Now);
        bench.Run(TimeSpan.FromSeconds(10));
        Assert.InRange(page.Heard.Count, 499, 501);
        Assert.NotEmpty(page.Reports);
        var before = page.Reports.Count;
        bench.Media.RemoveLeg(A, bench.Now);
        bench.Drain();
        Assert.Equal(before + 1, page.Reports.Count);
        Assert.Empty(bench.Open);
        Assert.Equal(0, bench.Flows);
    }

    [Fact]
    public void PacketsBeforeTheKeysForgedOnesAndRepetitionsAreCountedAndDropped()
    {
        using var bench = new BrowserBench();
        var page = bench.Load(1, "192.0.2.10", 50000, 1);
        bench.Incoming(A, page);
        bench.Answer(A, page, LegSlot.None);
        var keys = page.Secure();
        bench.Speak(page);
        Assert.Equal(1, bench.Media.Statistics(A)!.BeforeKeys);

        bench.Media.Secure(A, 1, keys, bench.Now);
        var packet = page.Speak(new byte[160], 0, 160);
        var forged = packet.ToArray();
        forged[20] ^= 1;
        bench.Arrive(forged, page.Home);
        bench.Arrive(packet, page.Home);
        bench.Arrive(packet, page.Home);
        bench.Arrive([0x80, 0, 1], page.Home);
        var statistics = bench.Media.Statistics(A)!;
        Assert.Equal((1, 1, 1, 1), (statistics.Received, statistics.NotAuthentic, statistics.Replayed, statistics.Undecipherable));
    }

    [Fact]
    public void AStrangerAtTheSharedPortReachesNobody()
    {
        using var bench = BrowserAndPhone(out var page);
        Assert.Equal(RouteStatus.UnknownSource, bench.Arrive(page.Speak(new byte[160], 0, 160), Browser.At("198.51.100.9", 4000)));
        Assert.Empty(bench.Bob.Heard);
        Assert.Equal(0, bench.Media.Statistics(A)!.Received);
    }

    [Fact]
    public void ReportsOfABrowserKeepItsLegAlive()
    {
        using var bench = BrowserAndPhone(out var page, options: CallMediaOptions.Default with { ActiveTimeout = TimeSpan.FromSeconds(10) });
        for (var i = 0; i < 4; i++)
        {
            bench.Run(TimeSpan.FromSeconds(6));
            bench.Arrive(page.Report(), page.Home);
            bench.BobSpeaks();
        }

        Assert.Equal(0, bench.Count(MediaEffectKind.MediaLost));
    }

    [Fact]
    public void Rfc7675_5_1_WithoutConsentNothingIsSent_AndSilenceAloneLosesTheLeg()
    {
        using var bench = BrowserAndPhone(out var page, options: CallMediaOptions.Default with { ActiveTimeout = TimeSpan.FromSeconds(60) });
        bench.Speak(page);
        bench.Leave(page);
        bench.Run(TimeSpan.FromSeconds(31));
        bench.BobSpeaks();
        Assert.Empty(page.Heard);
        Assert.Equal(0, bench.Count(MediaEffectKind.MediaLost));
        bench.Run(TimeSpan.FromSeconds(30));
        Assert.Equal(A, Assert.Single(bench.Effects, static e => e.Kind == MediaEffectKind.MediaLost && e.Leg == A).Leg);
        Assert.Single(bench.Open);
    }

    [Fact]
    public void TheHotPathAllocatesNothing_InAndOut()
    {
        using var bench = BrowserAndPhone(out var page);
        var spoken = Enumerable.Range(0, 3000).Select(_ => page.Speak(new byte[160], 0, 160)).ToArray();
        var answered = Enumerable.Range(0, 3000).Select(_ => bench.Bob.Speak()).ToArray();
        var buffer = new byte[1500];
        Pump(0, 1000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Pump(1000, 3000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Pump(int from, int to)
        {
            for (var i = from; i < to; i++)
            {
                var now = bench.Now + (i * MediaClock.FrameTicks);
                spoken[i].CopyTo(buffer, 0);
                var toPhone = bench.Media.ReceiveSecure(A, 1, buffer, spoken[i].Length, now);
                answered[i].CopyTo(buffer, 0);
                var toBrowser = bench.Media.Receive(B, false, buffer, answered[i].Length, bench.Bob.Rtp, now);
                if (toPhone.Length != 172 || toBrowser.Length != 172 + 16)
                {
                    throw new InvalidOperationException("not forwarded");
                }

                while (bench.Media.TryTake(out _))
                {
                }
            }
        }
    }
}
