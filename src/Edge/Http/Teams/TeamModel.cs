using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using RtcCluster.Contracts.Teams;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Http.Teams;

/// <summary>A team, as the API shows it.</summary>
/// <param name="Id">Its name in addresses.</param>
/// <param name="Name">Shown to people.</param>
/// <param name="Supervisors">Users who supervise the members, and of all teams together nobody else.</param>
/// <param name="Members">Users who are supervised.</param>
/// <param name="Version">The number of the version; give it back when saving, and nobody else's change is lost.</param>
/// <param name="ChangedAt">When it was saved (UTC).</param>
/// <param name="ChangedBy">By whom.</param>
internal sealed record TeamModel(
    string Id, string Name, IReadOnlyList<string> Supervisors, IReadOnlyList<string> Members, int Version, DateTimeOffset ChangedAt, string ChangedBy)
{
    public static TeamModel? Of(Document document) =>
        TeamSettings.Read(document.Json) is { } team
            ? new TeamModel(document.Name, team.Name, team.Supervisors, team.Members, document.Version, document.ChangedAt, document.ChangedBy)
            : null;
}

/// <summary>What an administrator sets of a team.</summary>
public sealed record TeamChange
{
    /// <summary>Shown to people.</summary>
    [Required, StringLength(100, MinimumLength = 1)]
    public required string Name { get; init; }

    /// <summary>Users who supervise the members, and of all teams together nobody else.</summary>
    [MaxLength(TeamSettings.MostSupervisors)]
    public IReadOnlyList<string> Supervisors { get; init; } = [];

    /// <summary>Users who are supervised.</summary>
    [MaxLength(TeamSettings.MostMembers)]
    public IReadOnlyList<string> Members { get; init; } = [];

    internal TeamSettings ToSettings() => new(Name, Names(Supervisors), Names(Members));

    private static ImmutableArray<string> Names(IReadOnlyList<string> names) => [.. names.Distinct(StringComparer.Ordinal)];
}
