using CsCheck;
using RtcCluster.Media.Codecs;
using RtcCluster.Media.Recording;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Tests.Calls;
using RtcCluster.Media.Tests.Signals;
using static RtcCluster.Media.Tests.Calls.CallBench;

namespace RtcCluster.Media.Tests.Recording;

/// <summary>Where packets come to lie: neither loss, order, jitter, drift, silence nor a phone's restart moves one channel against the other.</summary>
public class AlignmentTests
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
