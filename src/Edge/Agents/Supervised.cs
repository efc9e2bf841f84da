using RtcCluster.Contracts.Teams;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Agents;

/// <summary>Whom somebody supervises: a supervisor who is named in teams, their members; any other supervisor and every administrator, all.</summary>
/// <remarks>Everybody who supervises sees the whole company, as queues cross teams; what is done to an agent is done by the agent's own supervisors.</remarks>
internal sealed class Supervised(IDirectory directory)
{
    /// <summary>What whoever does not supervise an agent is told.</summary>
    public const string NotTheirs = "The agent is in no team of yours.";

    /// <summary>True when the caller may change what another user does.</summary>
    /// <param name="caller">Who wants to.</param>
    /// <param name="user">The other's name.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<bool> IncludesAsync(Caller caller, string user, CancellationToken ct = default) =>
        caller.Supervises && (await OfAsync(caller, ct) is not { } theirs || theirs.Contains(user));

    /// <summary>The users of the caller's teams; null for all there are.</summary>
    public async Task<IReadOnlySet<string>?> OfAsync(Caller caller, CancellationToken ct = default)
    {
        if (caller.Role >= UserRole.Administrator)
        {
            return null;
        }

        var documents = await directory.ListDocumentsAsync(caller.Tenant.Value, TeamSettings.Kind, ct);
        var teams = documents.Select(document => TeamSettings.Read(document.Json)).OfType<TeamSettings>().Where(team => team.Supervisors.Contains(caller.User.Name)).ToList();
        return teams.Count == 0 ? null : teams.SelectMany(team => team.Members).ToHashSet(StringComparer.Ordinal);
    }
}
