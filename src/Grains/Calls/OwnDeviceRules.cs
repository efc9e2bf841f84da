using RtcCluster.Contracts.Calls;

namespace RtcCluster.Grains.Calls;

/// <summary>Which devices ring for a call that the user asked for.</summary>
internal static class OwnDeviceRules
{
    /// <summary>Whether a device is one of those that were asked for.</summary>
    public static bool Includes(this OwnDevices devices, DialTarget target) => devices switch
    {
        OwnDevices.Browser => target.IsBrowser,
        OwnDevices.Phone => !target.IsBrowser,
        _ => true,
    };
}
