using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using Orleans.Serialization;
using Orleans.Storage;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Contracts.Queues;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Edges;
using RtcCluster.Grains.Fax;
using RtcCluster.Grains.Flows;
using RtcCluster.Grains.Incidents;
using RtcCluster.Grains.Queues;
using RtcCluster.Grains.Rooms;
using RtcCluster.Grains.Tenants;
using RtcCluster.Storage.History;

namespace RtcCluster.Grains.Calls;

/// <summary>A call: turns, storage, timers. What a call does is in <see cref="CallMachine"/>.</summary>
/// <remarks>
/// A turn works on a copy of the state; the copy counts once it is saved. So a store that fails for a while leaves the call as it was, and nobody was told
/// anything that is not saved.
/// </remarks>
[RandomPlacement, CollectionAgeLimit(AlwaysActive = true)]
internal sealed class CallGrain : Grain, ICallGrain, ICallTurns, ICallQueueing, ICallRooming, ICallFaxing, IDisposable
{
    private readonly LastDialogs _ended = new();
    private readonly IPersistentState<CallState> _state;
    private readonly DeepCopier<CallState> _copier;
    private readonly TenantPolicies _tenants;
    private readonly EdgeRoster _roster;
    private readonly TimeProvider _time;
    private readonly CallRules _rules;
    private readonly ILogger<CallGrain> _logger;
    private readonly CallArchive _archive;
    private readonly Webhooks _webhooks;
    private readonly QueueVoice _voice;
    private readonly CallMetrics _metrics;
    private readonly CallSpans _spans = new();
    private readonly CancellationTokenSource _stop = new();
    private CallState _saved = new();
    private CommandPump? _pump;
    private ICallTurns? _turns;
    private CallAsking? _asking;
    private CallTelling? _telling;
    private DeadlineTimer? _timer;
    private bool _archiving;
    private bool _keep;

    public CallGrain(
        [PersistentState("call")] IPersistentState<CallState> state,
        DeepCopier<CallState> copier,
        TenantPolicies tenants,
        EdgeRoster roster,
        IHistoryWriter history,
        TimeProvider time,
        IOptions<CallRules> rules,
        Webhooks webhooks,
        QueueVoice voice,
        CallMetrics metrics,
        ILogger<CallGrain> logger)
    {
        _state = state;
        _copier = copier;
        _tenants = tenants;
        _roster = roster;
        _time = time;
        _rules = rules.Value;
        _webhooks = webhooks;
        _voice = voice;
        _metrics = metrics;
        _logger = logger;
        _archive = new CallArchive(history, GrainFactory, time, logger);
    }

    private CallId Id => new(this.GetPrimaryKeyString());

    // Kept: a reference is made by looking at the attributes of its interface.
    private ICallTurns Turns => _turns ??= this.AsReference<ICallTurns>();

    private CommandPump Pump => _pump ??= new CommandPump(
        Turns, this.AsReference<ICallGrain>(), GrainFactory, _time, () => _saved, Overtaken, () => _telling is null or { IsIdle: true }, _logger, _stop.Token);

    private CallAsking Asking => _asking ??= new CallAsking(Id, GrainFactory, () => _saved, _logger, _stop.Token);

