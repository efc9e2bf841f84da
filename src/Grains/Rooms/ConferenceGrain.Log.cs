using Microsoft.Extensions.Logging;
using RtcCluster.Contracts.Privacy;

namespace RtcCluster.Grains.Rooms;

/// <summary>What rooms log.</summary>
internal static partial class ConferenceLog
{
    [LoggerMessage(2801, LogLevel.Information, "Room {Name}: taken over with {Seats} calls.")]
    public static partial void TakenOver(ILogger logger, string name, int seats);

    [LoggerMessage(2802, LogLevel.Warning, "Room {Name}: another activation is ahead; it is read anew.")]
    public static partial void Overtaken(ILogger logger, string name);

    [LoggerMessage(2803, LogLevel.Warning, "Room {Name}: call {Call} could not be told: {Reason}")]
    public static partial void TellFailed(ILogger logger, string name, string call, Pii<string> reason);

    [LoggerMessage(2804, LogLevel.Error, "Room {Name}: version {Version} of its settings in the directory cannot be used; nobody is let in.")]
    public static partial void SettingsUnusable(ILogger logger, string name, int version);

    [LoggerMessage(2805, LogLevel.Warning, "Room {Name}: its edge {Edge} is gone; the room begins anew.")]
    public static partial void AnchorGone(ILogger logger, string name, string edge);

    [LoggerMessage(2806, LogLevel.Warning, "Room {Name}: too many wrong PINs, the last one of call {Call}; its caller is not let in for an hour.")]
    public static partial void Barred(ILogger logger, string name, string call);
}
