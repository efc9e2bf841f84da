using RtcCluster.Edge.Media;
using RtcCluster.Media.Codecs;
using RtcCluster.Media.Recording;
using RtcCluster.Media.Rtp;
using Xunit;

namespace RtcCluster.Edge.Tests.Media;

/// <summary>Five seconds of a real recorder: chunks 1 to 3, with one sound on the left channel all the time.</summary>
internal static class Tape
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(5);

    /// <summary>The µ-law bytes of each packet.</summary>
    public static byte[] Sound { get; } = [.. Enumerable.Range(0, 160).Select(i => (byte)(0x80 | (i * 7 % 97)))];

    /// <summary>Plays it into a spooler; returns the chunks as they were made.</summary>
    /// <param name="upload">The take.</param>
    /// <param name="spooler">Where chunks go.</param>
    /// <param name="drafts">Whether there are drafts.</param>
    /// <param name="end">Whether the recording is ended, else it goes on until 1 s and the wait for late packets of the next chunk are over.</param>
    /// <param name="length">How much of it; null for all.</param>
    public static Dictionary<int, byte[]> Play(RecordingUpload upload, RecordingSpooler spooler, bool drafts = false, bool end = true, TimeSpan? length = null)
    {
        var recorder = new CallRecorder(upload.Recording.Key, 1, TimeSpan.FromMilliseconds(300), 0, drafts);
        var chunks = new Dictionary<int, byte[]>();
        ushort sequence = 0;
        var until = length ?? (end ? Length : Length + TimeSpan.FromMilliseconds(320));
        for (var now = 0L; now < until.Ticks; now += TimeSpan.FromMilliseconds(20).Ticks)
        {
            recorder.Write(RecordingSide.Left, Header(sequence), PayloadKind.Pcmu, Sound, now);
            recorder.Tick(now);
            sequence++;
            Drain();
        }

        if (end)
        {
            recorder.Stop(until.Ticks);
        }

        Drain();
        return chunks;

        void Drain()
        {
            while (recorder.TryTake(out var chunk))
            {
                if (!chunk!.IsDraft)
                {
                    chunks[chunk.Header.Number] = chunk.Bytes.ToArray();
                }

                spooler.Take(upload, chunk);
            }
        }
    }

    private static RtpHeader Header(ushort sequence)
    {
        var packet = new byte[RtpHeader.FixedLength + Sound.Length];
        packet[0] = 0x80;
        packet[2] = (byte)(sequence >> 8);
        packet[3] = (byte)sequence;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), (uint)sequence * 160);
        Assert.Equal(RtpStatus.Ok, RtpHeader.TryRead(packet, out var header));
        return header;
    }
}