    private CallTelling Telling => _telling ??= new CallTelling(Id, Turns, GrainFactory, _webhooks, _time, _logger, () => Pump.Pump(), _stop.Token);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (_state.RecordExists)
        {
            _saved = _state.State;
            await Turn(new CallInput.Activated());
            CallLog.TakenOver(_logger, Id.Key, _saved.Epoch);
        }
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        _timer?.Dispose();
        if (_saved.Exists && reason.ReasonCode != DeactivationReasonCode.ActivationFailed)
        {
            // Nobody may ask for it before something is due, and what an edge has not been told yet is told by nobody else: a telephone would ring for ever.
            Turns.Wake().Ignore();
        }
    }

    public void Dispose() => _stop.Dispose();

    public async Task<CallReceipt> Offer(CallOffer offer)
    {
        if (!_saved.Exists)
        {
            var retention = await _tenants.RetentionDays(Id.Tenant, _rules.RetentionDays);
            var anchor = offer.AnchorsMedia ? offer.Edge : await Anchor(offer.Edge);
            var problem = anchor is null ? Failures.NoAnchor : null;
            await Begin(new CallInput.Offered(Id, offer, anchor ?? offer.Edge, retention, problem));
        }

        return new CallReceipt(_saved.Refusal is null ? _saved.Epoch : 0, _saved.Refusal);
    }

    public async Task<CallReceipt> Originate(CallOrigination origination)
    {
        if (!_saved.Exists)
        {
            var user = GrainFactory.GetGrain<IUserGrain>(origination.User.Key);
            var own = origination.By is { } by ? await user.Ring(new RingRequest(Id, by)) : await user.RingOwn();
            own = own with { Targets = own.Targets.IsDefault ? [] : [.. own.Targets.Where(target => origination.Devices.Includes(target))] };
            var anchor = await Anchor(origination.Edge);
            if (own.Refusal is not null || own.Targets.IsDefaultOrEmpty || anchor is null)
            {
                DeactivateOnIdle();
                return new CallReceipt(0, own.Refusal ?? (anchor is null ? Failures.NoAnchor : Failures.NoDevice));
            }

            var retention = await _tenants.RetentionDays(Id.Tenant, _rules.RetentionDays);
            await Begin(new CallInput.Originated(Id, origination, own, anchor.Value, retention));
        }

        return new CallReceipt(_saved.Epoch, _saved.Refusal);
    }

    public async Task<ReportReceipt> Report(LegReport report)
    {
        if (report.Epoch > _saved.Epoch && _saved.Exists)
        {
            Overtaken();
            throw new InconsistentStateException("Another activation owns the call; ask again.");
        }

        if (!_saved.Exists)
        {
            DeactivateOnIdle();
        }

        return (await Turn(new CallInput.Reported(report))).Report!;
    }

    public async Task<IntentReceipt> Act(CallIntent intent)
    {
        if (!_saved.Exists)
        {
            DeactivateOnIdle();
        }

        return (await Turn(await Wanted(intent))).Receipt!;
    }

    public async Task<IntentReceipt> Join(CallJoin join)
    {
        if (!_saved.Exists)
        {
            DeactivateOnIdle();
        }

        return (await Turn(new CallInput.JoinAsked(join))).Receipt!;
    }

    public async Task<IntentReceipt> Pick(CallPick pick)
    {
        if (!_saved.Exists)
        {
            DeactivateOnIdle();
        }

        return (await Turn(new CallInput.PickAsked(pick))).Receipt!;
    }

    public async Task<YieldReceipt> Yield(CallYield asked)
    {
        if (!_saved.Exists)
        {
            DeactivateOnIdle();
        }

        return (await Turn(new CallInput.YieldAsked(asked))).Yield!;
    }

    public Task Taken(CallId by) => IfThere(new CallInput.Taken(by));

    public Task<CallView?> View()
    {
        if (!_saved.Exists)
        {
            DeactivateOnIdle();
        }

        return Task.FromResult(CallViews.Of(_saved));
    }

    public async Task EdgeLost(EdgeId edge)
    {
        var untold = _ended.Untold(_saved, edge);
        var others = !untold.IsEmpty || (_saved.GoingOn && _saved.Link(edge) is { Lost: false }) ? await Edges() : [];
        await IfThere(new CallInput.EdgeGone(edge, others, untold));
    }

    public async Task<LeaveStatus> EdgeLeaving(EdgeId edge, ImmutableArray<LegId> near, bool last)
    {
        if (!_saved.Exists)
        {
            DeactivateOnIdle();
            return LeaveStatus.Goes;
        }

        return (await Turn(new CallInput.EdgeLeaves(edge, near, last, _saved.GoingOn ? await Edges() : []))).Leave;
    }

    public Task EdgeClosing(EdgeId edge) => IfThere(new CallInput.EdgeStopping(edge));

    public Task EdgeAhead(EdgeId edge, int takenThrough) => IfThere(new CallInput.EdgeAhead(edge, takenThrough));

    // An edge that was to take over what another one carried, and stops itself, has taken nothing: the call goes on to the next.
    public Task EdgeDraining(EdgeId edge, int takenThrough) =>
        takenThrough == 0 && Reanchoring.MovesTo(_saved, edge) ? EdgeLost(edge) : IfThere(new CallInput.EdgeDraining(edge, takenThrough));

    public Task JoinAnswered(LegId by, int referId, IntentStatus status) => IfThere(new CallInput.JoinAnswered(by, referId, status));

    public Task JoinInstead(LegId by, int referId, string number, CallId consultation) => IfThere(new CallInput.JoinInstead(by, referId, number, consultation));

    public Task PickAnswered(IntentStatus status) => IfThere(new CallInput.PickAnswered(status));

    public Task HeldParked(string? slot) => IfThere(new CallInput.HeldParked(slot));

    public Task WebAnswered(int number, string? body) => IfThere(new CallInput.WebAnswered(number, body));

    public Task HistoryWritten() => IfThere(new CallInput.Archived());

    public async Task<bool> RingAgent(QueueId queue, int visit, long offer, UserId agent, TimeSpan ringTime)
    {
        if (!_saved.GoingOn)
        {
            return await Waits(new CallInput.QueueStops(queue, offer));
        }

        var plan = await GrainFactory.GetGrain<IUserGrain>(agent.Key).Ring(new RingRequest(Id, _saved.Caller));
        return await Waits(new CallInput.QueueRings(queue, visit, offer, plan, ringTime));
    }

    public async Task CallBack(QueueId queue, long offer, CallBackOrder order)
    {
        if (_saved.Exists)
        {
            return;
        }

        var plan = await GrainFactory.GetGrain<IUserGrain>(order.Agent.Key).Ring(new RingRequest(Id, new Party(order.Number)));
        var isReachable = plan.Refusal is null && !plan.Targets.IsDefaultOrEmpty;
        var anchor = isReachable ? await Anchor(plan.Targets[0].Edge) : null;
        if (anchor is null)
        {
            DeactivateOnIdle();
            var why = plan.Refusal ?? (isReachable ? Failures.NoAnchor : Failures.NoDevice);
            await GrainFactory.GetGrain<IQueueGrain>(queue.Key).OfferFailed(Id, offer, QueueFailures.Of(why));
            return;
        }

        var retention = await _tenants.RetentionDays(Id.Tenant, _rules.RetentionDays);
        await Begin(new CallInput.CallBackWanted(Id, queue, offer, order, plan, anchor.Value, retention));
    }

    public async Task<bool> SendFax(FaxOrder order)
    {
        if (_saved.Exists)
        {
            return true;
        }

        // Wherever there is room: nobody of ours is at the other end.
        if (await Anchor(default) is not { } anchor)
        {
            DeactivateOnIdle();
            return false;
        }

        var retention = await _tenants.RetentionDays(Id.Tenant, _rules.RetentionDays);
        await Begin(new CallInput.FaxWanted(Id, order, anchor, retention));
        return true;
    }

    public Task<bool> Exists()
    {
        if (!_saved.Exists)
        {
            DeactivateOnIdle();
        }

        return Task.FromResult(_saved.Exists);
    }

    public Task StopRinging(QueueId queue, long offer) => Waits(new CallInput.QueueStops(queue, offer));

    public async Task<bool> Announce(QueueId queue, int visit, QueueAnnouncement what) =>
        await Waits(new CallInput.QueueAnnounces(queue, visit, what.Number, await _voice.Pieces(queue.Tenant, what)));

    public Task<bool> SendAway(QueueId queue, int visit, string? to, QueueJoinStatus reason) => Waits(new CallInput.QueueSends(queue, visit, to, reason));

    public Task<bool> Order(RoomId room, long ticket, RoomOrder order) => Waits(new CallInput.RoomOrders(room, ticket, order));

    public Task Wake()
    {
        if (!_saved.Exists)
        {
            DeactivateOnIdle();
        }

        return Task.CompletedTask;
    }

    public async Task Forgotten()
    {
        if (!_saved.Exists)
        {
            // Forgotten before: this activation was made only to be asked.
            DeactivateOnIdle();
            return;
        }

        if (!_saved.Archived || !Pump.Drained)
        {
            return;
        }

        if (!_keep)
        {
            await _state.ClearStateAsync();
        }

        _saved = new CallState();
        Arm();
        DeactivateOnIdle();
    }

    // Where a supervisor's devices are is asked before the turn, as for a call that a user asks for.
    private async Task<CallInput> Wanted(CallIntent intent)
    {
        if (intent is not SuperviseIntent { Privileged: true, Mode: not SupervisorMode.Leave } wish || _saved is not { GoingOn: true, Supervision: null })
        {
            return new CallInput.Intended(intent);
        }

        var own = await GrainFactory.GetGrain<IUserGrain>(wish.By.Key).RingOwn();
        var settings = (await _tenants.Find(Id.Tenant))?.Settings;
        return new CallInput.SupervisionWanted(wish, own, settings?.ShowsListening ?? false, settings?.ShowsWhispering ?? true);
    }

    private async Task Begin(CallInput input)
    {
        try
        {
            await Turn(input);
        }
        finally
        {
            if (!_saved.Exists)
            {
                DeactivateOnIdle();
            }
        }
    }

    private async Task IfThere(CallInput input)
    {
        if (_saved.Exists)
        {
            await Turn(input);
        }
        else
        {
            DeactivateOnIdle();
        }
    }

    private async Task<bool> Waits(CallInput input)
    {
        if (_saved.Exists)
        {
            return (await Turn(input)).StillWaits && _saved.GoingOn;
        }

        DeactivateOnIdle();
        return false;
    }

    private async Task<CallEffects> Turn(CallInput input)
    {
        using var span = _spans.Turn(Id, input);
        var draft = _copier.Copy(_saved);
        foreach (var link in draft.Links)
        {
            link.Confirm(Pump.Confirmed(link.Edge));
        }

        var effects = CallMachine.Apply(draft, input, _rules, _time.GetUtcNow());
        while (await Asking.Answer(effects) is { } answer)
        {
            effects = effects.Then(CallMachine.Apply(draft, answer, _rules, _time.GetUtcNow()));
        }

        if (effects.Save)
        {
            try
            {
                await Save(draft);
            }
            catch
            {
                // The queue, the room or the lot has let in and the trunk has counted a call that will not be. One that goes on joins the queue again by the same number
                // when the turn is said again: it would be taken out by what comes late. One that does not is missed by the queue when its turn comes.
                if (!_saved.Exists && draft.Queue is { End: null } visit)
                {
                    Telling.Tell(new CallTell.QueueLeft(visit.Queue, visit.Number)).Ignore();
                }

                if (draft.Program is RoomVisit { Ticket: not 0 } room && room.Ticket != (_saved.Program as RoomVisit)?.Ticket)
                {
                    Telling.Tell(new CallTell.RoomLeft(room.Room, room.Ticket)).Ignore();
                }

                if (draft.Park is { } park && park.Ticket != _saved.Park?.Ticket)
                {
                    Telling.Tell(new CallTell.ParkLeft(park.Ticket)).Ignore();
                }

                foreach (var payer in (draft.Payers ?? []).Except(_saved.Payers ?? []))
                {
                    Telling.Tell(new CallTell.Withdrawn(payer)).Ignore();
                }

                foreach (var trunk in draft.Trunks.Except(_saved.Trunks))
                {
                    Telling.Tell(new CallTell.Trunk(trunk)).Ignore();
                }

                throw;
            }
        }

        CallSpans.Saved(span, _saved, draft);
        _metrics.Saved(_saved, draft, effects);
        IncidentWatch.Saved(GrainFactory, _saved, draft);
        _ended.Keep(_saved, draft);
        _saved = draft;
        foreach (var tell in effects.Tells)
        {
            Telling.Tell(tell).Ignore();
        }

        Pump.Pump();
        Arm();
        if (_saved is { Concluded: true, Archived: false } && !_archiving)
        {
            _archiving = true;
            Archive(_saved).Ignore();
        }

        return effects;
    }

    private async Task Save(CallState draft)
    {
        using var span = CallSpans.Save(Id);
        _state.State = draft;
        try
        {
            await _state.WriteStateAsync();
        }
        catch (InconsistentStateException)
        {
            _state.State = _saved;
            Overtaken();
            throw;
        }
        catch
        {
            _state.State = _saved;
            throw;
        }
    }

    private async Task<EdgeId?> Anchor(EdgeId preferred) => AnchorChoice.Of(await Edges(), preferred, Id);

    private ValueTask<ImmutableArray<EdgeInfo>> Edges() => _roster.List();

    private async Task Archive(CallState ended)
    {
        var outcome = await _archive.Write(ended, _stop.Token);
        if (outcome == ArchiveOutcome.Stopped)
        {
            return;
        }

        _keep = outcome == ArchiveOutcome.Refused;
        await Turns.HistoryWritten();
    }

    private void Arm() => (_timer ??= new DeadlineTimer(this, _time, OnDeadline)).Arm(_saved.NextDeadline());

    private async Task OnDeadline(CancellationToken cancellation)
    {
        try
        {
            await Turn(new CallInput.DeadlineReached(await Asking.DevicesOf([.. Seeking.Whom(_saved, _time.GetUtcNow())])));
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            CallLog.DeadlineFailed(_logger, Id.Key, Pii.Text(e.Message));
        }
    }

    // Another activation, or a write of our own that was thought to have failed, is ahead: the call is read anew.
    private void Overtaken()
    {
        CallLog.Overtaken(_logger, Id.Key);
        DeactivateOnIdle();
    }
}
