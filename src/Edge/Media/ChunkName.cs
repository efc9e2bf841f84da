using System.Globalization;
using RtcCluster.Media.Recording;

namespace RtcCluster.Edge.Media;

/// <summary>
/// How the chunks of a recording are called in the blob store: their number, so that listings come in order, and an ending where there is Opus, so that a listing tells
/// the codecs of a whole recording.
/// </summary>
public static class ChunkName
{
    private const string OpusEnding = ".opus";
    private const string MixedEnding = ".mixed";

    /// <summary>The name of a chunk after the recording's prefix.</summary>
    /// <param name="number">0 or more.</param>
    /// <param name="kind">What is in it.</param>
    public static string Of(int number, RecordingChunkKind kind) => number.ToString("D8", CultureInfo.InvariantCulture) + kind switch
    {
        RecordingChunkKind.Opus => OpusEnding,
        RecordingChunkKind.Mixed => MixedEnding,
        _ => string.Empty,
    };

    /// <summary>Reads a blob's path; false when it is no chunk of a recording.</summary>
    /// <param name="path">The path.</param>
    /// <param name="length">Bytes of the blob; one without sound is no longer than its header.</param>
    /// <param name="number">Its number.</param>
    /// <param name="kind">What is in it.</param>
    public static bool TryRead(ReadOnlySpan<char> path, long length, out int number, out RecordingChunkKind kind)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        kind = length > RecordingChunkHeader.Length ? RecordingChunkKind.G711 : RecordingChunkKind.Silent;
        if (name.EndsWith(OpusEnding, StringComparison.Ordinal))
        {
            kind = RecordingChunkKind.Opus;
            name = name[..^OpusEnding.Length];
        }
        else if (name.EndsWith(MixedEnding, StringComparison.Ordinal))
        {
            kind = RecordingChunkKind.Mixed;
            name = name[..^MixedEnding.Length];
        }

        return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number < RecordingWav.MaxChunks;
    }
}
