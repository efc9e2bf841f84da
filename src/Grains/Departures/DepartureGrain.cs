using Microsoft.Extensions.Logging;
using Orleans.Placement;
using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Fax;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Incidents;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Contracts.Queues;
using RtcCluster.Contracts.Users;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Grains.Queues;
using RtcCluster.Storage.Departures;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Rights;

namespace RtcCluster.Grains.Departures;

/// <summary>Erases what was a deleted user's. It keeps nothing: the departure is a row, each step may be done again, and the tenant's hourly sweep comes back to what is not over.</summary>
[RandomPlacement]
internal sealed class DepartureGrain(IDepartures departures, IDataExports exports, IDirectory directory, TimeProvider time, ILogger<DepartureGrain> logger) : Grain, IDepartureGrain
{
    private UserId Id => new(this.GetPrimaryKeyString());

    public async Task<bool> Run()
    {
        var tenant = Id.Tenant.Value;
        if (await departures.FindAsync(tenant, Id.Name) is not { EndedAt: null } departure)
        {
            return true;
        }

        await GrainFactory.GetGrain<IUserGrain>(Id.Key).Forget();
        await LeaveQueues();
        await GrainFactory.GetGrain<IAgentGrain>(Id.Key).Forget();
        await GrainFactory.GetGrain<IIncidentGrain>($"{tenant}/incidents").Forget(Id);
        await exports.EraseOfAsync(tenant, Id.Name);
        var held = await GrainFactory.GetGrain<IMailboxGrain>(Id.Key).Forget() + await GrainFactory.GetGrain<IFaxBoxGrain>(Id.Key).Forget();
        // The greeting is gone: now the settings that name it may go.
        await departures.ForgetAsync(tenant, Id.Name);
        var settled = await departures.SettleAsync(departure, held);
        if (settled.EndedAt is null)
        {
            DepartureLog.Held(logger, Pii.Key(Id), held, time.GetUtcNow() - departure.BegunAt);
        }

        return settled.EndedAt is not null;
    }

    private async Task LeaveQueues()
    {
        foreach (var document in await directory.ListDocumentsAsync(Id.Tenant.Value, QueueDocument.Kind))
        {
            if (QueueDocument.Read(document.Json, Id.Tenant) is { Members: { IsDefault: false } members } && members.Any(member => member.Agent == Id))
            {
                await GrainFactory.GetGrain<IQueueGrain>(new QueueId(Id.Tenant, document.Name).Key).RemoveMember(Id);
            }
        }
    }
}

/// <summary>What departures log.</summary>
internal static partial class DepartureLog
{
    [LoggerMessage(5300, LogLevel.Information, "User {User} was deleted {Ago} ago; {Held} messages and faxes are held, or a legal case names the user, so that the name is not free.")]
    public static partial void Held(ILogger logger, Pii<UserId> user, int held, TimeSpan ago);

    [LoggerMessage(5301, LogLevel.Warning, "What was a deleted user's could not be erased now; it is tried again within the hour.")]
    public static partial void NotErased(ILogger logger, Exception exception);
}
