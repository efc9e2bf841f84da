using System.Globalization;
using Microsoft.Extensions.Logging;
using Orleans.Placement;
using RtcCluster.Contracts.Google;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Contracts.Users;
using RtcCluster.Storage.Audits;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Rights;

namespace RtcCluster.Grains.Rights;

/// <summary>Does what was granted. It keeps nothing: the request is a row, each step finds out whether it was done, and the tenant's hourly sweep comes back to what is not over.</summary>
/// <remarks>The line in the trail comes before the act, as everywhere; it names the request, so that whoever goes on after a dead process does not write it again.</remarks>
[RandomPlacement]
internal sealed class RightsGrain(IRightsRequests requests, IDataExports exports, IDirectory directory, IAuditLog audit, TimeProvider time, ILogger<RightsGrain> logger) : Grain, IRightsGrain
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromHours(1);
    private static readonly ConfigureReceipt Done = new(ConfigureStatus.Saved);

    private (string Tenant, string Request) Id => this.GetPrimaryKeyString().Split('/', 2) is [var tenant, var request] ? (tenant, request) : throw new InvalidOperationException("No key of a request.");

    public async Task<ConfigureReceipt> Run()
    {
        var (tenant, id) = Id;
        if (await requests.FindAsync(tenant, id) is not { State: RightsState.Granting } granted)
        {
            return Done;
        }

        // Under the name of one who was deleted since (alice~1) there is nobody: what was asked for is over.
        var receipt = await directory.FindUserAsync(tenant, granted.UserName) is null ? Done : await Do(granted);
        if (receipt.Status == ConfigureStatus.Saved)
        {
            await requests.DoneAsync(tenant, id);
        }
        else
        {
            RightsLog.Refused(logger, granted.Number, receipt.Status);
        }

        return receipt;
    }

    private async Task<ConfigureReceipt> Do(RightsRequest granted)
    {
        if (granted.Kind is RightsKind.Restrict or RightsKind.Erase && await directory.FindOnlyAdministratorAsync(granted.TenantId) == granted.UserName)
        {
            // Nobody would be left who could decide anything. It stays granted, and is done by the sweep when there is another.
            await Write(granted, "rights.wait", "kept as the last administrator");
            return new ConfigureReceipt(ConfigureStatus.Conflict, $"{LastAdministrator.Refusal(granted.UserName)} Request {granted.Number} stays granted and is done within the hour after that.");
        }

        var user = new UserId(new TenantId(granted.TenantId), granted.UserName);
        switch (granted.Kind)
        {
            case RightsKind.Access or RightsKind.Calls:
                await exports.AskForAsync(granted);
                return Done;
            case RightsKind.Restrict:
                await Write(granted, "user.save", "disabled");
                return await GrainFactory.GetGrain<IUserGrain>(user.Key).Restrict();
            case RightsKind.Erase:
                await Write(granted, "user.delete", "deleted");
                await GrainFactory.GetGrain<IGoogleGrain>(IGoogleGrain.KeyOf(user)).Disconnect();
                return await GrainFactory.GetGrain<IUserGrain>(user.Key).Remove();
            // A person corrects and answers; the reason says how.
            default:
                return Done;
        }
    }

    private async Task Write(RightsRequest granted, string action, string what)
    {
        var detail = string.Create(CultureInfo.InvariantCulture, $"{what}, as asked for by request {granted.Number}");
        // Clocks of two machines are not one.
        var filter = new AuditFilter { TenantId = granted.TenantId, Action = action, Target = granted.UserName, From = granted.DecidedAt - ClockSkew };
        for (string? cursor = null; ;)
        {
            var page = await audit.ListAsync(filter, cursor, 500);
            if (page.Items.Any(entry => entry.Row.Target == granted.UserName && entry.Row.Detail == detail))
            {
                return;
            }

            if (page.Next is null)
            {
                break;
            }

            cursor = page.Next;
        }

        await audit.AddAsync(new AuditRow { TenantId = granted.TenantId, At = time.GetUtcNow(), Actor = granted.DecidedBy ?? "rights", Action = action, Target = granted.UserName, Detail = detail });
    }
}

/// <summary>What requests log.</summary>
internal static partial class RightsLog
{
    [LoggerMessage(5450, LogLevel.Warning, "Request {Number} was granted and cannot be done now ({Status}); it is tried again within the hour.")]
    public static partial void Refused(ILogger logger, int number, ConfigureStatus status);

    [LoggerMessage(5451, LogLevel.Warning, "Requests that were granted could not be done now; it is tried again within the hour.")]
    public static partial void NotDone(ILogger logger, Exception exception);
}
