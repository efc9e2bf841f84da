using Microsoft.Extensions.Logging;
using RtcCluster.Contracts.Privacy;

namespace RtcCluster.Grains.Recordings;

/// <summary>What recordings log.</summary>
internal static partial class RecordingLog
{
    [LoggerMessage(2401, LogLevel.Warning, "Recording {Recording} ended with a problem: {Problem}")]
    public static partial void Problem(ILogger logger, string recording, Pii<string> problem);

    [LoggerMessage(2402, LogLevel.Warning, "Recording {Recording} lost its edge; {Chunks} chunks are in the blob store.")]
    public static partial void Reconciled(ILogger logger, string recording, int chunks);

    [LoggerMessage(2403, LogLevel.Error, "Recording {Recording} is not in the catalogue and cannot be ended.")]
    public static partial void Unknown(ILogger logger, string recording);

    [LoggerMessage(2404, LogLevel.Warning, "Recording {Recording} has takes without a manifest, and none could be made now.")]
    public static partial void NotSigned(ILogger logger, string recording, Exception exception);
}
