using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Http.Colleagues;

/// <summary>A colleague: what somebody needs who wants to call him.</summary>
/// <param name="Name">Name within the tenant, as presence has it.</param>
/// <param name="DisplayName">Shown to others.</param>
/// <param name="Extension">What to dial; null for a user without a telephone.</param>
internal sealed record ColleagueModel(string Name, string DisplayName, string? Extension)
{
    public static ColleagueModel Of(DirectoryUser user) => new(user.Name, user.DisplayName, user.Extension);
}
