using RtcCluster.Media.Calls;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Sdp;
using RtcCluster.Media.Tones;
using static RtcCluster.Media.Tests.Calls.CallBench;

namespace RtcCluster.Media.Tests.Calls;

public class LegLifeTests
{
    [Fact]
    public void MediaUpComesOnceWithTheFirstValidPacket()
    {
        var bench = Talking();
        bench.Run(TimeSpan.FromSeconds(1), A);
        Assert.Equal((1, 0), (bench.Count(MediaEffectKind.MediaUp, A), bench.Count(MediaEffectKind.MediaUp, B)));
    }

    [Fact]
    public void QualityComesEveryFiveSecondsWhileThePhoneSends()
    {
        var bench = Talking();
        bench.Run(TimeSpan.FromSeconds(16), A);
        Assert.Equal((3, 0), (bench.Count(MediaEffectKind.Quality, A), bench.Count(MediaEffectKind.Quality, B)));
        Assert.Equal(250, bench.Effects.First(static e => e.Kind == MediaEffectKind.Quality).Statistics!.Received);
    }

    [Fact]
    public void ALegWithoutPacketsForAMinuteIsLostOnce_AndUpAgainWhenTheyComeBack()
    {
        var bench = Talking();
        bench.Run(TimeSpan.FromSeconds(1), A, B);
        bench.Run(TimeSpan.FromSeconds(59), B);
        Assert.Equal(0, bench.Count(MediaEffectKind.MediaLost, A));
        bench.Run(TimeSpan.FromSeconds(90), B);
        Assert.Equal((1, 0), (bench.Count(MediaEffectKind.MediaLost, A), bench.Count(MediaEffectKind.MediaLost, B)));
        bench.Speak(A);
        Assert.Equal(2, bench.Count(MediaEffectKind.MediaUp, A));
    }

    [Fact]
    public void RtcpAloneKeepsALegAlive()
    {
        var bench = Talking();
        bench.Speak(A);
        for (var i = 0; i < 20; i++)
        {
            bench.Run(TimeSpan.FromSeconds(10), B);
            bench.Send(A, [0x80, 201, 0, 1, 0, 0, 0, 1], isRtcp: true);
        }

        Assert.Equal(0, bench.Count(MediaEffectKind.MediaLost, A));
    }

    [Fact]
    public void ComfortNoiseThatWasNotNegotiatedKeepsALegAlive()
    {
        var bench = Talking();
        bench.Speak(A);
        for (var i = 0; i < 20; i++)
        {
            bench.Run(TimeSpan.FromSeconds(10), B);
            bench.Send(A, bench.Alice.Packet([70], 13));
        }

        Assert.Equal(0, bench.Count(MediaEffectKind.MediaLost, A));
        Assert.Equal(20, bench.Media.Statistics(A)!.UnknownPayload);
    }

    [Fact]
    public void AHeldLegMayBeSilentForTenMinutes()
    {
        var bench = Talking();
        bench.Run(TimeSpan.FromSeconds(1), A, B);
        Assert.Equal(NegotiationStatus.Accepted, bench.Media.AcceptOffer(A, bench.Alice.Sdp(direction: "inactive", version: 2), bench.Now));
        bench.Media.MakeAnswer(A, B, bench.Now);
        bench.Run(TimeSpan.FromMinutes(9.9), B);
        Assert.Equal(0, bench.Count(MediaEffectKind.MediaLost, A));
        bench.Run(TimeSpan.FromSeconds(10), B);
        Assert.Equal(1, bench.Count(MediaEffectKind.MediaLost, A));
    }

    [Fact]
    public void AResumedLegGetsItsWholeMinute()
    {
        var bench = Talking();
        bench.Media.AcceptOffer(A, bench.Alice.Sdp(direction: "inactive", version: 2), bench.Now);
        bench.Media.MakeAnswer(A, B, bench.Now);
        bench.Run(TimeSpan.FromMinutes(5), B);
        bench.Media.AcceptOffer(A, bench.Alice.Sdp(version: 3), bench.Now);
        bench.Media.MakeAnswer(A, B, bench.Now);
        bench.Run(TimeSpan.FromSeconds(59), B);
        Assert.Equal(0, bench.Count(MediaEffectKind.MediaLost, A));
    }

    [Fact]
    public void AHeldPhoneGetsNothing_AndWhatItStillSendsIsNotForwarded()
    {
        var bench = Talking();
        bench.Run(TimeSpan.FromMilliseconds(100), A, B);
        bench.Media.AcceptOffer(A, bench.Alice.Sdp(direction: "inactive", version: 2), bench.Now);
        bench.Media.MakeAnswer(A, B, bench.Now);
        var (alice, bob) = (bench.Alice.Heard.Count, bench.Bob.Heard.Count);
        bench.Run(TimeSpan.FromMilliseconds(100), A, B);
        Assert.Equal((alice, bob), (bench.Alice.Heard.Count, bench.Bob.Heard.Count));
        Assert.Equal(5, bench.Media.Statistics(A)!.Unwanted);
    }

    [Fact]
    public void OurHoldIsSendOnlyWithMusic()
    {
        var bench = Talking();
        bench.Run(TimeSpan.FromMilliseconds(100), A, B);
        bench.Media.SetDirection(B, MediaDirection.SendOnly, bench.Now);
        Assert.Contains("a=sendonly\r\n", Text(bench.Media.MakeOffer(B, A, bench.Now)), StringComparison.Ordinal);
        Assert.Equal(NegotiationStatus.Accepted, bench.Media.AcceptAnswer(B, bench.Bob.Sdp(direction: "recvonly", version: 2), bench.Now));
        Assert.False(bench.Media.RemoteHold(B));
        var before = bench.Bob.Heard.Count;
        bench.Media.Play(B, new HoldMusic(), bench.Now);
        bench.Run(TimeSpan.FromSeconds(1));
        Assert.Equal(51, bench.Bob.Heard.Count - before);
    }

