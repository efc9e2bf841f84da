using RtcCluster.Contracts.Users;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Grains.Users;

/// <summary>Says in the words of the contracts what the directory made of a change.</summary>
internal static class Receipts
{
    /// <summary>The receipt for a write of the directory.</summary>
    public static ConfigureReceipt Of(SaveResult result) => result.Status switch
    {
        SaveStatus.Saved => new ConfigureReceipt(ConfigureStatus.Saved),
        SaveStatus.Conflict => new ConfigureReceipt(ConfigureStatus.Conflict, result.Reason),
        SaveStatus.NoSeat => new ConfigureReceipt(ConfigureStatus.NoSeat, result.Reason),
        _ => new ConfigureReceipt(ConfigureStatus.Invalid, result.Reason),
    };
}
