using RtcCluster.Contracts.Users;

namespace RtcCluster.Contracts.Privacy;

/// <summary>A user's request that was granted: what was asked for is done, once. Key: <c>{tenant}/{request}</c>.</summary>
[Alias("rtc.IRightsGrain")]
public interface IRightsGrain : IGrainWithStringKey
{
    /// <summary>Does what was granted, or goes on with it; one that is done, or was never granted, is left as it is.</summary>
    /// <returns>Whether it is done; else what refuses, such as that a company needs an administrator. The tenant's hourly sweep tries that again.</returns>
    [Alias("Run"), ResponseTimeout("00:02:00")]
    Task<ConfigureReceipt> Run();
}
