using CsCheck;
using RtcCluster.Media.Calls;
using RtcCluster.Media.Recording;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Sdp;
using RtcCluster.Media.Tones;
using static RtcCluster.Media.Tests.Calls.CallBench;

namespace RtcCluster.Media.Tests.Calls;

/// <summary>Whatever a call goes through, in whatever order: what the phones hear stays one valid stream, and time and chunks go on.</summary>
public class AnyCallTests
{
    private enum Act
    {
        SpeakA, SpeakB, SpeakC, ConnectAB, ConnectAC, MusicA, MusicB, EchoA, SilenceA, DigitsB, DigitsC, PressA, HoldA, ResumeA, RestartA, MoveB,
        Pause, Resume, Wait, LongWait,
    }

    [Fact]
    public void EveryPhoneHearsOneValidStream() =>
        Gen.Enum<Act>().Array[1, 60].Sample(
            static acts =>
            {
                var bench = Talking();
                bench.Outgoing(C, bench.Carol, A);
                Assert.True(bench.Media.StartRecording("any", A, B, bench.Now));
                var version = 1;
                foreach (var act in acts)
                {
                    Do(bench, act, ref version);
                    for (var i = 0; i < 4; i++)
                    {
                        Speakers(bench, act);
                        bench.Advance(MediaClock.FrameTicks);
                        Assert.True(bench.Media.Deadline > bench.Now, $"the host would spin after {act}");
                    }
                }

                bench.Media.Close(bench.Now);
                bench.Drain();
                bench.Alice.AssertContinuous();
                bench.Bob.AssertContinuous();
                bench.Carol.AssertContinuous();
                var headers = bench.Chunks.ConvertAll(RecordingBench.Header);
                Assert.Equal(Enumerable.Range(0, headers.Count), headers.Select(static h => h.Number));
                Assert.True(headers[^1].IsLast);
            },
            seed: "0N0XIzNsQ0O2",
            iter: 400);

    private static void Speakers(CallBench bench, Act act)
    {
        if (act is Act.SpeakA or Act.HoldA or Act.RestartA or Act.MoveB or Act.ConnectAB or Act.EchoA)
        {
            bench.Speak(A);
        }

        if (act is Act.SpeakB or Act.ConnectAB or Act.DigitsB or Act.MusicA)
        {
            bench.Speak(B);
        }

        if (act is Act.SpeakC or Act.ConnectAC)
        {
            bench.Speak(C);
        }
    }

    private static void Do(CallBench bench, Act act, ref int version)
    {
        var (media, now) = (bench.Media, bench.Now);
        switch (act)
        {
            case Act.ConnectAB:
                media.Connect(A, B, now);
                break;
            case Act.ConnectAC:
                media.Connect(C, A, now);
                media.SetRecordingLeg(RecordingSide.Right, C, now);
                break;
            case Act.MusicA:
                media.Play(A, new HoldMusic(), now);
                break;
            case Act.MusicB:
                media.Play(B, new CadenceSource(TonePlan.Europe.Busy), now);
                break;
            case Act.EchoA:
                media.Echo(A, now);
                break;
            case Act.SilenceA:
                media.Silence(A, now);
                break;
            case Act.DigitsB:
                media.SendDigits(B, "12", now);
                break;
            case Act.DigitsC:
                media.SendDigits(C, "*", now);
                break;
            case Act.PressA:
                bench.Send(A, bench.Alice.Event(3, false, 160, bench.Alice.Timestamp, marker: true));
                bench.Send(A, bench.Alice.Event(3, true, 800, bench.Alice.Timestamp));
                bench.Alice.Timestamp += 800;
                break;
            case Act.HoldA or Act.ResumeA:
                var direction = act == Act.HoldA ? "inactive" : "sendrecv";
                Assert.Equal(NegotiationStatus.Accepted, media.AcceptOffer(A, bench.Alice.Sdp(direction: direction, version: ++version), now));
                Assert.NotEmpty(media.MakeAnswer(A, LegSlot.None, now));
                break;
            case Act.RestartA:
                (bench.Alice.Ssrc, bench.Alice.Sequence, bench.Alice.Timestamp) = (bench.Alice.Ssrc + 1, (ushort)(bench.Alice.Ssrc * 7919), bench.Alice.Timestamp * 31);
                break;
            case Act.MoveB:
                bench.Bob.Timestamp += 1_000_000;
                break;
            case Act.Pause:
                media.PauseRecording(now);
                break;
            case Act.Resume:
                media.ResumeRecording(now);
                break;
            case Act.LongWait:
                bench.Advance(7 * TimeSpan.TicksPerSecond);
                break;
            default:
                break;
        }
    }
}
