using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Teams;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Queues;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Grains.Lines;

/// <summary>Whose calls a user may pick up without naming them: those of the own teams, or for one who is in none of the queues that they serve together.</summary>
internal sealed class PickupGroup(IDirectory directory, IGrainFactory grains)
{
    private const int AtOnce = 64;

    /// <summary>The oldest call that rings at a colleague; null when there is none.</summary>
    /// <param name="by">Who wants to pick it up.</param>
    public async Task<CallId?> Ringing(UserId by)
    {
        var calls = new List<CallId>();
        foreach (var some in (await Colleagues(by)).Chunk(AtOnce))
        {
            calls.AddRange((await Task.WhenAll(some.Select(user => grains.GetGrain<IUserGrain>(user.Key).RingingCall()))).OfType<CallId>());
        }

        return calls.Count == 0 ? null : calls.MinBy(call => call.Name, StringComparer.Ordinal);
    }

    private async Task<IReadOnlyList<UserId>> Colleagues(UserId by)
    {
        var groups = await Teams(by);
        if (groups.Count == 0)
        {
            groups = await Queues(by);
        }

        return [.. groups.SelectMany(group => group).Distinct().Where(user => user != by)];
    }

    private async Task<List<List<UserId>>> Teams(UserId by) =>
    [
        .. (await directory.ListDocumentsAsync(by.Tenant.Value, TeamSettings.Kind))
            .Select(document => TeamSettings.Read(document.Json))
            .OfType<TeamSettings>()
            .Select(team => team.Members.Concat(team.Supervisors).Select(name => new UserId(by.Tenant, name)).ToList())
            .Where(people => people.Contains(by)),
    ];

    private async Task<List<List<UserId>>> Queues(UserId by) =>
    [
        .. (await directory.ListDocumentsAsync(by.Tenant.Value, QueueDocument.Kind))
            .Select(document => QueueDocument.Read(document.Json, by.Tenant))
            .Where(rules => rules is { Members.IsDefault: false })
            .Select(rules => rules!.Members.Select(member => member.Agent).ToList())
            .Where(people => people.Contains(by)),
    ];
}
