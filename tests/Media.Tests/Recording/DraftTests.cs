using RtcCluster.Media.Codecs;
using RtcCluster.Media.Recording;
using RtcCluster.Media.Rtp;

namespace RtcCluster.Media.Tests.Recording;

/// <summary>What a recorder gives of a chunk before the chunk is whole.</summary>
public sealed class DraftTests
{
    private static readonly long Packet = TimeSpan.FromMilliseconds(20).Ticks;
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(300);

    [Fact]
    public void HalfOfEachChunkComesAfterItsLatePackets_AndTheChunksAreAsWithoutDrafts()
    {
        var (plain, drafts) = (Record(drafts: false), Record(drafts: true));

        Assert.Equal(plain.Where(made => !made.IsDraft).Select(made => made.Bytes), drafts.Where(made => !made.IsDraft).Select(made => made.Bytes));
        Assert.DoesNotContain(plain, made => made.IsDraft);
        Assert.Equal(
            [(1.3, 0, true), (2.3, 0, false), (3.3, 1, true), (4.3, 1, false), (5.0, 2, false)],
            drafts.Select(made => (Math.Round(made.At.TotalSeconds, 2), made.Number, made.IsDraft)));
        foreach (var draft in drafts.Where(made => made.IsDraft))
        {
            Assert.Equal(RecordingChunkStatus.Ok, RecordingChunkHeader.TryRead(draft.Bytes, out var header));
            Assert.Equal((8_000, draft.Number * 16_000L, false), (header.Samples, header.Start, header.IsLast));
            var whole = drafts.Single(made => made.Number == draft.Number && !made.IsDraft);
            Assert.Equal(whole.Bytes[RecordingChunkHeader.Length..(RecordingChunkHeader.Length + 8_000)], draft.Bytes[RecordingChunkHeader.Length..]);
        }
    }

    [Fact]
    public void ADraft_KnowsOfThePauseThatGoesOn()
    {
        var recorder = new CallRecorder("paused", 0, Late, 0, drafts: true);
        recorder.Pause(TimeSpan.FromMilliseconds(500).Ticks);
        recorder.Tick(TimeSpan.FromSeconds(1.3).Ticks);

        Assert.True(recorder.TryTake(out var draft));
        Assert.Equal((25, true), (draft!.Header.Paused.Count, draft.Header.Paused[49]));
        recorder.Tick(TimeSpan.FromSeconds(2.3).Ticks);
        Assert.True(recorder.TryTake(out var whole));
        Assert.Equal((75, false), (whole!.Header.Paused.Count, whole.IsDraft));
    }

    [Fact]
    public void AHostThatWasStopped_GetsTheChunk_AndNoDraftOfIt()
    {
        var recorder = new CallRecorder("stopped", 0, Late, 0, drafts: true);
        recorder.Tick(TimeSpan.FromSeconds(2.5).Ticks);

        Assert.True(recorder.TryTake(out var chunk));
        Assert.False(chunk!.IsDraft);
        Assert.False(recorder.TryTake(out _));
        Assert.Equal(TimeSpan.FromSeconds(3.3).Ticks, recorder.Deadline);
    }

    private static List<(TimeSpan At, int Number, bool IsDraft, byte[] Bytes)> Record(bool drafts)
    {
        var recorder = new CallRecorder("drafts", 0, Late, 0, drafts);
        var made = new List<(TimeSpan, int, bool, byte[])>();
        var random = new Random(7);
        var payload = new byte[160];
        for (var i = 0; i < 250; i++)
        {
            random.NextBytes(payload);
            recorder.Write(RecordingSide.Left, Header(i), PayloadKind.Pcmu, payload, i * Packet);
            recorder.Tick(i * Packet);
            Take(i * Packet);
        }

        recorder.Stop(250 * Packet);
        Take(250 * Packet);
        return made;

        void Take(long now)
        {
            while (recorder.TryTake(out var chunk))
            {
                made.Add((TimeSpan.FromTicks(now), chunk!.Header.Number, chunk.IsDraft, chunk.Bytes.ToArray()));
                chunk.Dispose();
            }
        }
    }

    private static RtpHeader Header(int number)
    {
        var packet = new byte[RtpHeader.FixedLength + 160];
        packet[0] = 0x80;
        packet[3] = (byte)number;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), (uint)number * 160);
        Assert.Equal(RtpStatus.Ok, RtpHeader.TryRead(packet, out var header));
        return header;
    }
}
