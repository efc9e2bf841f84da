using System.Text.Json;
using Orleans.Placement;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Teams;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Users;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Grains.Teams;

/// <summary>A team: its document in the directory. It keeps no state of its own, as whoever acts on an agent asks the directory.</summary>
[RandomPlacement]
internal sealed class TeamGrain(IDirectory directory, IDirectoryWriter writer) : Grain, ITeamGrain
{
    private TeamId Id => new(this.GetPrimaryKeyString());

    public async Task<ConfigureReceipt> Configure(TeamSettings team, int? version, string by)
    {
        if (await Problem(team) is { } problem)
        {
            return new ConfigureReceipt(ConfigureStatus.Invalid, problem);
        }

        return Receipts.Of(await writer.SaveDocumentAsync(new Document
        {
            TenantId = Id.Tenant.Value,
            Kind = TeamSettings.Kind,
            Name = Id.Name,
            Json = JsonSerializer.Serialize(team, JsonSerializerOptions.Web),
            ChangedBy = by,
            Version = version ?? (await Find())?.Version ?? 0,
        }));
    }

    public async Task<ConfigureReceipt> Remove() =>
        await Find() is { } document
            ? Receipts.Of(await writer.DeleteDocumentAsync(Id.Tenant.Value, TeamSettings.Kind, Id.Name, document.Version))
            : new ConfigureReceipt(ConfigureStatus.NotFound);

    private Task<Document?> Find() => directory.FindDocumentAsync(Id.Tenant.Value, TeamSettings.Kind, Id.Name);

    private async Task<string?> Problem(TeamSettings team)
    {
        if (!TeamId.IsName(Id.Name))
        {
            return "A team's name is 1 to 64 of a-z, 0-9, dot, underscore and hyphen.";
        }

        if (team.Supervisors.Length > TeamSettings.MostSupervisors || team.Members.Length > TeamSettings.MostMembers)
        {
            return $"A team has at most {TeamSettings.MostSupervisors} supervisors and {TeamSettings.MostMembers} members.";
        }

        foreach (var name in team.Supervisors.Concat(team.Members).Distinct(StringComparer.Ordinal))
        {
            if (await directory.FindUserAsync(Id.Tenant.Value, name) is not { } user)
            {
                return $"There is no user '{name}'.";
            }

            if (user.Role < UserRole.Supervisor && team.Supervisors.Contains(name))
            {
                return $"'{name}' is no supervisor.";
            }
        }

        return null;
    }
}
