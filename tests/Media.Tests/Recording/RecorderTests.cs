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
            iter: 300);
    }

    private static void Take(CallRecorder recorder, List<byte[]> chunks)
    {
        while (recorder.TryTake(out var chunk))
        {
            chunks.Add(chunk!.Bytes.ToArray());
            chunk.Dispose();
        }
    }
}
