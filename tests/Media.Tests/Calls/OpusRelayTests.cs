using System.Text;
using RtcCluster.Media.Calls;
using RtcCluster.Media.Codecs;
using RtcCluster.Media.Codecs.Opus;
using RtcCluster.Media.Recording;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Sdp;
using RtcCluster.Media.Tests.Signals;
using RtcCluster.Media.Tones;
using static RtcCluster.Media.Tests.Calls.BrowserBench;

namespace RtcCluster.Media.Tests.Calls;

/// <summary>Browsers that speak Opus with whoever has none: telephones, music, a mix. And what is recorded of it.</summary>
public sealed class OpusRelayTests : IDisposable
{
    private const double PageTone = 440;
    private const int OpusType = 111;
    private const int Warm = 25;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly OpusEncoder _encoder = new();
    private readonly byte[] _packet = new byte[OpusEncoder.MaxPacket];
    private long _said;

    public void Dispose() => _encoder.Dispose();

    [Fact]
    public void ABrowserSpeaksOpusAndAPhoneG711_AndBothHearEachOther()
    {
        using var bench = BrowserAndPhone(out var page, prefersOpus: true);
        Assert.Equal((PayloadKind.Opus, PayloadKind.Pcmu), (bench.Media.Agreed(A)!.Codec, bench.Media.Agreed(B)!.Codec));
        Talk(bench, page, 100);

        Assert.Equal((100, 100), (bench.Bob.Heard.Count, page.Heard.Count));
        bench.Bob.AssertContinuous();
        Assert.True(Tone.Purity(bench.Bob.Audio(Warm), PageTone) > 0.98);
        Assert.All(page.Heard, static packet => Assert.Equal(OpusType, HeaderOf(packet).PayloadType));
        Assert.All(Steps(page), static step => Assert.Equal((1, 960u), step));
        Assert.True(Tone.Purity(Heard(page, Warm), bench.Bob.Frequency) > 0.98);
        Assert.Equal((0, 0), (bench.Media.Statistics(A)!.NotForwarded, bench.Media.Statistics(B)!.NotForwarded));
    }

    [Fact]
    public void WithoutTheWishABrowserSpeaksTheLawOfThePhone()
    {
        using var bench = BrowserAndPhone(out _);
        Assert.Equal(PayloadKind.Pcmu, bench.Media.Agreed(A)!.Codec);
    }

    [Fact]
    public void ABrowserThatIsCalledIsOfferedOpusFirst()
    {
        using var bench = new BrowserBench { PrefersOpus = true };
        bench.Outgoing(A, bench.Load(1, "192.0.2.10", 50000, 1));
        Assert.Contains("m=audio 20000 UDP/TLS/RTP/SAVPF 111 0 8 110 101\r\n", Encoding.Latin1.GetString(bench.Media.MakeOffer(A, LegSlot.None, bench.Now)), StringComparison.Ordinal);
    }

    [Fact]
    public void OfAPhoneAndABrowserBothChannelsAreRecordedAsG711()
    {
        using var bench = BrowserAndPhone(out var page, prefersOpus: true);
        bench.Media.StartRecording("mixed", A, B, bench.Now);
        Talk(bench, page, 150);
        Stop(bench);

        Assert.Equal([RecordingChunkKind.G711, RecordingChunkKind.G711], Kinds(bench));
        var (left, right) = RecordingBench.Channels(bench.Chunks);
        Assert.True(Tone.Purity(left.AsSpan(4_000..20_000), PageTone) > 0.98);
        Assert.True(Tone.Purity(right.AsSpan(4_000..20_000), bench.Bob.Frequency) > 0.98);
    }

