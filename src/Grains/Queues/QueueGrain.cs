using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Placement;
using Orleans.Providers;
using Orleans.Storage;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Contracts.Queues;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Agents;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Grains.Queues;

/// <summary>A queue: turns, journal, timers. What a queue does is in <see cref="QueueMachine"/>.</summary>
/// <remarks>An input is in the journal before it is applied; so what is told is known to every later activation, which only has to apply the same inputs.</remarks>
[RandomPlacement]
internal sealed class QueueGrain : Grain, IQueueGrain, IQueueTurns
{
    private const int ZoneDays = 3 * 366;
    private readonly TimeProvider _time;
    private readonly ILogger<QueueGrain> _logger;
    private readonly QueueJournal _journal;
    private readonly QueueCourier _courier;
    private readonly QueueSetup _setup;
    private QueueState _state = new();
    private IGrainTimer? _timer;
    private DateTimeOffset? _armed;

    public QueueGrain(
        IGrainContext context,
        [FromKeyedServices(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME)] IGrainStorage storage,
        IDirectory directory,
        IDirectoryWriter writer,
        TimeProvider time,
        ILogger<QueueGrain> logger)
    {
        _time = time;
        _logger = logger;
        _journal = new QueueJournal(storage, context.GrainId);
        _courier = new QueueCourier(GrainFactory, Id, logger);
        _setup = new QueueSetup(directory, writer, Id);
    }

