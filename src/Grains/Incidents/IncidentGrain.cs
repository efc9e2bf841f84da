using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using Orleans.Storage;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Incidents;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Tenants;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Incidents;
using RtcCluster.Storage.Outages;
using RtcCluster.Storage.Sessions;

namespace RtcCluster.Grains.Incidents;

/// <summary>A company's watch: turns, cases and blocks. What is suspicious is said by <see cref="IncidentMachine"/>.</summary>
[RandomPlacement]
internal sealed class IncidentGrain(
    [PersistentState("incidents")] IPersistentState<IncidentMemory> memory,
    IIncidents store,
    ISessionStore sessions,
    IAuditLog audit,
    TenantPolicies tenants,
    IOptions<IncidentRules> options,
    IncidentMetrics metrics,
    TimeProvider time,
    ILogger<IncidentGrain> logger) : Grain, IIncidentGrain
{
    // What could not be written while the store was away: so many cases of strangers are kept, and an attack that goes on is found again.
    private const int MostPending = 100;
    private const int MostPendingOfAll = 10_000;

    // The store is there and one case is refused again and again.
    private const int MostTries = 10;
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RememberEvery = TimeSpan.FromMinutes(1);

    private readonly Queue<PendingCase> _pending = [];
    private IncidentMachine? _machine;
    private IGrainTimer? _working;
    private IGrainTimer? _remembering;
    private bool _isChanged;

    // Cases are worked off beside the turns, so that no signal waits for the store; a case is changed by one at a time for all that.
    private Task _turn = Task.CompletedTask;

    private TenantId Tenant => new(this.GetPrimaryKeyString()[..this.GetPrimaryKeyString().IndexOf('/', StringComparison.Ordinal)]);

    private IncidentRules Rules => options.Value;

    public async Task Observe(ImmutableArray<IncidentSignal> signals)
    {
        metrics.Seen(signals.Length);
        _machine ??= new IncidentMachine(Rules, (await tenants.Find(Tenant))?.Country ?? "", memory.State);
        foreach (var signal in signals)
        {
            // Stored to the millisecond, and found again by it.
            var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
            foreach (var suspicion in _machine.Apply(signal, now))
            {
                metrics.Found(suspicion.Rule);
                IncidentLog.Found(logger, Tenant.Value, suspicion.Rule);
                if (_pending.Count < (suspicion.IsAboutUser ? MostPendingOfAll : MostPending))
                {
                    _pending.Enqueue(new PendingCase(suspicion, now, 0));
                }
            }
        }

        if (_pending.Count > 0)
        {
            _working ??= this.RegisterGrainTimer(Work, new GrainTimerCreationOptions(TimeSpan.Zero, Again) { KeepAlive = true, Interleave = true });
        }

        if (_machine.TakeChanged())
        {
            _isChanged = true;
            _remembering ??= this.RegisterGrainTimer(Remember, new GrainTimerCreationOptions(RememberEvery, RememberEvery));
        }
    }

    public async Task Forget(UserId user)
    {
        if (memory.State.Places.Remove(user.Name))
        {
            await memory.WriteStateAsync();
        }
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await Work();
        await Remember();
    }

    public Task<ConfigureReceipt> Decide(string incident, bool isConfirmed, string reason, UserId by) => InTurn(() => Decided(incident, isConfirmed, reason, by));

    public Task<ConfigureReceipt> Block(string incident, DateTimeOffset? until) => InTurn(() => Blocked(incident, until));

    public Task<ConfigureReceipt> Appeal(string incident, UserId user, string text) => InTurn(() => Appealed(incident, user, text));

    private async Task<ConfigureReceipt> Decided(string incident, bool isConfirmed, string reason, UserId by)
    {
        if (await store.FindAsync(Tenant.Value, incident) is not { } found)
        {
            return new ConfigureReceipt(ConfigureStatus.NotFound);
        }

        if (!isConfirmed)
        {
            await BlockUser(found, null);
        }

        return Receipt(await store.SaveAsync(found with
        {
            State = isConfirmed ? IncidentState.Confirmed : IncidentState.Dismissed,
            BlockedUntil = isConfirmed ? found.BlockedUntil : null,
            Decision = reason,
            DecidedBy = by.Key,
            DecidedAt = time.GetUtcNow(),
        }));
    }

    private async Task<ConfigureReceipt> Blocked(string incident, DateTimeOffset? until)
    {
        if (await store.FindAsync(Tenant.Value, incident) is not { } found)
        {
            return new ConfigureReceipt(ConfigureStatus.NotFound);
        }

        if (found.UserId is null)
        {
            return new ConfigureReceipt(ConfigureStatus.Invalid, "The case is about no user whose calls could be blocked.");
        }

        if (until <= time.GetUtcNow())
        {
            return new ConfigureReceipt(ConfigureStatus.Invalid, "until lies in the future.");
        }

        await BlockUser(found, until);
        return Receipt(await store.SaveAsync(found with { BlockedUntil = until }));
    }

    private async Task<ConfigureReceipt> Appealed(string incident, UserId user, string text)
    {
        if (await store.FindAsync(Tenant.Value, incident) is not { } found || found.UserId != user.Key)
        {
            return new ConfigureReceipt(ConfigureStatus.NotFound);
        }

        return found.AppealedAt is not null
            ? new ConfigureReceipt(ConfigureStatus.Conflict, "There is an appeal already; an administrator will look into it.")
            : Receipt(await store.SaveAsync(found with { Appeal = text, AppealedAt = time.GetUtcNow() }));
    }

    private static ConfigureReceipt Receipt(bool saved) => new(saved ? ConfigureStatus.Saved : ConfigureStatus.Conflict);

    // While the store is away cases wait; one that alone is refused makes room for the others.
    private async Task Work()
    {
        for (var failed = 0; _pending.Count > failed;)
        {
            var (isDone, isAway) = await InTurn(Next);
            if (isAway)
            {
                return;
            }

            failed += isDone ? 0 : 1;
        }

        if (_pending.Count == 0)
        {
            _working?.Dispose();
            _working = null;
        }
    }

    private async Task<(bool IsDone, bool IsAway)> Next()
    {
        if (!_pending.TryPeek(out var next))
        {
            return (true, false);
        }

        var (isDone, isAway) = (false, false);
        try
        {
            isDone = await Open(next.Suspicion, next.At);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The database, or the user's grain and its store.
            isAway = DatabaseOutage.Is(e) || e is OrleansException;
            IncidentLog.Away(logger, Tenant.Value, e);
        }

        _pending.Dequeue();
        var tries = isAway ? next.Tries : next.Tries + 1;
        if (isDone || tries >= MostTries)
        {
            if (!isDone)
            {
                IncidentLog.GivenUp(logger, Tenant.Value, next.Suspicion.Rule);
            }

            return (true, isAway);
        }

        _pending.Enqueue(next with { Tries = tries });
        return (false, isAway);
    }

    /// <returns>False when somebody else changed the case meanwhile.</returns>
    private async Task<bool> Open(Suspicion suspicion, DateTimeOffset at)
    {
        // Each session, whether there is a case or not.
        var blocks = Rules.DoesBlock(suspicion.Rule);
        if (blocks && suspicion is { User: { } user, Session: { } session })
        {
            await sessions.RevokeAsync(user.Key, session);
        }

        var rule = IncidentRules.NameOf(suspicion.Rule);
        var incident = await store.FindOpenAsync(Tenant.Value, rule, suspicion.Subject);
        if (incident is null)
        {
            incident = await Write(suspicion, rule, at);
        }
        else if (incident.LastAt != at)
        {
            // One of the same moment was written before the store went away, and only what follows is done again; one that waited may be older than the last.
            var next = incident with { LastAt = at > incident.LastAt ? at : incident.LastAt, Times = incident.Times + 1, BlockedUntil = await BlockedAnew(incident, blocks && suspicion.MayBlock, at) };
            if (!await store.SaveAsync(next))
            {
                return false;
            }

            incident = next;
        }

        // Also that of a case that is there: whoever wrote it may have died before the user knew.
        if (incident.BlockedUntil is { } until && until > time.GetUtcNow())
        {
            await BlockUser(incident, until);
        }

        return true;
    }

    // What goes on when its block is over, and nobody has decided, is blocked again; a block that was taken back is not.
    private async Task<DateTimeOffset?> BlockedAnew(Incident incident, bool blocks, DateTimeOffset at)
    {
        if (!blocks || !(incident.BlockedUntil <= at))
        {
            return incident.BlockedUntil;
        }

        var until = at.AddHours(Rules.BlockHours);
        await audit.AddAsync(new AuditRow { TenantId = Tenant.Value, At = at, Actor = "watch", Action = "incident.block", Target = incident.Id, Detail = FormattableString.Invariant($"until {until:O}") });
        return until;
    }

    private async Task<Incident> Write(Suspicion suspicion, string rule, DateTimeOffset at)
    {
        var blocks = Rules.DoesBlock(suspicion.Rule) && suspicion is { User: not null, MayBlock: true };
        var incident = new Incident
        {
            Id = Guid.CreateVersion7().ToString("n"),
            TenantId = Tenant.Value,
            Rule = rule,
            Subject = suspicion.Subject,
            UserId = suspicion.User?.Key,
            OpenedAt = at,
            LastAt = at,
            Reason = suspicion.Reason,
            BlockedUntil = blocks && suspicion.Session is null ? at.AddHours(Rules.BlockHours) : null,
        };
        await audit.AddAsync(new AuditRow { TenantId = Tenant.Value, At = at, Actor = "watch", Action = "incident.open", Target = incident.Id, Detail = blocks ? $"{rule}, blocked" : rule });
        await store.AddAsync(incident);
        return incident;
    }

    private Task BlockUser(Incident incident, DateTimeOffset? until) =>
        incident.UserId is { } user ? GrainFactory.GetGrain<IUserGrain>(user).BlockOutside(until, incident.Id) : Task.CompletedTask;

    private Task<T> InTurn<T>(Func<Task<T>> work)
    {
        var next = After(_turn);
        _turn = next;
        return next;

        async Task<T> After(Task before)
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            return await work();
        }
    }

    private async Task Remember()
    {
        if (!_isChanged)
        {
            _remembering?.Dispose();
            _remembering = null;
            return;
        }

        _isChanged = false;
        try
        {
            await memory.WriteStateAsync();
        }
        catch (InconsistentStateException)
        {
            // Another activation has it; what was learnt here is learnt there with the next call.
            DeactivateOnIdle();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _isChanged = true;
            IncidentLog.NotRemembered(logger, Tenant.Value, Pii.Text(e.Message));
        }
    }
}

/// <summary>What is to be written.</summary>
/// <param name="Suspicion">What was found.</param>
/// <param name="At">When.</param>
/// <param name="Tries">How often it was refused while the store was there.</param>
internal sealed record PendingCase(Suspicion Suspicion, DateTimeOffset At, int Tries);

/// <summary>What the watch logs.</summary>
internal static partial class IncidentLog
{
    [LoggerMessage(2951, LogLevel.Warning, "Tenant {Tenant}: {Rule} is suspected; there is a case.")]
    public static partial void Found(ILogger logger, string tenant, IncidentRule rule);

    [LoggerMessage(2952, LogLevel.Warning, "Tenant {Tenant}: cases cannot be written now, and wait.")]
    public static partial void Away(ILogger logger, string tenant, Exception exception);

    [LoggerMessage(2954, LogLevel.Error, "Tenant {Tenant}: a case of {Rule} is refused again and again, and given up.")]
    public static partial void GivenUp(ILogger logger, string tenant, IncidentRule rule);

    [LoggerMessage(2953, LogLevel.Warning, "Tenant {Tenant}: what was learnt of calls cannot be kept now: {Problem}")]
    public static partial void NotRemembered(ILogger logger, string tenant, Pii<string> problem);
}