    [Fact]
    public void MusicOnHoldIsOpus_AndBeginsNoSegmentOfTheRecording()
    {
        using var bench = BrowserAndPhone(out var page, prefersOpus: true);
        bench.Media.StartRecording("held", A, B, bench.Now);
        Talk(bench, page, 100);
        bench.Media.Play(B, new HoldMusic(), bench.Now);
        Talk(bench, page, 50);
        bench.Media.Connect(A, B, bench.Now);
        bench.Media.Play(A, new HoldMusic(), bench.Now);
        var from = page.Heard.Count;
        bench.Run(Second);
        Stop(bench);

        Assert.All(Kinds(bench), static kind => Assert.Equal(RecordingChunkKind.G711, kind));
        Assert.Equal(51, page.Heard.Count - from);
        Assert.All(Steps(page).Skip(from), static step => Assert.Equal((1, 960u), step));
        var music = new short[8000];
        var source = new HoldMusic();
        for (var at = 0; at < music.Length; at += MediaClock.FrameSamples)
        {
            source.Fill(music.AsSpan(at, MediaClock.FrameSamples));
        }

        Assert.Equal(Tone.Rms(music), Tone.Rms(Heard(page, from)), 0.15 * Tone.Rms(music));
    }

    [Fact]
    public void BrowsersAreRecordedUndecoded_AndAPhoneThatTakesOverBeginsASegment()
    {
        using var bench = new BrowserBench { PrefersOpus = true };
        var (alice, berta) = (bench.Load(1, "192.0.2.10", 50000, 1), bench.Load(2, "192.0.2.20", 50001, 2));
        var phone = new LegSlot(2);
        bench.Incoming(A, alice);
        bench.Incoming(B, berta);
        bench.Answer(B, berta, A);
        bench.Answer(A, alice, B);
        bench.Media.Connect(A, B, bench.Now);
        bench.Shake(A, alice);
        bench.Shake(B, berta);
        bench.Media.StartRecording("transfer", A, B, bench.Now);
        Talk(bench, alice, 100);

        Assert.True(bench.Media.AddLeg(phone, CallBench.Leg(20102), bench.Now));
        Assert.NotEmpty(bench.Media.MakeOffer(phone, A, bench.Now));
        Assert.Equal(NegotiationStatus.Accepted, bench.Media.AcceptAnswer(phone, bench.Bob.Sdp(), bench.Now));
        bench.Media.RemoveLeg(B, bench.Now);
        bench.Media.Connect(A, phone, bench.Now);
        bench.Media.SetRecordingLeg(RecordingSide.Right, phone, bench.Now);
        Talk(bench, alice, 100, phone);
        Stop(bench);

        Assert.Equal([new RecordingSegment(true, 0, 0), new RecordingSegment(false, 1, 1)], RecordingSegment.Divide(Kinds(bench)));
        Assert.True(Tone.Purity(bench.Bob.Audio(Warm), PageTone) > 0.98);
    }

    [Fact]
    public void WithoutTheLibraryOpusDoesNotReachAPhone_AndIsRecordedAsItIs()
    {
        using var bench = BrowserAndPhone(out var page, options: CallMediaOptions.Default with { TranscodesOpus = false }, prefersOpus: true);
        bench.Media.StartRecording("opus", A, LegSlot.None, bench.Now);
        Talk(bench, page, 50);
        Assert.Empty(bench.Bob.Heard);
        Assert.Equal(50, bench.Media.Statistics(A)!.NotForwarded);
        Assert.All(page.Heard, static packet => Assert.Equal(0, HeaderOf(packet).PayloadType));

        Stop(bench);
        Assert.Equal([RecordingChunkKind.Opus], Kinds(bench));
    }

    [Fact]
    public void Rfc6716_2_1_4_APacketOf30msHasNoOpus_AndGoesOnInItsLaw()
    {
        using var bench = BrowserAndPhone(out var page, prefersOpus: true);
        bench.BobSpeaks();
        bench.BobSpeaks(240);
        bench.BobSpeaks(480);
        Assert.Equal([OpusType, 0, OpusType], page.Heard.Select(static packet => (int)HeaderOf(packet).PayloadType));
        Assert.Equal(240, HeaderOf(page.Heard[1]).PayloadLength);
        Assert.True(OpusPacket.TryRead(page.Heard[2].AsSpan(RtpHeader.FixedLength), out var long60));
        Assert.Equal(2880, long60.Samples);
    }

