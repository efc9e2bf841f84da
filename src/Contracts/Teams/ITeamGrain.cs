using RtcCluster.Contracts.Users;

namespace RtcCluster.Contracts.Teams;

/// <summary>A team of a tenant, key <c>{tenant}/{name}</c>.</summary>
[Alias("rtc.ITeamGrain")]
public interface ITeamGrain : IGrainWithStringKey
{
    /// <summary>The team is so from now on. Refused while somebody of it is no user, or a supervisor of it may not supervise.</summary>
    /// <param name="team">Who belongs to it.</param>
    /// <param name="version">The version that is changed, 0 for a new team; null for whatever there is.</param>
    /// <param name="by">The user who changes it.</param>
    [Alias("Configure")]
    Task<ConfigureReceipt> Configure(TeamSettings team, int? version, string by);

    /// <summary>There is no such team any more; its people stay.</summary>
    [Alias("Remove")]
    Task<ConfigureReceipt> Remove();
}
