using System.Globalization;

namespace RtcCluster.Edge.Media;

/// <summary>How the chunks of a recording are called in the blob store: their number, so that listings come in order.</summary>
public static class ChunkName
{
    /// <summary>The name of a chunk after the recording's prefix.</summary>
    /// <param name="number">0 or more.</param>
    public static string Of(int number) => number.ToString("D8", CultureInfo.InvariantCulture);
}