    [Fact]
    public void DeadlineSaysWhenTickHasWork()
    {
        var bench = new CallBench();
        Assert.Equal(MediaClock.Never, bench.Media.Deadline);
        bench.Call();
        Assert.InRange(bench.Media.Deadline, bench.Now + (5 * TimeSpan.TicksPerSecond / 2), bench.Now + (15 * TimeSpan.TicksPerSecond / 2));
        bench.Media.Play(A, new HoldMusic(), bench.Now);
        Assert.Equal(bench.Now, bench.Media.Deadline);
        bench.Advance(0);
        Assert.Equal(bench.Now + MediaClock.FrameTicks, bench.Media.Deadline);
    }

    [Fact]
    public void TickAtTheDeadlineAlwaysMovesItOn()
    {
        var bench = Talking();
        bench.Media.StartRecording("r", A, B, bench.Now);
        bench.Run(TimeSpan.FromMilliseconds(100), A, B);
        for (var i = 0; i < 200; i++)
        {
            var deadline = bench.Media.Deadline;
            Assert.True(deadline >= bench.Now, $"step {i}");
            bench.Advance(deadline - bench.Now);
            Assert.True(bench.Media.Deadline > bench.Now, $"step {i}: the host would spin");
        }
    }

    [Fact]
    public void CommandsForALegThatIsGoneDoNothing()
    {
        var bench = Talking();
        bench.Media.RemoveLeg(B, bench.Now);
        bench.Drain();
        bench.Effects.Clear();
        bench.Media.Connect(A, B, bench.Now);
        bench.Media.Play(B, new HoldMusic(), bench.Now);
        bench.Media.Echo(B, bench.Now);
        bench.Media.Silence(new LegSlot(99), bench.Now);
        bench.Media.SendDigits(B, "1", bench.Now);
        bench.Media.RemoveLeg(B, bench.Now);
        bench.Media.AbandonOffer(B, bench.Now);
        Assert.Empty(bench.Media.MakeOffer(B, A, bench.Now));
        Assert.Empty(bench.Media.MakeAnswer(B, A, bench.Now));
        Assert.Equal(NegotiationStatus.UnknownLeg, bench.Media.AcceptAnswer(B, bench.Bob.Sdp(), bench.Now));
        Assert.Equal(NegotiationStatus.UnknownLeg, bench.Media.AcceptOffer(LegSlot.None, bench.Bob.Sdp(), bench.Now));
        Assert.Null(bench.Media.Statistics(B));
        Assert.True(bench.Arrive(B, bench.Bob.Speak(), bench.Bob.Rtp).IsNone);
        bench.Run(TimeSpan.FromSeconds(1));
        Assert.Empty(bench.Effects);
    }

    [Fact]
    public void ASlotIsTakenOnce_AndFreeAgainAfterwards()
    {
        var bench = Talking();
        Assert.False(bench.Media.AddLeg(A, Leg(20100), bench.Now));
        Assert.False(bench.Media.AddLeg(new LegSlot(32), Leg(20100), bench.Now));
        Assert.False(bench.Media.AddLeg(LegSlot.None, Leg(20100), bench.Now));
        bench.Media.RemoveLeg(A, bench.Now);
        Assert.True(bench.Media.AddLeg(A, Leg(20100), bench.Now));
    }

    [Fact]
    public void AChunkThatAPacketClosesIsHandedOverAtOnce()
    {
        var bench = Talking();
        bench.Media.StartRecording("r", A, B, bench.Now);
        bench.Run(TimeSpan.FromSeconds(2), A, B);
        bench.Stall(bench.Media.Deadline - bench.Now);
        bench.Speak(A);
        Assert.Single(bench.Chunks);
    }

    [Fact]
    public void CloseEndsTheRecordingAndAllLegs()
    {
        var bench = Talking();
        bench.Media.StartRecording("r", A, B, bench.Now);
        bench.Run(TimeSpan.FromSeconds(1), A, B);
        bench.Media.Close(bench.Now);
        bench.Drain();
        Assert.Single(bench.Chunks);
        Assert.Equal(2, bench.Reports.Count);
        Assert.False(bench.Media.HasLeg(A));
        Assert.False(bench.Media.HasLeg(B));
        Assert.Equal(MediaClock.Never, bench.Media.Deadline);
    }

    [Fact]
    public void SsrcsAndNumbersFollowTheSeed()
    {
        Assert.Equal(First(1), First(1));
        Assert.NotEqual(First(1), First(2));

        static RtpHeader First(ulong seed)
        {
            var phone = new Phone("127.0.0.1", 30000, 440, 1);
            var media = new CallMedia(CallMediaOptions.Default, seed, 0);
            media.AddLeg(A, Leg(20100), 0);
            media.AcceptOffer(A, phone.Sdp(), 0);
            media.MakeAnswer(A, LegSlot.None, 0);
            media.Play(A, new HoldMusic(), 0);
            media.Tick(0);
            Assert.True(media.TryTake(out var effect));
            Assert.Equal(RtpStatus.Ok, RtpHeader.TryRead(effect.Packet.Span, out var header));
            return header;
        }
    }
}
