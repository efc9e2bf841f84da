using System.Buffers.Binary;
using RtcCluster.Media.Codecs;

namespace RtcCluster.Media.Recording;

/// <summary>The samples of a checked chunk; silence where there is none.</summary>
internal readonly ref struct ChunkAudio
{
    private readonly RecordingCodec _leftCodec;
    private readonly RecordingCodec _rightCodec;
    private readonly ReadOnlySpan<byte> _left;
    private readonly ReadOnlySpan<byte> _right;

    public ChunkAudio(in RecordingChunkHeader header, ReadOnlySpan<byte> chunk)
    {
        _leftCodec = header.LeftCodec;
        _rightCodec = header.RightCodec;
        _left = chunk.Slice(RecordingChunkHeader.Length, header.LeftLength);
        _right = chunk.Slice(RecordingChunkHeader.Length + header.LeftLength, header.RightLength);
    }

    public short Left(int sample) => Read(_leftCodec, _left, sample);

    public short Right(int sample) => Read(_rightCodec, _right, sample);

    private static short Read(RecordingCodec codec, ReadOnlySpan<byte> bytes, int sample) => codec switch
    {
        RecordingCodec.MuLaw when sample < bytes.Length => G711.DecodeMuLaw(bytes[sample]),
        RecordingCodec.ALaw when sample < bytes.Length => Quiet(G711.DecodeALaw(bytes[sample])),
        RecordingCodec.Pcm16 when (sample * 2) + 1 < bytes.Length => BinaryPrimitives.ReadInt16LittleEndian(bytes[(sample * 2)..]),
        _ => 0,
    };

    // A-law has no zero: its silence byte decodes to 8, which is silence all the same.
    private static short Quiet(short sample) => sample is 8 or -8 ? (short)0 : sample;
}
