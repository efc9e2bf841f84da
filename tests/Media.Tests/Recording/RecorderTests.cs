using CsCheck;
using RtcCluster.Media.Codecs;
using RtcCluster.Media.Recording;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Tests.Calls;
using RtcCluster.Media.Tests.Signals;
using RtcCluster.Media.Tones;
using static RtcCluster.Media.Tests.Calls.CallBench;

namespace RtcCluster.Media.Tests.Recording;

/// <summary>The recorder through the whole call machine: real packets in, the listener's WAV out.</summary>
public class RecorderTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static CallBench Recording(string bobFormats = "0 8 101")
    {
        var bench = Talking("0 8 101", bobFormats);
        Assert.True(bench.Media.StartRecording("rec-1", A, B, bench.Now));
        return bench;
    }

    private static void Stop(CallBench bench)
    {
        bench.Media.StopRecording(bench.Now);
        bench.Drain();
    }

    [Fact]
    public void LeftHasOnlyTheCallersTone_RightOnlyTheCallees()
    {
        var bench = Recording();
        bench.Run(7 * Second, A, B);
        Stop(bench);

        var (left, right) = bench.Recorded();
        Assert.Equal(56000, left.Length);
        Assert.True(Tone.Purity(left, 440) > 0.999);
        Assert.True(Tone.Purity(right, 1000) > 0.999);
        Assert.Equal([0, 1, 2, 3], bench.Chunks.Select(static c => RecordingBench.Header(c).Number));
        Assert.Equal([16000, 16000, 16000, 8000], bench.Chunks.Select(static c => RecordingBench.Header(c).Samples));
        Assert.Equal([false, false, false, true], bench.Chunks.Select(static c => RecordingBench.Header(c).IsLast));
        Assert.Equal(RecordingChunkHeader.HashOf("rec-1"), RecordingBench.Header(bench.Chunks[0]).RecordingHash);
    }

    [Fact]
    public void AChunkIsOutALateWindowAfterItsEnd()
    {
        var bench = Recording();
        bench.Run(TimeSpan.FromMilliseconds(2280), A, B);
        Assert.Empty(bench.Chunks);
        bench.Run(TimeSpan.FromMilliseconds(20), A, B);
        Assert.Single(bench.Chunks);
    }

    [Fact]
    public void FivePercentLossAndReorderingLeaveHolesWhereTheyWere_AndMoveNothing()
    {
        var random = new Random(20261124);
        var bench = Recording();
        var kept = new bool[500];
        var delayed = new List<(int Due, byte[] Packet)>();
        for (var i = 0; i < 500; i++)
        {
            var packet = bench.Alice.Speak();
            kept[i] = random.NextDouble() >= 0.05;
            if (kept[i] && random.NextDouble() < 0.2)
            {
                delayed.Add((i + random.Next(1, 6), packet));
            }
            else if (kept[i])
            {
                bench.Send(A, packet);
            }

            foreach (var (_, late) in delayed.Where(d => d.Due == i))
            {
                bench.Send(A, late);
            }

            delayed.RemoveAll(d => d.Due == i);
            bench.Advance(MediaClock.FrameTicks);
        }

        kept[499] &= delayed.Count == 0;
        Stop(bench);
        var (left, _) = bench.Recorded();
        var expected = Tone.Make(440, 80000);
        for (var i = 0; i < 490; i++)
        {
            var frame = left.AsSpan(i * 160, 160);
            if (kept[i])
            {
                // The frame lies exactly where its timestamp says: it is the tone with its phase, but for G.711's noise.
                Assert.True(Error(frame, expected.AsSpan(i * 160, 160)) < 0.03, $"frame {i} is not in its place (seed 20261124)");
            }
            else
            {
                Assert.Equal(0, Tone.Rms(frame));
            }
        }

        var heard = bench.Chunks.Sum(static c => RecordingBench.Header(c).LeftHeard.Count);
        Assert.InRange(heard, kept.Count(static k => k) - 6, kept.Count(static k => k));
    }

    [Theory]
    [InlineData(100e-6)]
    [InlineData(-100e-6)]
    public void AClockOffBy100PpmDoesNotShiftTheChannel(double drift)
    {
        var recorder = new CallRecorder("drift", 0, TimeSpan.FromMilliseconds(300), 0);
        var chunks = new List<byte[]>();
        const int Packets = 20 * 60 * 50;
        for (var i = 0; i < Packets; i++)
        {
            // The phone's packet i covers its samples 160 i …, and leaves it when its own clock says so. A click marks each 10 s of real time.
            var arrival = (long)(i * (MediaClock.FrameTicks * (1 + drift)));
            var payload = new byte[160];
            payload.AsSpan().Fill(G711.MuLawSilence);
            Click(payload, i, drift);
            var header = new RtpHeader { Ssrc = 1, Sequence = (ushort)i, Timestamp = (uint)(i * 160) };
            recorder.Write(RecordingSide.Left, header, PayloadKind.Pcmu, payload, arrival);
            recorder.Tick(arrival);
            Take(recorder, chunks);
        }

        var (left, _) = RecordingBench.Channels(chunks);
        var clicks = 0;
        for (var second = 10; second < 1190; second += 10)
        {
            var at = second * 8000;
            var found = Array.FindIndex(left, at - 400, 800, static s => s > 20000);
            Assert.True(Math.Abs(found - at) <= 100, $"the click of second {second} is off by {found - at} samples");
            clicks++;
        }

        Assert.Equal(118, clicks);
    }

    [Fact]
    public void AFirstPacketThatCameLateIsMadeGoodButFor20Milliseconds()
    {
        var recorder = new CallRecorder("late", 0, TimeSpan.FromMilliseconds(300), 0);
        var chunks = new List<byte[]>();
        for (var i = 0; i < 3000; i++)
        {
            var sent = i * MediaClock.FrameTicks;
            var arrival = i < 3 ? 60 * TimeSpan.TicksPerMillisecond : sent;
            var payload = new byte[160];
            payload.AsSpan().Fill(G711.MuLawSilence);
            Click(payload, i, 0);
            recorder.Write(RecordingSide.Left, new RtpHeader { Ssrc = 1, Sequence = (ushort)i, Timestamp = (uint)(i * 160) }, PayloadKind.Pcmu, payload, arrival);
            recorder.Tick(arrival);
            Take(recorder, chunks);
        }

        var (left, _) = RecordingBench.Channels(chunks);
        Assert.InRange(Array.FindIndex(left, 50 * 8000 - 1000, static s => s > 20000), 50 * 8000, (50 * 8000) + 160);
    }

    [Fact]
    public void SilenceSuppressionKeepsThePlace()
    {
        var bench = Recording();
        bench.Run(Second, A, B);
        for (var i = 0; i < 100; i++)
        {
            bench.Alice.StaySilent();
            bench.Run(TimeSpan.FromMilliseconds(20), B);
        }

        bench.Run(Second, A, B);
        Stop(bench);
        var (left, right) = bench.Recorded();
        var tone = Tone.Make(440, 32000);
        Assert.True(Error(left.AsSpan(0, 8000), tone.AsSpan(0, 8000)) < 0.03);
        Assert.Equal(0, Tone.Rms(left.AsSpan(8000, 16000)));
        Assert.True(Error(left.AsSpan(24000, 8000), tone.AsSpan(24000, 8000)) < 0.03);
        Assert.True(Tone.Purity(right, 1000) > 0.999);
    }

    [Fact]
    public void APhoneThatStopsItsTimestampDuringHoldIsPlacedByTheClock()
    {
        var bench = Recording();
        bench.Run(Second, A, B);
        bench.Run(10 * Second, B);
        bench.Run(Second, A, B);
        Stop(bench);
        var (left, _) = bench.Recorded();
        Assert.Equal(0, Tone.Rms(left.AsSpan(8000, 80000)));
        Assert.True(Tone.Purity(left.AsSpan(88000, 8000), 440) > 0.99);
    }

    [Fact]
    public void ANewSsrcAndAJumpingTimestampAreTiedToTheClock()
    {
        var bench = Recording();
        bench.Run(Second, A, B);
        (bench.Alice.Ssrc, bench.Alice.Timestamp, bench.Alice.Sequence) = (99, 5, 5);
        bench.Run(Second, A, B);
        bench.Alice.Timestamp += 800_000;
        bench.Run(Second, A, B);
        bench.Alice.Timestamp -= 4_000_000;
        bench.Run(Second, A, B);
        Stop(bench);
        var (left, _) = bench.Recorded();
        Assert.Equal(32000, left.Length);
        for (var i = 0; i < 4; i++)
        {
            Assert.True(Tone.Purity(left.AsSpan(i * 8000, 8000), 440) > 0.999, $"second {i}");
        }

        Assert.Equal(200, bench.Chunks.Sum(static c => RecordingBench.Header(c).LeftHeard.Count));
    }

    [Fact]
    public void ABurstAfterAStallOfTheNetworkIsPlacedWhereItBelongs()
    {
        var bench = Recording();
        bench.Run(Second, A, B);
        var held = Enumerable.Range(0, 14).Select(_ => bench.Alice.Speak()).ToList();
        bench.Run(TimeSpan.FromMilliseconds(280), B);
        held.ForEach(packet => bench.Send(A, packet));
        bench.Run(2 * Second, A, B);
        Stop(bench);
        var (left, _) = bench.Recorded();
        var length = left.Length;
        Assert.True(Error(left, Tone.Make(440, length)) < 0.03);
    }

    [Fact]
    public void JitterOfFortyMillisecondsBlursNothing()
    {
        var random = new Random(7);
        var recorder = new CallRecorder("jitter", 0, TimeSpan.FromMilliseconds(300), 0);
        var chunks = new List<byte[]>();
        var tone = Tone.Make(440, 80 * 8000);
        var packets = Enumerable.Range(0, 4000).Select(i => (Index: i, Arrival: (i * MediaClock.FrameTicks) + (random.Next(40) * TimeSpan.TicksPerMillisecond)))
            .OrderBy(static p => p.Arrival).ToList();
        foreach (var (i, arrival) in packets)
        {
            var payload = new byte[160];
            G711.Encode(PayloadKind.Pcmu, tone.AsSpan(i * 160, 160), payload);
            recorder.Write(RecordingSide.Right, new RtpHeader { Ssrc = 1, Sequence = (ushort)i, Timestamp = (uint)(i * 160) }, PayloadKind.Pcmu, payload, arrival);
            recorder.Tick(arrival);
            Take(recorder, chunks);
        }

        var (_, right) = RecordingBench.Channels(chunks);
        Assert.Equal(0, recorder.TooLate);
        for (var at = 4000; at < 70 * 8000; at += 400)
        {
            Assert.True(Tone.Purity(right.AsSpan(at, 400), 440) > 0.95, $"sample {at} (seed 7)");
        }
    }

    [Fact]
    public void TransferSwapsTheRightChannelInOneRecording()
    {
        var bench = Recording();
        bench.Run(3 * Second, A, B);
        bench.Outgoing(C, bench.Carol, A);
        bench.Media.Connect(A, C, bench.Now);
        bench.Media.SetRecordingLeg(RecordingSide.Right, C, bench.Now);
        bench.Media.RemoveLeg(B, bench.Now);
        bench.Run(3 * Second, A, C);
        Stop(bench);

        var (left, right) = bench.Recorded();
        Assert.True(Tone.Purity(left, 440) > 0.999);
        Assert.True(Tone.Purity(right.AsSpan(0, 24000), 1000) > 0.999);
        Assert.True(Tone.Purity(right.AsSpan(24000, 24000), 700) > 0.999);
    }

    [Fact]
    public void HoldIsSilenceOfTheHeldParty_AndMusicIsNotRecorded()
    {
        var bench = Recording();
        bench.Run(2 * Second, A, B);
        Assert.Equal(0, (int)bench.Media.AcceptOffer(A, bench.Alice.Sdp(direction: "sendonly", version: 2), bench.Now));
        bench.Media.MakeAnswer(A, B, bench.Now);
        Assert.True(bench.Media.RemoteHold(A));
        bench.Media.Play(B, new HoldMusic(), bench.Now);
        bench.Run(2 * Second, B);
        bench.Media.AcceptOffer(A, bench.Alice.Sdp(version: 3), bench.Now);
        bench.Media.MakeAnswer(A, B, bench.Now);
        bench.Media.Connect(A, B, bench.Now);
        bench.Run(2 * Second, A, B);
        Stop(bench);

        var (left, right) = bench.Recorded();
        Assert.Equal(0, Tone.Rms(left.AsSpan(16000, 16000)));
        Assert.True(Tone.Purity(left.AsSpan(32000, 16000), 440) > 0.99);
        Assert.True(Tone.Purity(right, 1000) > 0.999);
    }

    [Fact]
    public void APauseIsMarkedSilence()
    {
        var bench = Recording();
        bench.Run(Second, A, B);
        bench.Media.PauseRecording(bench.Now);
        bench.Run(2 * Second, A, B);
        bench.Media.ResumeRecording(bench.Now);
        bench.Run(Second, A, B);
        Stop(bench);

        var (left, right) = bench.Recorded();
        Assert.Equal(0, Tone.Rms(left.AsSpan(8000, 16000)));
        Assert.Equal(0, Tone.Rms(right.AsSpan(8000, 16000)));
        Assert.True(Tone.Purity(left.AsSpan(24000, 8000), 440) > 0.999);
        Assert.Equal([50, 50], bench.Chunks.Take(2).Select(static c => RecordingBench.Header(c).Paused.Count));
        var first = RecordingBench.Header(bench.Chunks[0]);
        Assert.False(first.Paused[49]);
        Assert.True(first.Paused[50]);
    }

    [Fact]
    public void AnALawLegStaysALaw_AndALawChangeInMidChunkIsTranscoded()
    {
        var bench = Recording();
        bench.Bob.Law = PayloadKind.Pcma;
        bench.Run(3 * Second, A, B);
        bench.Bob.Law = PayloadKind.Pcmu;
        bench.Run(3 * Second, A, B);
        Stop(bench);
        Assert.Equal(
            [RecordingCodec.ALaw, RecordingCodec.ALaw, RecordingCodec.MuLaw],
            bench.Chunks.Take(3).Select(static c => RecordingBench.Header(c).RightCodec));
        var (_, right) = bench.Recorded();
        Assert.True(Tone.Purity(right, 1000) > 0.999);
    }

    [Fact]
    public void ASilentCallMakesChunksOfAHundredBytes()
    {
        var bench = Recording();
        bench.Run(4 * Second);
        Stop(bench);
        Assert.All(bench.Chunks, static c => Assert.Equal(RecordingChunkHeader.Length, c.Length));
        var (left, _) = bench.Recorded();
        Assert.Equal(32000, left.Length);
        Assert.Equal(0, Tone.Rms(left));
    }

    [Fact]
    public void AnotherAnchorGoesOnWithTheNextNumber()
    {
        var recorder = new CallRecorder("moved", 7, TimeSpan.Zero, 500);
        recorder.Write(RecordingSide.Left, new RtpHeader { Ssrc = 1 }, PayloadKind.Pcmu, new byte[160], 500);
        recorder.Stop(500 + (3 * TimeSpan.TicksPerSecond));
        var chunks = new List<byte[]>();
        Take(recorder, chunks);
        Assert.Equal([(7, 112000L, 16000), (8, 128000L, 8000)], chunks.Select(static c => RecordingBench.Header(c)).Select(static h => (h.Number, h.Start, h.Samples)));
    }

    [Fact]
    public void AHostThatDidNotTickForLongLosesNothing()
    {
        var recorder = new CallRecorder("stopped", 0, TimeSpan.FromMilliseconds(300), 0);
        var chunks = new List<byte[]>();
        var payload = new byte[160];
        payload.AsSpan().Fill(0x80);
        recorder.Write(RecordingSide.Left, new RtpHeader { Ssrc = 1 }, PayloadKind.Pcmu, payload, 0);
        recorder.Write(RecordingSide.Left, new RtpHeader { Ssrc = 1, Sequence = 1, Timestamp = 800_000 }, PayloadKind.Pcmu, payload, 100 * TimeSpan.TicksPerSecond);
        recorder.Stop(101 * TimeSpan.TicksPerSecond);
        Take(recorder, chunks);
        var (left, _) = RecordingBench.Channels(chunks);
        Assert.Equal((808_000, 32124, 32124), (left.Length, left[159], left[800_000]));
    }

    [Fact]
    public void OnlyOneRecordingRunsAtATime()
    {
        var bench = Recording();
        Assert.False(bench.Media.StartRecording("rec-2", A, B, bench.Now));
        Assert.Equal("rec-1", bench.Media.RecordingId);
        Stop(bench);
        Assert.Null(bench.Media.RecordingId);
        Assert.True(bench.Media.StartRecording("rec-2", A, B, bench.Now));
    }

    [Fact]
    public void WhateverArrives_ChunksTileTheTimeOfTheRecording()
    {
        var packet = Gen.Select(Gen.UInt[0, 3], Gen.UShort, Gen.UInt, Gen.Int[0, 400], Gen.Int[0, 3000], Gen.Bool);
        packet.Array[0, 120].Sample(
            packets =>
            {
                var recorder = new CallRecorder("any", 0, TimeSpan.FromMilliseconds(300), 0);
                var chunks = new List<byte[]>();
                var now = 0L;
                foreach (var (ssrc, sequence, timestamp, length, wait, left) in packets)
                {
                    now += wait * TimeSpan.TicksPerMillisecond;
                    recorder.Tick(now);
                    var header = new RtpHeader { Ssrc = ssrc, Sequence = sequence, Timestamp = timestamp };
                    recorder.Write(left ? RecordingSide.Left : RecordingSide.Right, header, PayloadKind.Pcma, new byte[length], now);
                }

                recorder.Stop(now);
                Take(recorder, chunks);
                var headers = chunks.ConvertAll(RecordingBench.Header);
                return headers.Sum(static h => (long)h.Samples) == MediaClock.Samples(now)
                    && headers.Select(static h => h.Number).SequenceEqual(Enumerable.Range(0, headers.Count))
                    && headers[^1].IsLast;
            },
            seed: "0N0XIzNsQ0O2",
            iter: 2000);
    }

    private static void Take(CallRecorder recorder, List<byte[]> chunks)
    {
        while (recorder.TryTake(out var chunk))
        {
            chunks.Add(chunk!.Bytes.ToArray());
            chunk.Dispose();
        }
    }

    /// <summary>A full-scale sample at each tenth second of the listener's time, at its place in the phone's samples.</summary>
    private static void Click(byte[] payload, int packet, double drift)
    {
        for (var i = 0; i < payload.Length; i++)
        {
            var sample = (packet * 160) + i;
            var real = sample * (1 + drift);
            if ((long)(real / 80000) != (long)((sample - 1) * (1 + drift) / 80000) && sample > 0)
            {
                payload[i] = 0x80;
            }
        }
    }

    /// <summary>Energy of the difference over energy of the signal.</summary>
    private static double Error(ReadOnlySpan<short> actual, ReadOnlySpan<short> expected)
    {
        double difference = 0, energy = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            difference += Math.Pow(actual[i] - expected[i], 2);
            energy += Math.Pow(expected[i], 2);
        }

        return difference / energy;
    }
}
