using RtcCluster.Media.Recording;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Edge.Media;

/// <summary>A chunk on its way into the spool: sound, or a page of a fax. Whoever takes it owns it.</summary>
/// <param name="facts">What its clear header says; the take is not known yet.</param>
/// <param name="bytes">What is sealed.</param>
/// <param name="rate">Samples of a second.</param>
/// <param name="owner">Gives the bytes back.</param>
internal sealed class SpoolChunk(SealedChunkFacts facts, ReadOnlyMemory<byte> bytes, int rate, IDisposable? owner) : IDisposable
{
    /// <summary>What its clear header says; the take is not known yet.</summary>
    public SealedChunkFacts Facts => facts;

    /// <summary>What is sealed.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>Samples of a second.</summary>
    public int Rate => rate;

    /// <summary>A chunk of sound.</summary>
    public static SpoolChunk Of(RecordingChunk chunk)
    {
        var facts = new SealedChunkFacts
        {
            Number = chunk.Header.Number,
            IsDraft = chunk.IsDraft,
            IsLast = chunk.Header.IsLast,
            Codec = (SealedCodec)chunk.Header.Kind,
            Samples = chunk.Header.Samples,
            Paused = new UInt128(chunk.Header.Paused.High, chunk.Header.Paused.Low),
        };
        return new SpoolChunk(facts, chunk.Bytes, chunk.Header.SampleRate, chunk);
    }

    /// <summary>A page of a fax.</summary>
    /// <param name="number">Which, from 0.</param>
    /// <param name="tiff">The page as a file.</param>
    /// <param name="time">How long it took.</param>
    public static SpoolChunk OfPage(int number, byte[] tiff, TimeSpan time) => new(
        new SealedChunkFacts { Number = number, Codec = SealedCodec.Page, Samples = (int)Math.Clamp(time.TotalSeconds * SealedTime.SampleRate, 0, int.MaxValue) }, tiff, SealedTime.SampleRate, null);

    public void Dispose() => owner?.Dispose();
}
