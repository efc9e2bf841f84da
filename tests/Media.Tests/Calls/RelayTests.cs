using RtcCluster.Media.Calls;
using RtcCluster.Media.Codecs;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Tests.Signals;
using RtcCluster.Media.Tones;
using static RtcCluster.Media.Tests.Calls.CallBench;

namespace RtcCluster.Media.Tests.Calls;

public class RelayTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void EachPhoneHearsTheOthersTone()
    {
        var bench = Talking();
        bench.Run(Second, A, B);

        Assert.Equal(440, Tone.Dominant(bench.Bob.Audio()), 1.0);
        Assert.Equal(1000, Tone.Dominant(bench.Alice.Audio()), 1.0);
        Assert.True(Tone.Purity(bench.Bob.Audio(), 440) > 0.95);
        Assert.Equal(50, bench.Bob.Heard.Count);
        bench.Alice.AssertContinuous();
        bench.Bob.AssertContinuous();
    }

    [Fact]
    public void ForwardGoesToThePeersAddressFromThePeersLeg()
    {
        var bench = Talking();
        var forward = bench.Send(A, bench.Alice.Speak());
        Assert.Equal(new RtpForward(B, bench.Bob.Rtp, 172), forward);
    }

    [Fact]
    public void LawsThatDifferAreTranscodedBothWays()
    {
        var bench = Talking("0 101", "8 101");
        bench.Bob.Law = PayloadKind.Pcma;
        bench.Run(Second, A, B);

        Assert.All(bench.Bob.Headers(), static h => Assert.Equal(8, h.PayloadType));
        Assert.All(bench.Alice.Headers(), static h => Assert.Equal(0, h.PayloadType));
        Assert.True(Tone.Purity(bench.Bob.Audio(), 440) > 0.95);
        Assert.True(Tone.Purity(bench.Alice.Audio(), 1000) > 0.95);
    }

    [Fact]
    public void PacketTimesPassAsTheyCame()
    {
        var bench = Talking();
        bench.Send(A, bench.Alice.Speak(240));
        bench.Send(A, bench.Alice.Speak(80));
        Assert.Equal([240, 80], bench.Bob.Headers().Select(static h => h.PayloadLength));
        Assert.Equal(240u, bench.Bob.Headers()[1].Timestamp - bench.Bob.Headers()[0].Timestamp);
    }

    [Fact]
    public void HeaderExtensionsSourcesAndPaddingStayBehind()
    {
        var bench = Talking();
        var plain = bench.Alice.Speak();
        byte[] decorated =
        [
            0xB1, .. plain[1..12], 9, 9, 9, 9, 0xBE, 0xDE, 0, 1, 0x10, 7, 0, 0, .. plain[12..], 0, 0, 0, 4,
        ];
        bench.Send(A, decorated);
        var heard = Assert.Single(bench.Bob.Heard);
        Assert.Equal(172, heard.Length);
        Assert.Equal(0x80, heard[0]);
        Assert.Equal(plain[12..], heard[12..]);
    }

    [Fact]
    public void LossAndReorderingBeforeUsRemainVisible()
    {
        var bench = Talking();
        var packets = Enumerable.Range(0, 6).Select(_ => bench.Alice.Speak()).ToList();
        foreach (var i in (int[])[0, 1, 3, 2, 5])
        {
            bench.Send(A, packets[i]);
        }

        var first = bench.Bob.Headers()[0].Sequence;
        Assert.Equal([0, 1, 3, 2, 5], bench.Bob.Headers().Select(h => (int)(ushort)(h.Sequence - first)));
        Assert.Equal([0, 160, 480, 320, 800], bench.Bob.Headers().Select(h => (int)(h.Timestamp - bench.Bob.Headers()[0].Timestamp)));
    }

    [Fact]
    public void OneStreamGoesOnThroughMusicPeerAndTransfer()
    {
        var bench = Talking();
        bench.Run(Second, A, B);
        bench.Media.Play(A, new HoldMusic(), bench.Now);
        bench.Run(Second, B);
        bench.Media.Connect(A, B, bench.Now);
        bench.Run(Second, A, B);
        bench.Outgoing(C, bench.Carol, A);
        bench.Media.Connect(A, C, bench.Now);
        bench.Media.RemoveLeg(B, bench.Now);
        bench.Run(Second, A, C);

        bench.Alice.AssertContinuous();
        var headers = bench.Alice.Headers();
        Assert.Equal(4, headers.Count(static h => h.Marker));
        Assert.Equal(201, headers.Count);
        Assert.Equal(200u * 160, headers[^1].Timestamp - headers[0].Timestamp);
        Assert.True(Tone.Purity(bench.Alice.Audio(151), 700) > 0.95);
    }

    [Fact]
    public void MusicReplacesThePeer_AndNobodyHearsTheLeg()
    {
        var bench = Talking();
        bench.Run(Second, A, B);
        var before = bench.Alice.Heard.Count;
        bench.Media.Play(A, new CadenceSource(new ToneCadence(425, 0, [1000])), bench.Now);
        bench.Run(Second, A, B);
        Assert.True(Tone.Purity(bench.Alice.Audio(before), 425) > 0.95);
        Assert.Equal(50, bench.Bob.Heard.Count);
    }

    [Fact]
    public void EchoReturnsThePhonesOwnVoice()
    {
        var bench = new CallBench();
        bench.Incoming(A, bench.Alice, bench.Alice.Sdp());
        bench.Media.MakeAnswer(A, LegSlot.None, bench.Now);
        bench.Media.Echo(A, bench.Now);
        bench.Run(Second, A);
        Assert.True(Tone.Purity(bench.Alice.Audio(), 440) > 0.95);
        bench.Alice.AssertContinuous();
    }

    [Fact]
    public void SilencedLegHearsNothing()
    {
        var bench = Talking();
        bench.Media.Silence(B, bench.Now);
        bench.Run(Second, A, B);
        Assert.Empty(bench.Bob.Heard);
        Assert.Empty(bench.Alice.Heard);
    }

    [Fact]
    public void ALateHostCatchesUpAFewFramesAndSkipsTheRest()
    {
        var bench = Talking();
        bench.Media.Play(A, new HoldMusic(), bench.Now);
        bench.Advance(100 * TimeSpan.TicksPerMillisecond);
        Assert.Equal(6, bench.Alice.Heard.Count);
        bench.Advance(10 * TimeSpan.TicksPerSecond);
        Assert.Equal(7, bench.Alice.Heard.Count);
        bench.Alice.AssertContinuous();
    }

    [Fact]
    public void AnAnnouncementEndsOnceAndThenThereIsSilence()
    {
        var bench = Talking();
        bench.Media.Play(A, new PromptSource(Tone.Make(600, 800)), bench.Now);
        bench.Run(Second);
        Assert.Equal(5, bench.Alice.Heard.Count);
        Assert.Equal(1, bench.Count(MediaEffectKind.SourceEnded, A));
    }

    [Fact]
    public void ARestartOfThePhonesTimestampsDoesNotReachThePeer()
    {
        var bench = Talking();
        bench.Run(Second, A);
        bench.Alice.Timestamp += 5_000_000;
        bench.Run(Second, A);
        bench.Bob.AssertContinuous();
        var headers = bench.Bob.Headers();
        Assert.Equal(99u * 160, headers[^1].Timestamp - headers[0].Timestamp);
    }

    [Fact]
    public void ANewSsrcOfThePhoneDoesNotReachThePeer()
    {
        var bench = Talking();
        bench.Run(Second, A);
        (bench.Alice.Ssrc, bench.Alice.Sequence, bench.Alice.Timestamp) = (7, 60000, 99);
        bench.Run(Second, A);
        bench.Bob.AssertContinuous();
        Assert.Equal(100, bench.Bob.Heard.Count);
    }

    [Fact]
    public void APacketOlderThanTheSwitchIsNotForwarded()
    {
        var bench = Talking();
        bench.Run(Second, A);
        var late = bench.Alice.Speak();
        bench.Media.Play(B, new HoldMusic(), bench.Now);
        bench.Run(Second);
        bench.Media.Connect(A, B, bench.Now);
        bench.Speak(A);
        bench.Send(A, late);
        bench.Bob.AssertContinuous();
        Assert.Equal(1, bench.Media.Statistics(A)!.NotForwarded);
    }

    [Fact]
    public void G722PassesBetweenTwoPhonesThatHaveIt()
    {
        var bench = new CallBench();
        Assert.True(bench.Media.AddLeg(A, Leg(20100, PayloadKind.G722, PayloadKind.Pcmu), bench.Now));
        Assert.True(bench.Media.AddLeg(B, Leg(20102, PayloadKind.G722, PayloadKind.Pcmu), bench.Now));
        Assert.Equal(0, (int)bench.Media.AcceptOffer(A, bench.Alice.Sdp("9 0 101"), bench.Now));
        Assert.Contains("m=audio 20102 RTP/AVP 9 0 101\r\n", Text(bench.Media.MakeOffer(B, A, bench.Now)), StringComparison.Ordinal);
        Assert.Equal(0, (int)bench.Media.AcceptAnswer(B, bench.Bob.Sdp("9 0 101"), bench.Now));
        Assert.Contains("m=audio 20100 RTP/AVP 9 0 101\r\n", Text(bench.Media.MakeAnswer(A, B, bench.Now)), StringComparison.Ordinal);
        bench.Media.Connect(A, B, bench.Now);

        var packet = bench.Alice.Packet([1, 2, 3, 4], 9);
        var forward = bench.Arrive(A, packet, bench.Alice.Rtp);
        Assert.Equal(B, forward.Target);
        Assert.Equal([1, 2, 3, 4], packet[12..16]);
        Assert.Equal(9, packet[1] & 0x7F);
    }

    [Theory]
    [InlineData("9 101", "0 101")]
    [InlineData("9 0 101", "8 101")]
    [InlineData("9 101", "8 101")]
    public void G722IsTranscoded_ForAPhoneThatHasNone_AndForOneThatHasNothingElse(string alice, string bob)
    {
        var bench = new CallBench();
        bench.Incoming(A, bench.Alice, bench.Alice.Sdp(alice), PayloadKind.G722, PayloadKind.Pcmu, PayloadKind.Pcma);
        bench.Outgoing(B, bench.Bob, A, bob);
        Assert.NotEmpty(bench.Media.MakeAnswer(A, B, bench.Now));
        bench.Media.Connect(A, B, bench.Now);
        bench.Alice.Law = PayloadKind.G722;
        bench.Bob.Law = bob[0] == '8' ? PayloadKind.Pcma : PayloadKind.Pcmu;
        bench.Run(Second, A, B);

        Assert.InRange(Tone.Purity(bench.Bob.Audio(), 440), 0.99, 1);
        Assert.InRange(Tone.Purity(bench.Alice.Audio(), 1000), 0.99, 1);
        Assert.Equal(50, bench.Bob.Heard.Count);
        bench.Alice.AssertContinuous();
        bench.Bob.AssertContinuous();
    }

    [Fact]
    public void APhoneWithNothingButG722_HearsMusic()
    {
        var bench = new CallBench();
        bench.Incoming(A, bench.Alice, bench.Alice.Sdp("9 101"), PayloadKind.G722, PayloadKind.Pcmu);
        Assert.NotEmpty(bench.Media.MakeAnswer(A, A, bench.Now));
        bench.Media.Play(A, new HoldMusic(), bench.Now);
        bench.Run(Second);

        Assert.All(bench.Alice.Headers(), header => Assert.Equal(9, header.PayloadType));
        Assert.True(Tone.Rms(bench.Alice.Audio()) > 500);
    }

    [Fact]
    public void TheHotPathAllocatesNothing()
    {
        var bench = Talking("0 101", "8 101");
        Assert.True(bench.Media.StartRecording("r", A, B, bench.Now));
        var packet = bench.Alice.Speak();
        var now = bench.Now;
        var clean = packet.ToArray();
        var copy = new byte[packet.Length];
        Pump(2000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Pump(4000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Pump(int packets)
        {
            var from = bench.Alice.Rtp;
            for (var i = 0; i < packets; i++)
            {
                clean.CopyTo(copy, 0);
                var forward = bench.Media.Receive(A, false, copy, copy.Length, from, now);
                if (forward.IsNone)
                {
                    throw new InvalidOperationException("not forwarded");
                }

                while (bench.Media.TryTake(out _))
                {
                }

                clean[3]++;
                clean[2] += (byte)(clean[3] == 0 ? 1 : 0);
                System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(
                    clean.AsSpan(4), System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(clean.AsSpan(4)) + 160);
                now += MediaClock.TicksPerSample * 2;
            }
        }
    }
}
