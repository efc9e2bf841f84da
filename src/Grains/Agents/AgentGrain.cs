using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Placement;
using Orleans.Serialization;
using Orleans.Storage;
using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Edges;
using RtcCluster.Grains.Queues;
using RtcCluster.Grains.Wallboards;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Outages;

namespace RtcCluster.Grains.Agents;

/// <summary>An agent: turns, storage, timers. What an agent does is in <see cref="AgentMachine"/>.</summary>
/// <remarks>
/// A turn works on a copy of the state, which counts once it is saved; nobody is told anything that is not, but for what a new activation finds by itself:
/// that the devices ring, and that a wrap-up or a rest is over.
/// </remarks>
[RandomPlacement]
internal sealed class AgentGrain(
    [PersistentState("agent")] IPersistentState<AgentState> state,
    DeepCopier<AgentState> copier,
    IDirectory directory,
    IDirectoryWriter writer,
    IHistoryWriter history,
    TimeProvider time,
    WallboardFan fan,
    ILogger<AgentGrain> logger) : Grain, IAgentGrain, IAgentTurns, IDisposable
{
    private const int MaxSkills = 64;
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    // A change that follows from what is saved is written with the next one that must be, and at the latest after this time.
    private static readonly TimeSpan SaveWithin = TimeSpan.FromSeconds(5);
    private readonly AgentSetup _setup = new(directory, writer);
    private readonly EdgeWatchers _watchers = new();
    private readonly CancellationTokenSource _stop = new();
    private AgentArchive? _archive;
    private AgentState _saved = new();
    private DirectoryUser? _user;
    private DateTimeOffset _read;
    private DeadlineTimer? _timer;
    private DateTimeOffset? _saveBy;
    private bool _overtaken;

    private UserId Id => new(this.GetPrimaryKeyString());

    private AgentArchive Archive => _archive ??= new AgentArchive(Id, history, time, logger, _stop.Token);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _saved = state.State;
        // Each user's calls ask for their agent, and most users are none: of those nothing is read. An agent whom nobody has heard of is made by the first thing that happens.
        if (state.RecordExists)
        {
            await Look();
            await Turn(new AgentInput.Activated(Id));
        }
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _timer?.Dispose();
        await _stop.CancelAsync();
        if (_overtaken)
        {
            return;
        }

        if (_saveBy is not null)
        {
            try
            {
                await Save(_saved);
                _saveBy = null;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The next activation comes to the same by the clock.
                AgentLog.LateSaveFailed(logger, Pii.Key(Id), Pii.Text(e.Message));
                return;
            }
        }

        Archive.Leave(_saved.Unwritten);
    }

    public void Dispose() => _stop.Dispose();

    public async Task<ConfigureReceipt> Configure(AgentSettings settings)
    {
        if (Problem(settings) is { } problem)
        {
            return new ConfigureReceipt(ConfigureStatus.Invalid, problem);
        }

        var receipt = await _setup.Save(Id, settings);
        if (receipt.Status == ConfigureStatus.Saved)
        {
            await Begin(new AgentInput.Configured(settings));
        }

        return receipt;
    }

    public Task<AgentReceipt> LogIn() => Ask(new AgentInput.LoggedIn());

    public Task<AgentReceipt> LogOut(bool force) => Ask(new AgentInput.LoggedOut(force));

    public Task<AgentReceipt> Pause(string reason) => Ask(new AgentInput.Paused(reason));

    public Task<AgentReceipt> Ready() => Ask(new AgentInput.Ready());

    public Task<AgentReceipt> SetDisposition(string disposition) => Ask(new AgentInput.Disposed(disposition));

    public async Task Forget()
    {
        if (!_saved.Exists)
        {
            return;
        }

        await Turn(new AgentInput.LoggedOut(Force: true));
        await Turn(new AgentInput.Configured(new AgentSettings()));
        // The epoch and the versions stay: queues would take what another of the name says for old.
        var draft = copier.Copy(_saved);
        draft.ForgetWork();
        await Save(draft);
        _saved = draft;
    }

    // A user who never worked in a queue has no engagements to remember.
    public async Task<bool> Engaged(CallId call, bool ended)
    {
        if (_saved.Exists)
        {
            await Turn(new AgentInput.Engaged(call, ended));
        }

        return _saved.Exists;
    }

    public Task Engage(ImmutableArray<CallId> calls) => Begin(new AgentInput.EngagedIn(calls));

    public Task<AgentChange?> Watch(EdgeId edge)
    {
        _watchers.Watch(edge, time.GetUtcNow());
        return Glance();
    }

    public async Task<AgentChange?> Glance()
    {
        if (_saved.Exists && time.GetUtcNow() - _read >= Fresh)
        {
            await Look();
        }

        return _saved.Works ? Change() : null;
    }

    public Task<AgentView> View() => Task.FromResult(AgentViews.Of(_saved.Exists ? _saved : new AgentState { Id = Id }, time.GetUtcNow()));

    public Task Order(AgentOrder order) => Begin(new AgentInput.Ordered(order));

    public Task Hear(AgentOrder order) => Order(order);

    private static string? Problem(AgentSettings settings) =>
        settings.Skills.IsDefault || settings.Skills.Length > MaxSkills || settings.Skills.Any(skill => skill is not { Level: >= 1 and <= 100, Skill.Length: > 0 and <= 64 })
            ? $"Skills: at most {MaxSkills}, each with a name of 1 to 64 characters and a level of 1 to 100."
        : settings.QueueOrder.IsDefault || settings.PauseReasons.IsDefault ? "QueueOrder and PauseReasons: lists."
        : settings.QueueOrder.Any(static queue => !GrainKey.IsPlainName(queue.Name)) ? "QueueOrder: names of queues."
        : settings.PauseReasons.Any(reason => reason is not { Length: > 0 and <= 64 }) ? "PauseReasons: 1 to 64 characters each."
        : settings.PauseAfterMisses is < 0 or > 100 ? "PauseAfterMisses: 0 to 100."
        : settings.RestAfterMiss < TimeSpan.FromSeconds(1) || settings.RestAfterMiss > TimeSpan.FromMinutes(10) ? "RestAfterMiss: 00:00:01 to 00:10:00."
        : null;

    private async Task<AgentReceipt> Ask(AgentInput input) => (await Begin(input)).Receipt!;

    private async Task<AgentEffects> Begin(AgentInput input)
    {
        if (!_saved.Exists)
        {
            await Look();
            await Turn(new AgentInput.Activated(Id));
        }

        return await Turn(input);
    }

    private async Task<AgentEffects> Turn(AgentInput input)
    {
        var now = time.GetUtcNow();
        var draft = copier.Copy(_saved);
        Archive.Forget(draft);
        var effects = AgentMachine.Apply(draft, input, now);
        if (effects.Save || _saveBy <= now)
        {
            await Save(draft);
            _saveBy = null;
        }
        else if (effects.Changed)
        {
            _saveBy ??= now + SaveWithin;
        }

        _saved = draft;
        foreach (var tell in effects.Tells)
        {
            Tell(tell).Ignore();
        }

        if (effects.Changed)
        {
            Show();
        }

        Arm();
        if (_saveBy is null)
        {
            // Only what is saved: an activation that begins from there closes each time that the history has heard of.
            Archive.Hand(_saved.Unwritten);
        }

        return effects;
    }

    private AgentChange Change() => new(Id, _saved.Shown, AgentViews.Card(_saved, _user));

    // An agent works under the old name, or none, rather than not at all while the directory is away.
    private async Task Look()
    {
        try
        {
            _user = await directory.FindUserAsync(Id.Tenant.Value, Id.Name).WaitAsync(DatabaseOutage.Patience);
            _read = time.GetUtcNow();
        }
        catch (Exception e) when (DatabaseOutage.Is(e))
        {
            AgentLog.DirectoryAway(logger, Pii.Key(Id), Pii.Text(e.Message));
        }
    }

    private void Show()
    {
        // It lasts for a message to the queue and back: who looks would only see it flicker.
        if (_saved.Status == AgentStatus.Reserved)
        {
            return;
        }

        var change = Change();
        fan.Tell(change);
        foreach (var edge in _watchers.Now(time.GetUtcNow()))
        {
            // An edge that is gone has no browsers to be told.
            GrainFactory.GetGrain<IEdgeGrain>(edge.Value).AgentChanged(change).Ignore();
        }
    }

    private async Task Save(AgentState draft)
    {
        state.State = draft;
        try
        {
            await state.WriteStateAsync();
        }
        catch (InconsistentStateException)
        {
            // Another activation is ahead: the agent is read anew with the next call.
            _overtaken = true;
            DeactivateOnIdle();
            throw;
        }
        catch
        {
            state.State = _saved;
            throw;
        }
    }

    // What gets lost is said again: news until they are confirmed, answers when the queue asks again.
    private async Task Tell(AgentTell tell)
    {
        try
        {
            var queue = GrainFactory.GetGrain<IQueueTurns>(tell.Queue.Key);
            await (tell switch
            {
                AgentTell.News news => queue.Told(news.What),
                AgentTell.Answer answer => queue.Answered(answer.What),
                _ => Task.CompletedTask,
            });
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            AgentLog.TellFailed(logger, Pii.Key(Id), Pii.Text(e.Message));
        }
    }

    private void Arm()
    {
        var due = _saved.NextDeadline();
        due = _saveBy < due ? _saveBy : due ?? _saveBy;
        (_timer ??= new DeadlineTimer(this, time, OnDeadline, keepAlive: true)).Arm(due);
    }

    private async Task OnDeadline(CancellationToken cancellation)
    {
        try
        {
            await Turn(new AgentInput.DeadlineReached());
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            AgentLog.DeadlineFailed(logger, Pii.Key(Id), Pii.Text(e.Message));
        }
    }
}
