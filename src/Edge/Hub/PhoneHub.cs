using System.Collections.Immutable;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;
using RtcCluster.Edge.Agents;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Edge.Rooms;
using RtcCluster.Edge.Wallboards;

namespace RtcCluster.Edge.Hub;

/// <summary>The phone hub: validates, maps identity, forwards. <see cref="HubGate"/> has established who calls before a method runs.</summary>
[Authorize]
internal sealed class PhoneHub(
    EdgeHost edge, EdgeIdentity identity, PhoneEntrance entrance, PresenceWatch watches, AgentDesk agents, WallboardWatch wallboards, RoomDesk rooms, Calls.SupervisionDesk supervision, IGrainFactory grains) : Hub<IPhoneClient>, IPhoneHub
{
    private static readonly HubReceipt Done = new();

    public async Task<Welcome> Attach(AttachRequest request)
    {
        if ((HubBounds.Id("deviceId", request.DeviceId) ?? HubBounds.Name(request.DeviceName)) is { } problem)
        {
            throw new HubException(problem);
        }

        return await entrance.AttachAsync(Guest, Context, Clients.Caller, request);
    }

    public async Task<DialReceipt> Dial(DialRequest request) =>
        (HubBounds.Id("attempt", request.Attempt) ?? HubBounds.Number(request.To) ?? HubBounds.Offer(request.Offer)) is { } problem
            ? new DialReceipt("", HubFailures.Invalid(problem))
            : await DialAsync(request.Attempt, request.To, request.Offer, null);

    public async Task<HubReceipt> Answer(AnswerRequest request) =>
        Check(request.CallId, HubBounds.Offer(request.Offer)) ?? Found(await Desk.AnswerAsync(Device, CallOf(request.CallId), request.Offer));

    public Task<HubReceipt> Decline(CallRequest request) => LeaveAsync(request);

    public Task<HubReceipt> HangUp(CallRequest request) => LeaveAsync(request);

    public Task<HubReceipt> Hold(CallRequest request) => ActAsync(request.CallId, null, new HoldIntent(User, false));

    public Task<HubReceipt> Resume(CallRequest request) => ActAsync(request.CallId, null, new ResumeIntent(User, false));

    public async Task<HubReceipt> SetMuted(MuteRequest request) =>
        Check(request.CallId, null) ?? Found(await Desk.MuteAsync(Device, CallOf(request.CallId), request.Muted));

    public Task<HubReceipt> Transfer(TransferRequest request) =>
        ActAsync(request.CallId, HubBounds.Number(request.To), new TransferIntent(User, false, request.To?.Trim() ?? ""));

    public async Task<ParkAnswer> Park(ParkRequest request)
    {
        if (Check(request.CallId, request.Slot is { } slot ? HubBounds.Number(slot) : null)?.Failure is { } problem)
        {
            return new ParkAnswer("", problem);
        }

        var receipt = await grains.GetGrain<ICallGrain>(CallOf(request.CallId).Key).Act(new ParkIntent(User, false, request.Slot?.Trim()));
        return new ParkAnswer(receipt.Slot ?? "", HubFailures.Of(receipt));
    }

    public async Task<DialReceipt> Consult(ConsultRequest request)
    {
        if ((HubBounds.Id("attempt", request.Attempt) ?? HubBounds.Number(request.To) ?? HubBounds.Offer(request.Offer)) is { } problem)
        {
            return new DialReceipt("", HubFailures.Invalid(problem));
        }

        var held = await Hold(new CallRequest(request.CallId));
        return held.Failure is { } failure
            ? new DialReceipt("", failure)
            : await DialAsync(request.Attempt, request.To, request.Offer, CallOf(request.CallId));
    }

    public async Task<HubReceipt> Swap(ConsultedRequest request)
    {
        var held = await Hold(new CallRequest(request.CallId));
        return held.Failure is null ? await Resume(new CallRequest(request.ConsultCallId)) : held;
    }

    public Task<HubReceipt> CompleteTransfer(ConsultedRequest request) => ToOneAsync(request, younger => new JoinIntent(User, false, younger));

    public Task<HubReceipt> Merge(ConsultedRequest request) => ToOneAsync(request, younger => new ConferenceIntent(User, false, younger));

    public async Task<HubReceipt> Supervise(SuperviseRequest request)
    {
        if (Check(request.CallId, HubBounds.Supervision(request)) is { } refused)
        {
            return refused;
        }

        var receipt = await supervision.SuperviseAsync(Guest.Caller, request.CallId, request.Mode, request.Agent, Device.Connection?.Source ?? "");
        return new HubReceipt(receipt.Status == IntentStatus.Forbidden ? HubFailures.Forbidden(receipt.Text!) : HubFailures.Of(receipt));
    }

    public async Task<HubReceipt> CancelTransfer(ConsultedRequest request)
    {
        var left = await HangUp(new CallRequest(request.ConsultCallId));
        return left.Failure is null ? await Resume(new CallRequest(request.CallId)) : left;
    }

    public Task<HubReceipt> SendDtmf(DtmfRequest request) =>
        ActAsync(request.CallId, HubBounds.Digits(request.Digits), new DigitsIntent(User, false, request.Digits ?? ""));

    public async Task<HubReceipt> SetPresence(PresenceRequest request)
    {
        if (HubBounds.Presence(request) is { } problem)
        {
            return new HubReceipt(HubFailures.Invalid(problem));
        }

        await grains.GetGrain<IUserGrain>(User.Key).SetPresence(request.Status, request.Reason);
        return Done;
    }

    public async Task<HubReceipt> SetAgentState(AgentStateRequest request) =>
        new(HubBounds.AgentState(request) is { } problem ? HubFailures.Invalid(problem) : HubFailures.Of(await agents.WishAsync(User, request.State, request.Reason, request.Force)));

    public async Task<HubReceipt> SetDisposition(DispositionRequest request) =>
        new(HubBounds.Disposition(request.Disposition) is { } problem ? HubFailures.Invalid(problem) : HubFailures.Of(await agents.DisposeAsync(User, request.Disposition)));

    public async Task<HubReceipt> WatchQueues() => Guest.Caller.Supervises ? await wallboards.WatchQueuesAsync(Device) : OnlySupervisors;

    public Task UnwatchQueues()
    {
        wallboards.UnwatchQueues(Device);
        return Task.CompletedTask;
    }

    public async Task<HubReceipt> WatchAgents(AgentsRequest request) =>
        !Guest.Caller.Supervises ? OnlySupervisors
        : HubBounds.Agents(request) is { } problem ? new HubReceipt(HubFailures.Invalid(problem))
        : await wallboards.WatchAgentsAsync(Device, request);

    public Task UnwatchAgents()
    {
        wallboards.UnwatchAgents(Device);
        return Task.CompletedTask;
    }

    public async Task<HubReceipt> WatchRooms() => Guest.Caller.Supervises ? await rooms.WatchAllAsync(Device) : OnlySupervisors;

    public Task UnwatchRooms()
    {
        rooms.Unwatch(Device);
        return Task.CompletedTask;
    }

    public async Task<HubReceipt> WatchRoom(string room) => GrainKey.IsPlainName(room ?? "") ? await rooms.WatchAsync(Device, room!) : new HubReceipt(HubFailures.NotFound);

    public Task UnwatchRoom(string room)
    {
        if (GrainKey.IsPlainName(room ?? ""))
        {
            rooms.Unwatch(Device, room!);
        }

        return Task.CompletedTask;
    }

    public async Task<PresenceCard[]> Watch(string[] users) => [.. (await watches.WatchAsync(Device, User.Tenant, Names(users))).Select(seen => seen.Card)];

    public Task Unwatch(string[] users)
    {
        watches.Unwatch(Device, User.Tenant, Names(users));
        return Task.CompletedTask;
    }

    public Task ReportQuality(QualityReport report)
    {
        entrance.Measured(Device, report);
        return Task.CompletedTask;
    }

    public async Task<HubReceipt> Reattach(AnswerRequest request)
    {
        if (Check(request.CallId, HubBounds.Offer(request.Offer)) is { } refused)
        {
            return refused;
        }

        await Desk.OfferingAsync(Device, CallOf(request.CallId), request.Offer.Number);
        return await ActAsync(request.CallId, null, new AttachIntent(User, false, Device.Uri, identity.Edge, request.Offer.Sdp));
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        entrance.Left(Context);
        return Task.CompletedTask;
    }

    private UserId User => Guest.Caller.User;

    private HubGuest Guest => HubGuest.Of(Context);

    private PhoneDevice Device => Guest.Device!;

    private Calls.PhoneDesk Desk => edge.Phones ?? throw new HubException("This edge is not ready; try again.");

    private static HubReceipt OnlySupervisors => new(HubFailures.Forbidden("Only supervisors may watch queues, agents and rooms."));

    private static HubReceipt Found(bool found) => found ? Done : new HubReceipt(HubFailures.NotFound);

    private static HubReceipt? Check(string call, string? problem) =>
        !ApiId.IsName(call ?? "") ? new HubReceipt(HubFailures.NotFound) : problem is null ? null : new HubReceipt(HubFailures.Invalid(problem));

    private static ImmutableArray<string> Names(string[]? users) =>
        users is { Length: <= PresenceWatch.MaxWatched } ? [.. users.Where(user => ApiId.IsName(user ?? "")).Distinct(StringComparer.Ordinal)] : [];

    private CallId CallOf(string call) => new(User.Tenant, call);

    private async Task<DialReceipt> DialAsync(string attempt, string to, OfferCard offer, CallId? consultFor) =>
        await Desk.DialAsync(Device, await entrance.PartyAsync(Guest), attempt, to.Trim(), offer, Device.Connection?.Source ?? "", consultFor);

    private async Task<HubReceipt> LeaveAsync(CallRequest request)
    {
        // A call on another device of the user is ended through its grain.
        return Check(request.CallId, null)
            ?? (await Desk.LeaveAsync(Device, CallOf(request.CallId)) ? Done : await ActAsync(request.CallId, null, new HangUpIntent(User, false)));
    }

    private async Task<HubReceipt> ToOneAsync(ConsultedRequest request, Func<CallId, CallIntent> intent)
    {
        if ((Check(request.CallId, null) ?? Check(request.ConsultCallId, null)) is { } refused)
        {
            return refused;
        }

        // The older one of two calls goes on, whichever of them the other was made for.
        var (call, other) = (CallOf(request.CallId), CallOf(request.ConsultCallId));
        var (older, younger) = other.IsOlderThan(call) ? (other, call) : (call, other);
        return await ActAsync(older.Name, null, intent(younger));
    }

    private async Task<HubReceipt> ActAsync(string call, string? problem, CallIntent intent) =>
        Check(call, problem) ?? new HubReceipt(HubFailures.Of(await grains.GetGrain<ICallGrain>(CallOf(call).Key).Act(intent)));
}
