using RtcCluster.Media.Calls;
using RtcCluster.Media.Codecs;
using RtcCluster.Media.Mixing;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Tests.Signals;
using static RtcCluster.Media.Tests.Calls.CallBench;

namespace RtcCluster.Media.Tests.Calls;

/// <summary>Legs of a call that hear each other through a mix.</summary>
public class CallMixTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void ASupervisorJoinsACallThatIsTalking_AndWhispers()
    {
        var bench = Supervised(SupervisionMode.Whisper);
        var from = Marks(bench);
        bench.Run(Second, A, B, C);
        Assert.Equal(["1000", "440 700", "440 1000"], [Heard(bench.Alice, from.A), Heard(bench.Bob, from.B), Heard(bench.Carol, from.C)]);
        AssertContinuous(bench);
    }

    [Fact]
    public void AMemberWithNothingButG722_HearsTheOthersAndIsHeard()
    {
        var bench = new CallBench();
        bench.Incoming(A, bench.Alice, bench.Alice.Sdp("9 101"), PayloadKind.G722, PayloadKind.Pcmu);
        bench.Outgoing(B, bench.Bob, A);
        bench.Outgoing(C, bench.Carol, A);
        Assert.NotEmpty(bench.Media.MakeAnswer(A, B, bench.Now));
        bench.Alice.Law = PayloadKind.G722;
        bench.Media.Join(A, bench.Now);
        bench.Media.Join(B, bench.Now);
        bench.Media.Join(C, bench.Now);
        bench.Run(Second, A, B, C);
        var from = Marks(bench);
        bench.Run(Second, A, B, C);
        Assert.Equal(["700 1000", "440 700", "440 1000"], [Heard(bench.Alice, from.A), Heard(bench.Bob, from.B), Heard(bench.Carol, from.C)]);
        AssertContinuous(bench);
    }

    [Fact]
    public void ThreeHearEachOther_AndTwoOfThemGoOnByThemselves()
    {
        var bench = Supervised(SupervisionMode.Barge);
        var from = Marks(bench);
        bench.Run(Second, A, B, C);
        Assert.Equal(["700 1000", "440 700", "440 1000"], [Heard(bench.Alice, from.A), Heard(bench.Bob, from.B), Heard(bench.Carol, from.C)]);
        bench.Media.RemoveLeg(C, bench.Now);
        bench.Media.Connect(A, B, bench.Now);
        bench.Run(Second, A, B);
        from = Marks(bench);
        bench.Run(Second, A, B);
        Assert.Equal(["1000", "440"], [Heard(bench.Alice, from.A), Heard(bench.Bob, from.B)]);
        Assert.Equal(0, bench.Media.Mix.Members);
        AssertContinuous(bench);
    }

    [Fact]
    public void KeysThatAreSentTakeThePlaceOfTheVoices_AndTheStreamGoesOn()
    {
        var bench = Supervised(SupervisionMode.Barge);
        bench.Media.SendDigits(B, "5", bench.Now);
        bench.Run(Second, A, B, C);
        Assert.Equal(1, bench.Count(MediaEffectKind.DigitsSent, B));
        var from = Marks(bench);
        bench.Run(Second, A, B, C);
        Assert.Equal("440 700", Heard(bench.Bob, from.B));
        AssertContinuous(bench);
    }

    [Fact]
    public void KeysOfAMemberAreToldAndNotHeard()
    {
        var bench = Supervised(SupervisionMode.Barge);
        var packets = bench.Bob.Heard.Count;
        bench.Send(A, bench.Alice.Event(3, false, 160, bench.Alice.Timestamp, marker: true));
        bench.Send(A, bench.Alice.Event(3, true, 800, bench.Alice.Timestamp));
        Assert.Equal("3", bench.Digits(A));
        Assert.Equal(packets, bench.Bob.Heard.Count);
    }

    [Fact]
    public void TheSumOfAllIsRecorded()
    {
        var bench = Supervised(SupervisionMode.Barge);
        Assert.True(bench.Media.StartMixRecording("meeting", bench.Now));
        bench.Run(5 * Second, A, B, C);
        bench.Media.StopRecording(bench.Now);
        bench.Drain();
        var (left, right) = bench.Recorded();
        Assert.Equal("440 700 1000", Tones(left));
        Assert.Equal(0, Tone.Rms(right));
        Assert.Equal(40_000, left.Length);
    }

    [Fact]
    public void ATickOfAMixAllocatesNothing()
    {
        // A report of quality is an object, one for each leg every five seconds.
        var bench = Supervised(SupervisionMode.Barge, CallMediaOptions.Default with { QualityInterval = TimeSpan.FromHours(1) });
        bench.Run(Second, A, B, C);
        var now = bench.Now;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            now += MediaClock.FrameTicks;
            bench.Media.Tick(now);
            while (bench.Media.TryTake(out _))
            {
            }
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static CallBench Supervised(SupervisionMode mode, CallMediaOptions? options = null)
    {
        var bench = Talking(options: options);
        bench.Run(Second, A, B);
        bench.Outgoing(C, bench.Carol, A);
        bench.Media.Join(A, bench.Now);
        bench.Media.Join(B, bench.Now);
        bench.Media.Join(C, bench.Now);
        bench.Media.Mix.SetHears(HearingMatrix.Supervision(A.Index, B.Index, C.Index, mode));
        bench.Run(Second, A, B, C);
        return bench;
    }

    private static (int A, int B, int C) Marks(CallBench bench) => (bench.Alice.Heard.Count, bench.Bob.Heard.Count, bench.Carol.Heard.Count);

    private static string Heard(Phone phone, int from) => Tones(phone.Audio(from));

    private static string Tones(short[] audio) =>
        string.Join(' ', new[] { 440, 700, 1000 }.Where(f => Math.Sqrt(Tone.Purity(audio, f)) * Tone.Rms(audio) > 1_000));

    private static void AssertContinuous(CallBench bench)
    {
        bench.Alice.AssertContinuous();
        bench.Bob.AssertContinuous();
        bench.Carol.AssertContinuous();
    }
}
