using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;

namespace RtcCluster.Contracts.Recordings;

/// <summary>What a company tells parties outside before their calls are recorded. Key: <see cref="KeyOf"/>.</summary>
[Alias("rtc.INoticeGrain")]
public interface INoticeGrain : IGrainWithStringKey
{
    /// <summary>The key of a tenant's.</summary>
    /// <param name="tenant">The tenant.</param>
    static string KeyOf(TenantId tenant) => $"{tenant.Value}/notices";

    /// <summary>Replaces the rules.</summary>
    /// <param name="json">The rules, as the directory keeps them.</param>
    /// <param name="version">The version that was read; null: whichever it is.</param>
    /// <param name="by">Who does it.</param>
    [Alias("Configure")]
    Task<ConfigureReceipt> Configure(string json, int? version, string by);
}
