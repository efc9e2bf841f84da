using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Flows;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Incidents;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.ParkLots;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Contracts.Prompts;
using RtcCluster.Contracts.Trunks;
using RtcCluster.Contracts.Users;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Grains.Bench;
using RtcCluster.Grains.Flows;
using RtcCluster.Grains.Incidents;
using RtcCluster.Grains.Numbers;
using RtcCluster.Grains.Policies;
using RtcCluster.Grains.Tenants;
using RtcCluster.Grains.Users;
using RtcCluster.Storage.Conversations;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Grains.Lines;

/// <summary>A dialable number: asks directory, user and trunk. What they say is judged by <see cref="LineMachine"/>.</summary>
[RandomPlacement]
internal sealed class LineGrain(
    IDirectory directory,
    IDirectoryWriter writer,
    IConversations conversations,
    TenantPolicies tenants,
    PolicyGate policies,
    NoticeMemory notices,
    IOptions<OutboundRules> outbound,
    TimeProvider time,
    ILogger<LineGrain> logger,
    BenchRules? bench = null) : Grain, ILineGrain
{
    private const int BenchRingSeconds = 60;

    private readonly Remembered<Line> _known = new(time);

    private LineId Id => new(this.GetPrimaryKeyString());

    public async Task<RoutePlan> Route(RouteRequest request)
    {
        var plan = await Plan(request);
        return (plan.Record || (request.IsRecorded && plan is HuntRoute)) && await tenants.Find(Id.Tenant) is { } tenant ? await new NoticeBook(notices, logger).Noted(plan, request, Id, tenant) : plan;
    }

    public async Task<NoticeFound> Notice(Party caller, bool isOutgoing) =>
        await tenants.Find(Id.Tenant) is { } tenant ? await new NoticeBook(notices, logger).Find(caller, Id, tenant, isOutgoing) : new NoticeFound(false, null);

    private async Task<RoutePlan> Plan(RouteRequest request)
    {
        if (await tenants.Find(Id.Tenant) is not { } tenant)
        {
            return LineMachine.Refuse(LineFailures.NoSuchNumber);
        }

        if (bench is not null && Id.Tenant.Value == bench.Tenant && request.Caller.Trunk == new TrunkId(Id.Tenant, bench.Trunk))
        {
            return await Through(request, bench);
        }

        if (request.OnBehalfOf is { } caller && DialPlan.IsEmergency(Id.Name, tenant.Country))
        {
            // It passes every guard, so that a stranger who calls somebody with such a forwarding could make the company ring the service again and again.
            if (request.Hops > 0)
            {
                return LineMachine.Refuse(LineFailures.EmergencyByForwarding);
            }

            LineLog.Emergency(logger, request.Call.Key);
            return await Out(request, caller, Id.Name, emergency: true);
        }

        // What goes on is not cut off, but it makes no new calls outside.
        var suspended = tenant.Settings.Suspension is { } suspension && suspension.IsInForce(time.GetUtcNow())
            ? LineFailures.Suspended(suspension.Reason, request.Caller.Trunk is not null)
            : null;
        if (suspended is not null && !request.GoesOn)
        {
            return LineMachine.Refuse(suspended);
        }

        if (ConversationId.IsGroupName(Id.Name))
        {
            return await Group(request);
        }

        if (FeatureCodes.PicksUpOfGroup(Id.Name))
        {
            return PickUp(request.Caller.User is { } colleague ? await new PickupGroup(directory, GrainFactory).Ringing(colleague) : null);
        }

        if (FeatureCodes.PicksUp(Id.Name) is { } extension)
        {
            return PickUp(await RingingAt(request, extension));
        }

        if (FeatureCodes.IsOwnVoicemail(Id.Name) || FeatureCodes.VoicemailOf(Id.Name) is not null)
        {
            return await Voicemail(request);
        }

        var line = await Find();
        if (request is { Begins: true, OnBehalfOf: { } beginner } && line is not { Kind: LineKind.Park or LineKind.ParkSlot } && await policies.Check(beginner) is { } stopped)
        {
            return LineMachine.Refuse(stopped);
        }

        if (line is not null and not { Kind: LineKind.TrunkOut })
        {
            return LineMachine.Decide(line)
                ?? await Flow(line)
                ?? await Slot(line, request)
                ?? await Fax(line)
                ?? LineMachine.Ring(line, await GrainFactory.GetGrain<IUserGrain>(new UserId(Id.Tenant, line.Target).Key).Ring(new RingRequest(request.Call, request.Caller)));
        }

        if (DialPlan.ToE164(Id.Name, tenant.Country) is not { } e164)
        {
            return LineMachine.Refuse(LineFailures.NoSuchNumber);
        }

        // The same number may have been dialled in another form than the directory has it.
        if (e164 != Id.Name && await directory.FindLineAsync(Id.Tenant.Value, e164) is { Kind: not LineKind.TrunkOut })
        {
            return new RedirectRoute(CallDirection.Internal, false, e164);
        }

        return suspended is not null ? LineMachine.Refuse(suspended)
            : request.OnBehalfOf is { } user ? await Out(request, user, e164, emergency: false)
            : LineMachine.Refuse(request.Caller.Trunk is null ? LineFailures.NobodyPays : LineFailures.NoSuchNumber);
    }

    public async Task<string?> CallBackNumber()
    {
        if (await tenants.Find(Id.Tenant) is not { } tenant || DialPlan.IsEmergency(Id.Name, tenant.Country))
        {
            return null;
        }

        // Of our own numbers only people call: an echo or a menu that gave itself as the caller would be rung for ever.
        if (await Find() is { } line and not { Kind: LineKind.TrunkOut })
        {
            return line is { Kind: LineKind.User, Enabled: true } ? Id.Name : null;
        }

        return DialPlan.ToE164(Id.Name, tenant.Country) is { } e164
            && OutboundGuard.Destination(outbound.Value, tenant.Settings.AllowedDestinations, e164, DialPlan.IsPremiumRate(e164)) is null
            && LineMachine.Trunks(e164, await directory.ListLinesOutAsync(Id.Tenant.Value, e164), await directory.ListTrunksAsync(Id.Tenant.Value)).Count > 0
                ? e164
                : null;
    }

    public async Task<ConfigureReceipt> Configure(LineSettings settings)
    {
        _known.Forget();
        if (!Enum.TryParse<LineKind>(settings.Kind, ignoreCase: true, out var kind) || !Enum.IsDefined(kind) || kind == LineKind.Unknown)
        {
            return new ConfigureReceipt(ConfigureStatus.Invalid, $"Kind: one of {string.Join(", ", Enum.GetNames<LineKind>().Skip(1))}.");
        }

        if (!Enum.TryParse<RecordingPolicy>(settings.Recording, ignoreCase: true, out var recording) || !Enum.IsDefined(recording))
        {
            return new ConfigureReceipt(ConfigureStatus.Invalid, $"Recording: one of {string.Join(", ", Enum.GetNames<RecordingPolicy>())}.");
        }

        var before = await Stored();
        return Receipts.Of(await writer.SaveLineAsync(new Line
        {
            TenantId = Id.Tenant.Value,
            Number = Id.Name,
            Kind = kind,
            Target = settings.Target ?? "",
            Name = settings.Name,
            Recording = recording,
            RingSeconds = settings.RingSeconds,
            Enabled = settings.Enabled,
            Version = before?.Version ?? 0,
        }));
    }

    public async Task<ConfigureReceipt> Remove()
    {
        _known.Forget();
        return await Stored() is { } line
            ? Receipts.Of(await writer.DeleteLineAsync(Id.Tenant.Value, Id.Name, line.Version))
            : new ConfigureReceipt(ConfigureStatus.NotFound);
    }

    // A number outside is also found by the pattern that it falls under, a narrower pattern by a wider one: those are lines of their own.
    private async Task<Line?> Stored() => await directory.FindLineAsync(Id.Tenant.Value, Id.Name) is { } line && line.Number == Id.Name ? line : null;

    // The version that is in force when the call comes; a change meets the next one.
    private async Task<RoutePlan?> Flow(Line line)
    {
        if (line.Kind != LineKind.Menu)
        {
            return null;
        }

        if (await directory.FindDocumentAsync(Id.Tenant.Value, FlowDocument.Kind, line.Target) is not { } document
            || FlowDocument.Read(document.Json) is not { } flow
            || FlowCheck.Problems(flow).Count > 0)
        {
            LineLog.FlowUnusable(logger, new FlowId(Id.Tenant, line.Target).Key);
            return LineMachine.Refuse(LineFailures.NotAvailable(nameof(LineKind.Menu)));
        }

        var audio = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (var name in FlowSpeech.Plays(flow))
        {
            if (await directory.FindDocumentAsync(Id.Tenant.Value, PromptFile.Kind, name) is { } prompt && PromptFile.Read(prompt.Json) is { } file)
            {
                audio[name] = file.Blob;
            }
        }

        return new FlowRoute(CallDirection.Internal, line.Recording == RecordingPolicy.All, new FlowPlan(line.Target, document.Version, flow, audio.ToImmutable()));
    }

    // Only who is known may take a call, and only by dialling: a trunk's caller would be led to one that waits for somebody inside.
    private async Task<RoutePlan?> Slot(Line line, RouteRequest request)
    {
        var by = request.Hops == 0 ? request.Caller.User : null;
        return line.Kind switch
        {
            LineKind.Park => new ParkRoute(CallDirection.Internal, false, null, by is { } user ? await OtherCall(user, request.Call) : null),
            LineKind.ParkSlot => new ParkRoute(
                CallDirection.Internal, false, line.Number, by is null ? null : await GrainFactory.GetGrain<IParkLotGrain>(IParkLotGrain.KeyOf(Id.Tenant)).At(line.Number)),
            _ => null,
        };
    }

    // A fax that nobody could ever look at is not taken.
    private async Task<RoutePlan?> Fax(Line line) =>
        line.Kind != LineKind.Fax ? null
        : await directory.FindUserAsync(Id.Tenant.Value, line.Target) is { Disabled: false } ? new FaxRoute(CallDirection.Internal, false, new UserId(Id.Tenant, line.Target), line.Number)
        : LineMachine.Refuse(LineFailures.NotAvailable(nameof(LineKind.Fax)));

    // Of several it is not known which is meant.
    private async Task<CallId?> OtherCall(UserId user, CallId call) =>
        (await GrainFactory.GetGrain<IUserGrain>(user.Key).ActiveCalls()).Where(other => other.IsOlderThan(call)).ToArray() is [var only] ? only : null;

    // A call that comes directly is its user's own, who hears; one that was forwarded or transferred here leaves a message with who sent it, or whom the number names.
    private async Task<RoutePlan> Voicemail(RouteRequest request)
    {
        var named = FeatureCodes.VoicemailOf(Id.Name);
        if (await Find() is { Enabled: false } || (request.Hops == 0 && request.Caller.User is null))
        {
            return LineMachine.Refuse(LineFailures.NoSuchNumber);
        }

        var owner = named is null ? request.OnBehalfOf
            : await directory.FindUserByExtensionAsync(Id.Tenant.Value, named) is { } user ? new UserId(Id.Tenant, user.Name)
            : null;
        return owner is { } found && await GrainFactory.GetGrain<IMailboxGrain>(found.Key).Open() is { } box
            ? new VoicemailRoute(CallDirection.Internal, false, box, Hears: named is null && request.Hops == 0 && request.Caller.User == found)
            : LineMachine.Refuse(LineFailures.NoSuchNumber);
    }

    // A group's call is a room that nobody but its members comes into; to everybody else there is no such number.
    private async Task<RoutePlan> Group(RouteRequest request)
    {
        if (request is { Begins: true, OnBehalfOf: { } beginner } && await policies.Check(beginner) is { } stopped)
        {
            return LineMachine.Refuse(stopped);
        }

        return request.Caller.User is { } user && await conversations.FindAsync(Id.Tenant.Value, Id.Name) is var (_, members) && members.Contains(user.Name)
            ? new RoomRoute(CallDirection.Internal, false, new RoomId(Id.Tenant, Id.Name))
            : LineMachine.Refuse(LineFailures.NoSuchNumber);
    }

    private static RoutePlan PickUp(CallId? ringing) =>
        ringing is { } call ? new PickRoute(CallDirection.Internal, false, call) : LineMachine.Refuse(LineFailures.NothingRings);

    // Only who is known may: a trunk's caller would answer calls that are meant for somebody inside.
    private async Task<CallId?> RingingAt(RouteRequest request, string extension) =>
        request.Caller.User is not null && await directory.FindUserByExtensionAsync(Id.Tenant.Value, extension) is { } user
            ? await GrainFactory.GetGrain<IUserGrain>(new UserId(Id.Tenant, user.Name).Key).RingingCall()
            : null;

    private async Task<RoutePlan> Out(RouteRequest request, UserId user, string number, bool emergency)
    {
        var guarded = await GrainFactory.GetGrain<IUserGrain>(user.Key).AdmitOutbound(request.Call, number, emergency);
        if (!emergency)
        {
            await Tell(request, user, number, guarded);
        }

        if (guarded is not null)
        {
            return LineMachine.Refuse(guarded);
        }

        var tenant = Id.Tenant.Value;
        var trunks = emergency
            ? LineMachine.Trunks(number, [], await directory.ListTrunksAsync(tenant) is var all ? all.Select(trunk => trunk with { NumberRules = [] }) : [])
            : LineMachine.Trunks(number, await directory.ListLinesOutAsync(tenant, number), await directory.ListTrunksAsync(tenant));
        CallFailure? refusal = null;
        foreach (var trunk in trunks)
        {
            var id = new TrunkId(Id.Tenant, trunk.Name);
            var choice = await GrainFactory.GetGrain<ITrunkGrain>(id.Key).Choose(request.Call, number, request.Caller);
            if (choice.Refusal is null)
            {
                var targets = emergency ? choice.Targets : [.. choice.Targets.Select(target => target with { Payer = user })];
                return new HuntRoute(CallDirection.Outbound, trunk.Record, new Party(number, Trunk: id), targets, trunk.RingSeconds, choice.From);
            }

            LineLog.TrunkRefused(logger, request.Call.Key, trunk.Name, choice.Refusal.SipCode, Pii.Text(choice.Refusal.Text));
            refusal ??= choice.Refusal;
        }

        // It was counted and will not be made. Where that is not heard, the guard forgets it after five minutes.
        GrainFactory.GetGrain<IUserGrain>(user.Key).WithdrawOutbound(request.Call).Ignore();
        return LineMachine.Refuse(refusal ?? LineFailures.NoTrunk);
    }

    // The load comes in and goes out by one trunk: no user pays, so that no user's limits are what is measured.
    private async Task<RoutePlan> Through(RouteRequest request, BenchRules rules)
    {
        var trunk = new TrunkId(Id.Tenant, rules.Trunk);
        var choice = await GrainFactory.GetGrain<ITrunkGrain>(trunk.Key).Choose(request.Call, Id.Name, request.Caller);
        return choice.Refusal is { } refusal
            ? LineMachine.Refuse(refusal)
            : new HuntRoute(CallDirection.Outbound, rules.Records, new Party(Id.Name, Trunk: trunk), choice.Targets, BenchRingSeconds, choice.From);
    }

    // A call that the limits alone refuse is one that somebody makes too many of; one that a block refuses is what a block is for.
    private async Task Tell(RouteRequest request, UserId user, string number, CallFailure? refusal)
    {
        var wrong = refusal is not null && await tenants.Find(Id.Tenant) is { } tenant
            && OutboundGuard.Destination(outbound.Value, tenant.Settings.AllowedDestinations, number, DialPlan.IsPremiumRate(number)) is not null;
        var stop = wrong || refusal is null ? OutsideStop.None : refusal == UserFailures.OutsideBlocked ? OutsideStop.Block : OutsideStop.Limit;
        IncidentWatch.Tell(GrainFactory, Id.Tenant, new CalledOutside(time.GetUtcNow(), user, request.Call, number, wrong, request.Caller.User != user, stop));
    }

    private ValueTask<Line?> Find() => _known.Get(() => directory.FindLineAsync(Id.Tenant.Value, Id.Name));
}
