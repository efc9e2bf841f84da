using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using Orleans.Storage;
using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Google;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Bench;
using RtcCluster.Grains.Departures;
using RtcCluster.Grains.Edges;
using RtcCluster.Grains.Numbers;
using RtcCluster.Grains.Tenants;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Grains.Users;

/// <summary>A person: turns and storage. The registrar's rules are in <see cref="Registrations"/>, those of outgoing calls in <see cref="OutboundGuard"/>.</summary>
[RandomPlacement]
internal sealed class UserGrain(
    [PersistentState("user")] IPersistentState<UserState> state,
    IDirectory directory,
    IDirectoryWriter writer,
    TenantPolicies tenants,
    EdgeRoster roster,
    TimeProvider time,
    IOptions<OutboundRules> rules,
    PresenceFan fan,
    ILogger<UserGrain> logger,
    BenchRules? bench = null) : Grain, IUserGrain
{
    private readonly UserSetup _setup = new(directory, writer);
    private readonly OutboundGuard _guard = new();
    private readonly UserCalls _calls = new();

    // What was written last of each device: a refresh that changes nothing is written once per half expiry.
    private readonly Dictionary<string, DateTimeOffset> _written = new(StringComparer.Ordinal);

    // Whether a write was given up, of which nobody knows whether it comes in.
    private bool _doubtful;
    private List<Binding> _bindings = [];
    private UserPresence _presence = new(state.State);
    private UserCallState _line;
    private bool _tellsGoogle;

    // As the directory has it; nobody is told anything of a user who was not looked up first (WatchPresence).
    private UserVisibility _visibility = new();
    private UserVisibility _toldVisibility = new();

    // Whether the user works in queues; null until it was asked.
    private bool? _works;
    private IGrainTimer? _offline;
    private ImmutableArray<EdgeInfo> _edges = [];
    private readonly Remembered<DirectoryUser> _known = new(time);

    private UserId Id => new(this.GetPrimaryKeyString());

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _presence = new UserPresence(state.State);
        _bindings = [.. state.State.Bindings];
        foreach (var binding in _bindings)
        {
            _written[binding.Uri] = binding.ExpiresAt;
        }

        return Task.CompletedTask;
    }

    public async Task<RegisterReceipt> Register(RegisterRequest request)
    {
        var now = time.GetUtcNow();
        if (await Find() is not { Disabled: false })
        {
            return new RegisterReceipt(UserFailures.NoSuchUser, []);
        }

        if (request.Contacts.IsDefaultOrEmpty && !request.RemoveAll)
        {
            return new RegisterReceipt(null, Registrations.Receipt(_bindings, now));
        }

        var edges = await roster.List(request.Edge);
        var publicAddress = edges.FirstOrDefault(edge => edge.Edge == request.Edge)?.PublicSipAddress ?? "";
        var outcome = Registrations.Apply(_bindings, request, publicAddress, now);
        if (outcome.Refusal is not null)
        {
            return new RegisterReceipt(outcome.Refusal, Registrations.Receipt(_bindings, now));
        }

        if (bench is not { RegistersInMemory: true } && (outcome.Changed || IsHalfExpired(outcome.Bindings, now)))
        {
            await Write(outcome.Bindings);
        }

        _bindings = outcome.Bindings;
        _edges = edges;
        Announce();
        return new RegisterReceipt(null, Registrations.Receipt(_bindings, now));
    }

    public async Task FlowClosed(EdgeId edge, long flow)
    {
        var left = Registrations.WithoutFlow(_bindings, edge, flow);
        if (left.Count < _bindings.Count)
        {
            await Write(left);
            _bindings = left;
            Announce();
        }
    }

    public async Task<ImmutableArray<DeviceView>> Devices()
    {
        var now = time.GetUtcNow();
        var edges = await Edges();
        return
        [
            .. _bindings.Where(binding => binding.ExpiresAt > now).OrderByDescending(binding => binding.Q).Select(binding => new DeviceView(
                binding.Uri,
                binding.Transport,
                binding.Source,
                binding.UserAgent,
                Registrations.Reach(binding, edges)?.Name ?? binding.EdgeName,
                Registrations.Reach(binding, edges) is not null,
                binding.RegisteredAt,
                binding.ExpiresAt)),
        ];
    }

    public async Task<RingPlan> Ring(RingRequest request)
    {
        var now = time.GetUtcNow();
        if (await Find() is not { } user)
        {
            return NoSuchUser;
        }

        var (party, wishes) = (PartyOf(user), user.Calls);
        if (!user.Disabled && CallWishRules.Blocks(wishes, request.Caller, (await tenants.Find(Id.Tenant))?.Country ?? ""))
        {
            UserLog.Blocked(logger, request.Call.Key);
            return new RingPlan(party, [], UserFailures.Blocked);
        }

        if (wishes.ForwardAlways is { } always && !user.Disabled)
        {
            return new RingPlan(party, [], null, always);
        }

        if (user.Disabled)
        {
            return new RingPlan(party, [], UserFailures.NotRegistered);
        }

        if (state.State.Presence == PresenceStatus.DoNotDisturb)
        {
            // To the caller it is the same as nobody there; to the user it is busy.
            return wishes.ForwardBusy is { } busy ? new RingPlan(party, [], null, busy) : CallWishRules.Instead(wishes, Id, party, UserFailures.DoNotDisturb);
        }

        if (!wishes.CallWaiting && _calls.IsTaken(request.Call))
        {
            return CallWishRules.Instead(wishes, Id, party, UserFailures.Busy);
        }

        var edges = await Edges();
        var targets = Registrations.Targets(_bindings, edges, Id, now, user.RequireSrtp);
        return targets.IsEmpty && wishes.FollowMe.Count == 0
            ? CallWishRules.Instead(wishes, Id, party, Registrations.WhyNone(_bindings, edges, Id, now, user.RequireSrtp))
            : new RingPlan(party, targets, null, null, CallWishRules.Otherwise(wishes, Id), wishes.RingSeconds, wishes is { FollowMeAtOnce: true, FollowMe.Count: > 0 });
    }

    public async Task<RingPlan> RingOwn()
    {
        var now = time.GetUtcNow();
        if (await Find() is not { } user)
        {
            return NoSuchUser;
        }

        var targets = user.Disabled ? [] : Registrations.Targets(_bindings, await Edges(), Id, now, user.RequireSrtp);
        return new RingPlan(PartyOf(user), targets, targets.IsEmpty ? UserFailures.NotRegistered : null);
    }

    public async Task<ImmutableArray<DialTarget>> HiddenDevices() => Registrations.Targets([.. _bindings.Where(static binding => binding.IsHidden)], await Edges(), Id, time.GetUtcNow());

    public async Task<CallFailure?> AdmitOutbound(CallId call, string e164, bool emergency)
    {
        if (emergency)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var tenant = await tenants.Find(Id.Tenant);
        var refusal = await Find() is not { Disabled: false } || tenant is null
            ? UserFailures.NoSuchUser
            : _guard.Check(state.State, rules.Value, tenant.Settings.AllowedDestinations, call, e164, DialPlan.IsPremiumRate(e164), now);
        if (refusal is not null)
        {
            UserLog.OutboundRefused(logger, Pii.Key(Id), refusal.SipCode, Pii.Text(refusal.Text));
            return refusal;
        }

        _guard.Count(state.State, call, now);
        await Write(_bindings);
        return null;
    }

    public async Task BlockOutside(DateTimeOffset? until, string incident)
    {
        var before = (state.State.OutsideBlocks, state.State.OutsideBlockedUntil);
        if (!OutsideBlocks.Change(state.State, incident, until, time.GetUtcNow()))
        {
            return;
        }

        try
        {
            await Write(_bindings);
        }
        catch
        {
            (state.State.OutsideBlocks, state.State.OutsideBlockedUntil) = before;
            throw;
        }

        UserLog.OutsideBlocked(logger, Pii.Key(Id), state.State.OutsideBlockedUntil, incident);
    }

    public Task WithdrawOutbound(CallId call)
    {
        _guard.Withdraw(call);
        return Task.CompletedTask;
    }

    public async Task CallChanged(UserCall call)
    {
        if (!_calls.Take(call))
        {
            return;
        }

        _guard.CallChanged(call, time.GetUtcNow());
        Announce();
        // The call says it again when the agent cannot be told.
        if (_works is not false && call.State != UserCallState.Ringing && !_calls.IsOfQueue(call.Call))
        {
            _works = await GrainFactory.GetGrain<IAgentGrain>(Id.Key).Engaged(call.Call, ended: call.State == UserCallState.None);
        }
    }

    public Task BeginWork()
    {
        _works = true;
        return GrainFactory.GetGrain<IAgentGrain>(Id.Key).Engage([.. _calls.Elsewhere]);
    }

    public async Task<PresenceCard> Presence()
    {
        _edges = await Edges();
        return Announce().Card;
    }

    public async Task SetPresence(PresenceStatus status, string? reason)
    {
        var before = (state.State.Presence, state.State.PresenceReason, state.State.PresenceSince);
        (state.State.Presence, state.State.PresenceReason, state.State.PresenceSince) = (status, reason, time.GetUtcNow());
        try
        {
            await Write(_bindings);
        }
        catch
        {
            (state.State.Presence, state.State.PresenceReason, state.State.PresenceSince) = before;
            throw;
        }

        Announce();
    }

    public async Task Engage(ImmutableArray<Engagement> engagements)
    {
        // It is said every few minutes of every user, and is nearly always the same.
        if (_presence.Engage(engagements))
        {
            _edges = await Edges();
            Announce();
        }
    }

    public async Task<PresenceStatus> TellGoogle(bool isWanted)
    {
        _tellsGoogle = false;
        _edges = await Edges();
        var status = Announce().Card.Status;
        _tellsGoogle = isWanted;
        return status;
    }

    public async Task<PresenceChange?> WatchPresence(EdgeId edge)
    {
        var now = time.GetUtcNow();
        if (await Find() is not { } user)
        {
            return null;
        }

        _visibility = user.Calls.Visibility;
        _presence.Watch(edge, now);
        _edges = await Edges();
        return Announce();
    }

    public Task<CallId?> RingingCall() => Task.FromResult(_calls.Ringing);

    public Task<ImmutableArray<CallId>> ActiveCalls() => Task.FromResult<ImmutableArray<CallId>>([.. _calls.Live]);

    public async Task<ConfigureReceipt> Configure(UserSettings settings)
    {
        _known.Forget();
        var receipt = await _setup.Save(Id, settings);
        if (receipt.Status == ConfigureStatus.Saved)
        {
            UserLog.Configured(logger, Pii.Key(Id));
            if (settings.Disabled)
            {
                await Write([]);
                _bindings = [];
            }
        }

        return receipt;
    }

    public async Task<ConfigureReceipt> Rename(string displayName)
    {
        _known.Forget();
        var receipt = await _setup.Rename(Id, displayName);
        if (receipt.Status == ConfigureStatus.Saved)
        {
            UserLog.Configured(logger, Pii.Key(Id));
        }

        return receipt;
    }

    public async Task<ConfigureReceipt> Restrict()
    {
        _known.Forget();
        var receipt = await _setup.Restrict(Id);
        if (receipt.Status == ConfigureStatus.Saved)
        {
            UserLog.Configured(logger, Pii.Key(Id));
            await Write([]);
            _bindings = [];
        }

        return receipt;
    }

    public async Task<ConfigureReceipt> ConfigureCalls(CallWishes wishes)
    {
        _known.Forget();
        return await _setup.SaveCalls(Id, wishes);
    }

    public async Task<ConfigureReceipt> ConfigureVisibility(VisibilityRules rules)
    {
        _known.Forget();
        var receipt = await _setup.SaveVisibility(Id, rules);
        if (receipt.Status == ConfigureStatus.Saved && await Find() is { } user)
        {
            _visibility = user.Calls.Visibility;
            _edges = await Edges();
            Announce();
        }

        return receipt;
    }

    public async Task<ConfigureReceipt> Remove()
    {
        _known.Forget();
        var receipt = await _setup.Remove(Id);
        if (receipt.Status == ConfigureStatus.Saved)
        {
            UserLog.Removed(logger, Pii.Key(Id));
            await Forget();
            Departing.Begin(GrainFactory, Id, logger);
        }

        return receipt;
    }

    public async Task Forget()
    {
        foreach (var call in _calls.Live)
        {
            // Not waited for: the call tells this user what becomes of it.
            GrainFactory.GetGrain<ICallGrain>(call.Key).Act(new HangUpIntent(Id, Privileged: false)).Ignore();
        }

        _known.Forget();
        _bindings = [];
        await state.ClearStateAsync();
        Announce();
        DeactivateOnIdle();
    }

    private RingPlan NoSuchUser => new(new Party(Id.Name), [], UserFailures.NoSuchUser);

    private Party PartyOf(DirectoryUser user) => new(user.Extension ?? user.Name, user.DisplayName, Id);

    /// <summary>Tells the edges that watch when how the user is seen has changed.</summary>
    private PresenceChange Announce()
    {
        var now = time.GetUtcNow();
        var hasDevice = _bindings.Exists(binding => binding.ExpiresAt > now && (_edges.IsEmpty || Registrations.Reach(binding, _edges) is not null));
        var card = _presence.Card(Id.Name, hasDevice, _calls.IsInCall, now, out var changed);
        var seen = new PresenceChange(Id, card, _calls.Line, (ShownTo)_visibility.Presence, (ShownTo)_visibility.LastSeen);
        if (changed || seen.Line != _line || _visibility != _toldVisibility)
        {
            (_line, _toldVisibility) = (seen.Line, _visibility);
            fan.Tell(_presence.Watchers(now), seen);
        }

        if (changed && _tellsGoogle)
        {
            GrainFactory.GetGrain<IGoogleGrain>(IGoogleGrain.KeyOf(Id)).PresenceChanged(card.Status).Ignore();
        }

        _offline?.Dispose();
        _offline = _presence.NextAt is { } due
            ? this.RegisterGrainTimer(_ => { Announce(); return Task.CompletedTask; }, new GrainTimerCreationOptions(DeadlineTimer.Until(due, now), Timeout.InfiniteTimeSpan))
            : null;
        return seen;
    }

    private ValueTask<DirectoryUser?> Find() => _known.Get(() => directory.FindUserAsync(Id.Tenant.Value, Id.Name));

    private ValueTask<ImmutableArray<EdgeInfo>> Edges() => roster.List();

    // The store may be behind by half of what a device has left, no more: a restart must not make a device unreachable that is registered.
    private bool IsHalfExpired(List<Binding> bindings, DateTimeOffset now) =>
        bindings.Exists(binding => !_written.TryGetValue(binding.Uri, out var written) || written - now < (binding.ExpiresAt - now) / 2);

    private async Task Write(List<Binding> bindings)
    {
        var before = state.State.Bindings;
        state.State.Bindings = bindings;
        try
        {
            await state.WriteStateAsync();
        }
        catch (InconsistentStateException) when (_doubtful)
        {
            await WriteAnew();
        }
        catch (InconsistentStateException)
        {
            DeactivateOnIdle();
            throw;
        }
        catch
        {
            _doubtful = true;
            state.State.Bindings = before;
            throw;
        }

        _doubtful = false;
        _written.Clear();
        foreach (var binding in bindings)
        {
            _written[binding.Uri] = binding.ExpiresAt;
        }
    }

    // What came in between is a write of our own that was given up and came in when the store was back. What is known here is newer, and most of it is nowhere else: the user's calls, and who watches.
    private async Task WriteAnew()
    {
        var mine = state.State;
        try
        {
            await state.ReadStateAsync();
            state.State = mine;
            await state.WriteStateAsync();
        }
        catch
        {
            state.State = mine;
            DeactivateOnIdle();
            throw;
        }
    }
}