    private QueueId Id => new(this.GetPrimaryKeyString());

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _state = await _journal.Read();
        if (_state.Exists)
        {
            await Turn(new QueueInput.Activated());
            QueueLog.TakenOver(_logger, Id.Key, _state.Epoch, _state.Inputs, _state.Callers.Count);
        }
        else if (await _setup.Read() is { } rules)
        {
            await Apply(rules);
        }
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _timer?.Dispose();
        return Task.CompletedTask;
    }

    public async Task<ConfigureReceipt> Configure(QueueRules rules)
    {
        if (QueueRulesCheck.Problem(rules, Id.Tenant) is { } problem)
        {
            return new ConfigureReceipt(ConfigureStatus.Invalid, problem);
        }

        if (rules.Callbacks.Allowed)
        {
            // The machine can; no call dials back yet.
            return new ConfigureReceipt(ConfigureStatus.Invalid, "Callbacks.Allowed: not available yet.");
        }

        var receipt = await _setup.Save(rules);
        if (receipt.Status == ConfigureStatus.Saved)
        {
            await Apply(rules);
        }

        return receipt;
    }

    public async Task<ConfigureReceipt> Remove()
    {
        var receipt = await _setup.Remove();
        if (receipt.Status == ConfigureStatus.Saved)
        {
            await IfThere(new QueueInput.Removed());
        }

        return receipt;
    }

    public async Task<ConfigureReceipt> SetMember(QueueMember member) => await _setup.Read() is { } rules
        ? await Configure(rules with { Members = [.. rules.Members.Where(other => other.Agent != member.Agent), member] })
        : new ConfigureReceipt(ConfigureStatus.NotFound);

    public async Task<ConfigureReceipt> RemoveMember(UserId agent)
    {
        var rules = await _setup.Read();
        var members = rules?.Members.RemoveAll(member => member.Agent == agent) ?? [];
        return rules is null || members.Length == rules.Members.Length ? new ConfigureReceipt(ConfigureStatus.NotFound) : await Configure(rules with { Members = members });
    }

    public Task SetEmergency(bool on) => IfThere(new QueueInput.EmergencySet(on));

    public async Task<QueueJoinReceipt> Join(QueueJoin join) =>
        (await IfThere(new QueueInput.Joined(join)))?.Join ?? new QueueJoinReceipt(QueueJoinStatus.NoSuchQueue);

    public Task Leave(CallId call, int visit) => IfThere(new QueueInput.Left(call, visit));

    public async Task<bool> OfferAnswered(CallId call, long offer) => await IfThere(new QueueInput.OfferAnswered(call, offer)) is { Accepted: true };

    public Task OfferFailed(CallId call, long offer, OfferFailure failure) => IfThere(new QueueInput.OfferFailed(call, offer, failure));

    public Task AgentLeft(CallId call, long offer) => IfThere(new QueueInput.AgentLeft(call, offer));

    public async Task<bool> AskCallback(CallId call, string number) => await IfThere(new QueueInput.CallbackAsked(call, number)) is { Accepted: true };

    public Task CallbackEnded(long offer, bool reached) => IfThere(new QueueInput.CallbackEnded(offer, reached));

    public Task<QueueView?> View() => Task.FromResult(QueueViews.Of(_state, _time.GetUtcNow()));

    public Task<ImmutableArray<Assignment>> Explain(CallId? call) =>
        Task.FromResult<ImmutableArray<Assignment>>([.. _state.Assignments.Where(why => call is null || why.Call == call).Reverse()]);

    public async Task<QueueReplayReport> Replay()
    {
        var inputs = _journal.Since.ToList();
        return QueueReplay.Compare(inputs.Count, _state.Assignments, QueueReplay.Run(await _journal.ReadSnapshot(), inputs));
    }

    public Task Told(AgentNews news) => IfThere(new QueueInput.AgentTold(news));

    public Task Answered(AgentAnswer answer) => IfThere(new QueueInput.AgentAnswered(answer));

    public Task Wake() => Task.CompletedTask;

    // The document says the zone's name; what its offsets are is decided when the rules come into force, and stays so in the journal.
    private Task<QueueEffects> Apply(QueueRules rules)
    {
        if (rules.Hours.Zone.IsEmpty)
        {
            var zone = ZoneData.Of(TimeZoneInfo.FindSystemTimeZoneById(rules.Hours.TimeZone), _time.GetUtcNow(), ZoneDays);
            rules = rules with { Hours = rules.Hours with { Zone = zone } };
        }

        return Turn(new QueueInput.Configured(Id, rules));
    }

    private async Task<QueueEffects?> IfThere(QueueInput input)
    {
        if (_state.Exists)
        {
            return await Turn(input);
        }

        DeactivateOnIdle();
        return null;
    }

    private async Task<QueueEffects> Turn(QueueInput input)
    {
        var entry = new JournalEntry(_state.Inputs + 1, _time.GetUtcNow(), input);
        try
        {
            await _journal.Append(entry);
        }
        catch (InconsistentStateException)
        {
            Overtaken();
            throw;
        }

        var effects = QueueMachine.Apply(_state, entry.Input, entry.At);
        foreach (var tell in effects.Tells)
        {
            _courier.Send(tell);
        }

        Arm();
        if (_journal.WantsSnapshot)
        {
            await Keep();
        }

        return effects;
    }

    // A snapshot that cannot be written is written with the next input; the journal has everything until then.
    private async Task Keep()
    {
        try
        {
            await _journal.Write(_state);
        }
        catch (InconsistentStateException)
        {
            Overtaken();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            QueueLog.TellFailed(_logger, Id.Key, "the store", Pii.Text(e.Message));
        }
    }

    private void Arm()
    {
        var due = _state.Index.NextDeadline;
        if (due == _armed)
        {
            return;
        }

        _timer?.Dispose();
        _timer = null;
        _armed = due;
        if (due is { } at)
        {
            var wait = at - _time.GetUtcNow();
            // It comes again each second until what is due is journalled and another deadline takes its place.
            _timer = this.RegisterGrainTimer(OnDeadline, new GrainTimerCreationOptions(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, TimeSpan.FromSeconds(1)) { KeepAlive = true });
        }
    }

    private async Task OnDeadline(CancellationToken cancellation)
    {
        try
        {
            await Turn(new QueueInput.DeadlineReached());
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            QueueLog.DeadlineFailed(_logger, Id.Key, Pii.Text(e.Message));
        }
    }

    // Another activation, or a write of our own that was thought to have failed, is ahead: the queue is read anew, at once, for callers wait in it.
    private void Overtaken()
    {
        QueueLog.Overtaken(_logger, Id.Key);
        DeactivateOnIdle();
        this.AsReference<IQueueTurns>().Wake().Ignore();
    }
}