    [Fact]
    public void ADamagedPacketIsCountedAndGoesNowhere()
    {
        using var bench = BrowserAndPhone(out var page, prefersOpus: true);
        bench.Speak(page, OpusType, 960, [0xFF]);
        Assert.Empty(bench.Bob.Heard);
        Assert.Equal(1, bench.Media.Statistics(A)!.Malformed);
    }

    [Fact]
    public void InAMixABrowserHearsAndIsHeardInOpus()
    {
        using var bench = BrowserAndPhone(out var page, prefersOpus: true);
        bench.Media.Join(A, bench.Now);
        bench.Media.Join(B, bench.Now);
        Talk(bench, page, 150);
        Assert.True(Tone.Purity(bench.Bob.Audio(75), PageTone) > 0.97);
        Assert.All(page.Heard, static packet => Assert.Equal(OpusType, HeaderOf(packet).PayloadType));
        Assert.True(Tone.Purity(Heard(page, 75), bench.Bob.Frequency) > 0.97);
    }

    [Fact]
    public void TheHotPathAllocatesNothing_InAndOut()
    {
        using var bench = BrowserAndPhone(out var page, prefersOpus: true);
        var spoken = Enumerable.Range(0, 600).Select(_ => page.Speak(Next(), OpusType, 960)).ToArray();
        var answered = Enumerable.Range(0, 600).Select(_ => bench.Bob.Speak()).ToArray();
        var buffer = new byte[1500];
        Pump(0, 200);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Pump(200, 600);
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
                if (toPhone.Length != 172 || toBrowser.IsNone)
                {
                    throw new InvalidOperationException("not forwarded");
                }

                while (bench.Media.TryTake(out _))
                {
                }
            }
        }
    }

    private static RtpHeader HeaderOf(byte[] packet)
    {
        Assert.Equal(RtpStatus.Ok, RtpHeader.TryRead(packet, out var header));
        return header;
    }

    private static List<(int Sequence, uint Timestamp)> Steps(WebPage page) => [.. page.Heard.Zip(page.Heard.Skip(1)).Select(static pair =>
        ((ushort)(HeaderOf(pair.Second).Sequence - HeaderOf(pair.First).Sequence), HeaderOf(pair.Second).Timestamp - HeaderOf(pair.First).Timestamp))];

    private static short[] Heard(WebPage page, int from)
    {
        using var decoder = new OpusDecoder();
        var samples = new short[OpusDecoder.MaxSamples];
        var heard = new List<short>();
        foreach (var packet in page.Heard)
        {
            var count = decoder.Decode(packet.AsSpan(RtpHeader.FixedLength), samples);
            Assert.Equal(MediaClock.FrameSamples, count);
            heard.AddRange(samples.AsSpan(0, count));
        }

        return [.. heard.Skip(from * MediaClock.FrameSamples)];
    }

    private static List<RecordingChunkKind> Kinds(BrowserBench bench) => [.. bench.Chunks.Select(static chunk => RecordingBench.Header(chunk).Kind)];

    private static void Stop(BrowserBench bench)
    {
        bench.Media.StopRecording(bench.Now);
        bench.Drain();
    }

    private byte[] Next()
    {
        var length = _encoder.Encode(Tone.Make(PageTone, MediaClock.FrameSamples, position: _said), _packet);
        _said += MediaClock.FrameSamples;
        return _packet[..length];
    }

    /// <summary>Both say a packet each 20 ms.</summary>
    private void Talk(BrowserBench bench, WebPage page, int packets, LegSlot? phone = null)
    {
        for (var i = 0; i < packets; i++)
        {
            bench.Speak(page, OpusType, 960, Next());
            bench.BobSpeaks(from: phone);
            bench.Run(TimeSpan.FromTicks(MediaClock.FrameTicks));
        }
    }
}
