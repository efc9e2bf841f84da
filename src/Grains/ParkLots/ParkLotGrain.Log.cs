using Microsoft.Extensions.Logging;

namespace RtcCluster.Grains.ParkLots;

/// <summary>What lots log.</summary>
internal static partial class ParkLotLog
{
    [LoggerMessage(3201, LogLevel.Warning, "Park lot {Name}: another activation is ahead; it is read anew.")]
    public static partial void Overtaken(ILogger logger, string name);
}
