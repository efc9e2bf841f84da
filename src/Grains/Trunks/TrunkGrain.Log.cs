using Microsoft.Extensions.Logging;
using RtcCluster.Contracts.Privacy;

namespace RtcCluster.Grains.Trunks;

/// <summary>What trunks log.</summary>
internal static partial class TrunkLog
{
    [LoggerMessage(2301, LogLevel.Warning, "Trunk {Trunk}: peer {Peer} does not answer any more.")]
    public static partial void PeerDown(ILogger logger, string trunk, string peer);

    [LoggerMessage(2302, LogLevel.Information, "Trunk {Trunk}: peer {Peer} answers again.")]
    public static partial void PeerUp(ILogger logger, string trunk, string peer);

    [LoggerMessage(2303, LogLevel.Warning, "Trunk {Trunk}: health checks or registration could not be handed to an edge: {Problem}")]
    public static partial void EdgeFailed(ILogger logger, string trunk, Pii<string> problem);

    [LoggerMessage(2304, LogLevel.Warning, "Trunk {Trunk} is not registered: {Problem}")]
    public static partial void NotRegistered(ILogger logger, string trunk, Pii<string> problem);

    [LoggerMessage(2305, LogLevel.Information, "Trunk {Trunk} is registered.")]
    public static partial void Registered(ILogger logger, string trunk);
}
