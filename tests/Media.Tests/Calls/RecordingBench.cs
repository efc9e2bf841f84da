using RtcCluster.Media.Recording;
using RtcCluster.Media.Wav;

namespace RtcCluster.Media.Tests.Calls;

/// <summary>Reads stored chunks as a listener does: through the WAV.</summary>
internal static class RecordingBench
{
    public static RecordingChunkHeader Header(byte[] chunk)
    {
        Assert.Equal(RecordingChunkStatus.Ok, RecordingChunkHeader.TryRead(chunk, out var header));
        return header;
    }

    public static byte[] Wav(IReadOnlyList<byte[]> chunks, WavEncoding encoding = WavEncoding.Pcm16)
    {
        var wav = new RecordingWav(chunks.Select(Header), encoding);
        var file = new byte[wav.Length];
        Read(wav, chunks, 0, file);
        return file;
    }

    /// <summary>Serves a byte range the way a web server does.</summary>
    public static void Read(RecordingWav wav, IReadOnlyList<byte[]> chunks, long offset, Span<byte> destination)
    {
        var stored = chunks.ToDictionary(static c => Header(c).Number);
        while (!destination.IsEmpty)
        {
            var number = wav.ChunkAt(offset);
            var chunk = number < 0 || wav.IsMissing(number) ? [] : stored[number];
            var count = wav.Render(offset, chunk, destination);
            Assert.True(count > 0, "the file ended early");
            destination = destination[count..];
            offset += count;
        }
    }

    public static (short[] Left, short[] Right) Channels(IReadOnlyList<byte[]> chunks)
    {
        Assert.Equal(WavStatus.Ok, WavReader.TryRead(Wav(chunks), out var reader));
        var left = new short[reader.Samples];
        var right = new short[reader.Samples];
        reader.Decode(0, 0, left);
        reader.Decode(1, 0, right);
        return (left, right);
    }
}
