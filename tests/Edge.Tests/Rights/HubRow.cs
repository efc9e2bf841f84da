using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Hub;

namespace RtcCluster.Edge.Tests.Rights;

/// <summary>One way to call a hub method.</summary>
/// <param name="Method">The method.</param>
/// <param name="Kinds">Kinds of the ids in it.</param>
/// <param name="Arguments">Its arguments, of the ids.</param>
internal sealed record HubRow(string Method, string[] Kinds, Func<Func<string, string>, object?[]> Arguments)
{
    /// <summary>Whom a failure's code is for where it is not success: what an agent, a supervisor and an administrator get for their own company's ids.</summary>
    public (string? Agent, string? Supervisor, string? Administrator) Own { get; init; }

    /// <summary>It ends the call, so that each own cell needs another one.</summary>
    public bool Spends { get; init; }

    /// <summary>What a role gets for its own company's ids; null for success.</summary>
    public string? Expected(Role role) => role switch
    {
        Role.Agent => Own.Agent,
        Role.Supervisor => Own.Supervisor,
        _ => Own.Administrator,
    };
}

/// <summary>Every method of the phone hub. One that is not here fails the matrix.</summary>
internal static class HubTable
{
    private static readonly OfferCard AnOffer = new(1, "v=0\r\n");
    private static readonly (string?, string?, string?) NobodyIsThere = ("notFound", "notFound", "notFound");
    private static readonly (string?, string?, string?) NotInIt = (null, "notFound", "notFound");
    // A call with the echo has no second party: who is in it is told that it cannot be done.
    private static readonly (string?, string?, string?) WithNobody = ("conflict", "notFound", "notFound");
    private static readonly (string?, string?, string?) ForSupervisors = ("forbidden", null, null);

    /// <summary>All methods.</summary>
    public static IReadOnlyList<HubRow> Rows { get; } =
    [
        new(nameof(IPhoneHub.Attach), [], _ => [new AttachRequest("a-device-0001", "test phone", false)]),
        new(nameof(IPhoneHub.Dial), ["echo"], id => [new DialRequest(NewAttempt(), id("echo"), AnOffer)]),
        new(nameof(IPhoneHub.Answer), ["call"], id => [new AnswerRequest(id("call"), AnOffer)]) { Own = NobodyIsThere },
        new(nameof(IPhoneHub.Decline), ["call"], id => [new CallRequest(id("call"))]) { Own = NotInIt, Spends = true },
        new(nameof(IPhoneHub.HangUp), ["call"], id => [new CallRequest(id("call"))]) { Own = NotInIt, Spends = true },
        new(nameof(IPhoneHub.Hold), ["call"], id => [new CallRequest(id("call"))]) { Own = WithNobody },
        new(nameof(IPhoneHub.Resume), ["call"], id => [new CallRequest(id("call"))]) { Own = WithNobody },
        new(nameof(IPhoneHub.SetMuted), ["call"], id => [new MuteRequest(id("call"), true)]) { Own = NobodyIsThere },
        new(nameof(IPhoneHub.Transfer), ["call", "echo"], id => [new TransferRequest(id("call"), id("echo"))]) { Own = WithNobody },
        new(nameof(IPhoneHub.Park), ["call", "slot"], id => [new ParkRequest(id("call"), id("slot"))]) { Own = WithNobody },
        new(nameof(IPhoneHub.Consult), ["call", "echo"], id => [new ConsultRequest(id("call"), NewAttempt(), id("echo"), AnOffer)]) { Own = WithNobody },
        new(nameof(IPhoneHub.Swap), ["call", "call2"], id => [new ConsultedRequest(id("call"), id("call2"))]) { Own = WithNobody },
        new(nameof(IPhoneHub.CompleteTransfer), ["call", "call2"], id => [new ConsultedRequest(id("call"), id("call2"))]) { Own = WithNobody },
        new(nameof(IPhoneHub.CancelTransfer), ["call", "call2"], id => [new ConsultedRequest(id("call"), id("call2"))]) { Own = NobodyIsThere },
        new(nameof(IPhoneHub.Merge), ["call", "call2"], id => [new ConsultedRequest(id("call"), id("call2"))]) { Own = WithNobody },
        new(nameof(IPhoneHub.Supervise), ["call", "agent"], id => [new SuperviseRequest(id("call"), SupervisorMode.Listen, id("agent"))]) { Own = ("forbidden", "conflict", "conflict") },
        new(nameof(IPhoneHub.SendDtmf), ["call"], id => [new DtmfRequest(id("call"), "1")]) { Own = WithNobody },
        new(nameof(IPhoneHub.SetPresence), [], _ => [new PresenceRequest(PresenceStatus.Available)]),
        new(nameof(IPhoneHub.SetAgentState), [], _ => [new AgentStateRequest(AgentWish.LoggedOut)]),
        new(nameof(IPhoneHub.SetDisposition), [], _ => [new DispositionRequest("sold")]) { Own = ("conflict", "conflict", "conflict") },
        new(nameof(IPhoneHub.WatchQueues), [], _ => []) { Own = ForSupervisors },
        new(nameof(IPhoneHub.UnwatchQueues), [], _ => []),
        new(nameof(IPhoneHub.WatchAgents), ["queue"], id => [new AgentsRequest(id("queue"))]) { Own = ForSupervisors },
        new(nameof(IPhoneHub.UnwatchAgents), [], _ => []),
        new(nameof(IPhoneHub.Watch), ["agent"], id => [new[] { id("agent") }]),
        new(nameof(IPhoneHub.Unwatch), ["agent"], id => [new[] { id("agent") }]),
        new(nameof(IPhoneHub.ReportQuality), ["call"], id => [new QualityReport(id("call"), 4, 0, 1, 20)]),
        new(nameof(IPhoneHub.WatchRooms), [], _ => []) { Own = ForSupervisors },
        new(nameof(IPhoneHub.UnwatchRooms), [], _ => []),
        new(nameof(IPhoneHub.WatchRoom), ["room"], id => [id("room")]) { Own = NobodyIsThere },
        new(nameof(IPhoneHub.UnwatchRoom), ["room"], id => [id("room")]),
        new(nameof(IPhoneHub.Reattach), ["call"], id => [new AnswerRequest(id("call"), AnOffer)]) { Own = NobodyIsThere },
    ];

    // Under one attempt there is one call.
    private static string NewAttempt() => $"attempt-{Guid.NewGuid():n}";
}
