using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Placement;
using Orleans.Providers;
using Orleans.Storage;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Contracts.Queues;
using RtcCluster.Contracts.Users;
using RtcCluster.Contracts.Wallboards;
using RtcCluster.Grains.Agents;
using RtcCluster.Grains.Users;
using RtcCluster.Grains.Wallboards;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Outages;

namespace RtcCluster.Grains.Queues;

/// <summary>A queue: turns, journal, timers. What a queue does is in <see cref="QueueMachine"/>.</summary>
/// <remarks>
/// An input is in the journal before it is applied; so what is told is known to every later activation, which only has to apply the same inputs. What would be
/// said again is written a little later, with what would not.
/// </remarks>
[RandomPlacement]
internal sealed class QueueGrain : Grain, IQueueGrain, IQueueTurns, IDisposable
{
    private const int ZoneDays = 3 * 366;
    private static readonly TimeSpan WriteWithin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FollowAgain = TimeSpan.FromSeconds(5);
    private readonly IDirectory _directory;
    private readonly IDirectoryWriter _writer;
    private readonly TimeProvider _time;
    private readonly ILogger<QueueGrain> _logger;
    private readonly QueueJournal _journal;
    private readonly QueueCourier _courier;
    private readonly WallboardFan _fan;
    private readonly QueueVoice _voice;
    private readonly CancellationTokenSource _stop = new();
    private QueueState _state = new();
    private QueueCard? _shown;
    private DeadlineTimer? _timer;
    private DateTimeOffset? _flush;
    private DateTimeOffset? _follow;
    private string? _music;

    public QueueGrain(
        IGrainContext context,
        [FromKeyedServices(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME)] IGrainStorage storage,
        IDirectory directory,
        IDirectoryWriter writer,
        QueueVoice voice,
        TimeProvider time,
        WallboardFan fan,
        ILogger<QueueGrain> logger)
    {
        _directory = directory;
        _writer = writer;
        _voice = voice;
        _time = time;
        _fan = fan;
        _logger = logger;
        _journal = new QueueJournal(storage, context.GrainId);
        _courier = new QueueCourier(GrainFactory, Id, time, logger, _stop.Token);
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

        await FollowWhenThere();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _timer?.Dispose();
        await _stop.CancelAsync();
        try
        {
            await _journal.Flush();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Another activation is ahead, or the store is away: what is lost is said again.
            QueueLog.TellFailed(_logger, Id.Key, "the store", Pii.Text(e.Message));
        }
    }

    public void Dispose() => _stop.Dispose();

    public async Task<ConfigureReceipt> Configure(QueueRules rules)
    {
        if ((Problem(rules) ?? await _voice.Problem(Id.Tenant, rules)) is { } problem)
        {
            return new ConfigureReceipt(ConfigureStatus.Invalid, problem);
        }

        var before = await _directory.FindDocumentAsync(Id.Tenant.Value, QueueDocument.Kind, Id.Name);
        var saved = await _writer.SaveDocumentAsync(new Document
        {
            TenantId = Id.Tenant.Value,
            Kind = QueueDocument.Kind,
            Name = Id.Name,
            Json = QueueDocument.Write(rules, Id.Tenant),
            Version = before?.Version ?? 0,
        });
        if (!saved.IsSaved)
        {
            return Receipts.Of(saved);
        }

        await Apply(rules);
        return new ConfigureReceipt(ConfigureStatus.Saved);
    }

    public async Task<ConfigureReceipt> Remove()
    {
        if (await _directory.FindDocumentAsync(Id.Tenant.Value, QueueDocument.Kind, Id.Name) is not { } document)
        {
            return new ConfigureReceipt(ConfigureStatus.NotFound);
        }

        var lines = await _directory.ListLinesAsync(Id.Tenant.Value);
        if (lines.FirstOrDefault(line => line.Kind == LineKind.Queue && line.Target == Id.Name) is { } line)
        {
            return new ConfigureReceipt(ConfigureStatus.Conflict, $"The line {line.Number} leads to the queue.");
        }

        var removed = await _writer.DeleteDocumentAsync(Id.Tenant.Value, QueueDocument.Kind, Id.Name, document.Version);
        if (removed.IsSaved)
        {
            await IfThere(new QueueInput.Removed());
        }

        return Receipts.Of(removed);
    }

    public async Task<ConfigureReceipt> SetMember(QueueMember member) => _state is { Exists: true, Removed: false, Rules: var rules }
        ? await Configure(rules with { Members = [.. rules.Members.Where(other => other.Agent != member.Agent), member] })
        : new ConfigureReceipt(ConfigureStatus.NotFound);

    public async Task<ConfigureReceipt> RemoveMember(UserId agent) => _state is { Exists: true, Removed: false, Rules: var rules } && rules.Members.Any(member => member.Agent == agent)
        ? await Configure(rules with { Members = rules.Members.RemoveAll(member => member.Agent == agent) })
        : new ConfigureReceipt(ConfigureStatus.NotFound);

    public Task SetEmergency(bool on) => IfThere(new QueueInput.EmergencySet(on));

    public async Task<QueueJoinReceipt> Join(QueueJoin join)
    {
        var music = _state.Exists ? await Music() : null;
        var receipt = (await IfThere(new QueueInput.Joined(join)))?.Join ?? new QueueJoinReceipt(QueueJoinStatus.NoSuchQueue);
        return music is null ? receipt : receipt with { Music = music };
    }

    // A caller is not refused for the sake of music: what was played last goes on, or the music of any hold.
    private async Task<string?> Music()
    {
        try
        {
            return _music = await _voice.Music(Id.Tenant, _state.Rules).WaitAsync(DatabaseOutage.Patience);
        }
        catch (Exception e) when (DatabaseOutage.Is(e))
        {
            return _music;
        }
    }

    public Task Leave(CallId call, int visit) => IfThere(new QueueInput.Left(call, visit));

    public async Task<bool> OfferAnswered(CallId call, long offer) => await IfThere(new QueueInput.OfferAnswered(call, offer)) is { Accepted: true };

    public Task OfferFailed(CallId call, long offer, OfferFailure failure) => IfThere(new QueueInput.OfferFailed(call, offer, failure));

    public Task AgentLeft(CallId call, long offer) => IfThere(new QueueInput.AgentLeft(call, offer));

    public Task Heard(CallId call, int visit, int announcement) => IfThere(new QueueInput.Heard(call, visit, announcement));

    public async Task<bool> AskCallback(CallId call, string number) => await IfThere(new QueueInput.CallbackAsked(call, number)) is { Accepted: true };

    public Task CallbackEnded(long offer, CallbackOutcome outcome) => IfThere(new QueueInput.CallbackEnded(offer, outcome));

    public async Task<bool> CancelCallback(long place) => await IfThere(new QueueInput.CallbackCancelled(place)) is { Accepted: true };

    public Task<QueueView?> View() => Task.FromResult(QueueViews.Of(_state, _time.GetUtcNow()));

    public Task<QueueGlance?> Glance() => Task.FromResult(QueueViews.Card(_state, _time.GetUtcNow()) is { } card
        ? new QueueGlance(new QueueChange(Id, _state.Inputs, card), [.. _state.Seats.Values.Where(seat => seat.Serves).Select(seat => seat.Agent)])
        : null);

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

    // The directory has the last word: rules that were stored by the seed, or by a process that died before it could apply them, are applied now.
    private async Task Follow()
    {
        if (await _directory.FindDocumentAsync(Id.Tenant.Value, QueueDocument.Kind, Id.Name).WaitAsync(DatabaseOutage.Patience) is not { } document)
        {
            return;
        }

        var rules = QueueDocument.Read(document.Json, Id.Tenant);
        if ((rules is null ? "not the rules of a queue" : Problem(rules)) is { } problem)
        {
            QueueLog.RulesUnusable(_logger, Id.Key, document.Version, Pii.Text(problem));
        }
        else if (!_state.Exists || QueueDocument.Write(_state.Rules, Id.Tenant) != QueueDocument.Write(rules!, Id.Tenant))
        {
            await Apply(rules!);
        }
    }

    // Callers wait, and agents have time: the rules that were followed last are followed until the directory is back. A queue without any has nothing to go by.
    private async Task FollowWhenThere()
    {
        try
        {
            await Follow();
            _follow = null;
        }
        catch (Exception e) when (_state.Exists && DatabaseOutage.Is(e))
        {
            QueueLog.RulesUnread(_logger, Id.Key, Pii.Text(e.Message));
            _follow = _time.GetUtcNow() + FollowAgain;
        }

        Arm();
    }

    private string? Problem(QueueRules rules) => QueueRulesCheck.Problem(rules, Id.Tenant);

    private async Task Apply(QueueRules rules)
    {
        if (rules.Hours.Zone.IsEmpty)
        {
            var zone = ZoneData.Of(TimeZoneInfo.FindSystemTimeZoneById(rules.Hours.TimeZone), _time.GetUtcNow(), ZoneDays);
            rules = rules with { Hours = rules.Hours with { Zone = zone } };
        }

        await Turn(new QueueInput.Configured(Id, rules));
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
        if (_journal.WantsSnapshot)
        {
            // It could not be written before.
            await Keep();
        }

        var entry = new JournalEntry(_state.Inputs + 1, _time.GetUtcNow(), input);
        if (QueueMachine.IsRepeated(_state, input) && _journal.TryNote(entry))
        {
            _flush ??= entry.At + WriteWithin;
        }
        else
        {
            await Won(_journal.Append(entry));
        }

        var effects = QueueMachine.Apply(_state, entry.Input, entry.At);
        foreach (var tell in effects.Tells)
        {
            _courier.Send(tell);
        }

        Show(entry.At);
        Arm();
        if (_journal.WantsSnapshot)
        {
            await Keep();
        }

        return effects;
    }

    private async Task Won(Task write)
    {
        try
        {
            await write;
        }
        catch (InconsistentStateException)
        {
            Overtaken();
            throw;
        }
    }

    private void Show(DateTimeOffset now)
    {
        var card = QueueViews.Card(_state, now);
        if (card != _shown)
        {
            _shown = card;
            _fan.Tell(new QueueChange(Id, _state.Inputs, card));
        }
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
        due = _flush < due ? _flush : due ?? _flush;
        due = _follow < due ? _follow : due ?? _follow;
        (_timer ??= new DeadlineTimer(this, _time, OnDeadline, keepAlive: true)).Arm(due);
    }

    private async Task OnDeadline(CancellationToken cancellation)
    {
        try
        {
            var now = _time.GetUtcNow();
            if (_flush <= now)
            {
                await Won(_journal.Flush());
                _flush = null;
                Arm();
                if (_journal.WantsSnapshot)
                {
                    await Keep();
                }
            }

            if (_state.Index.NextDeadline <= now)
            {
                await Turn(new QueueInput.DeadlineReached());
            }

            if (_follow <= now)
            {
                await FollowWhenThere();
            }
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
