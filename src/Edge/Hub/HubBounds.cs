using RtcCluster.Contracts.Hub;
using RtcCluster.Edge.Http.Problems;

namespace RtcCluster.Edge.Hub;

/// <summary>Bounds of what browsers send; each says what breaks it, or null.</summary>
internal static class HubBounds
{
    private const int MaxSdp = 64 * 1024;
    private const int MaxNumber = 64;
    private const int MaxReason = 64;
    private const int MaxName = 100;
    private const int MinId = 8;
    private const int MaxId = 64;

    /// <summary>An id that the browser made.</summary>
    public static string? Id(string name, string? id) =>
        id is { Length: >= MinId and <= MaxId } && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? null : $"{name} is {MinId} to {MaxId} letters, digits and dashes.";

    /// <summary>What is shown of a device.</summary>
    public static string? Name(string? name) =>
        name is { Length: >= 1 and <= MaxName } && !name.Any(char.IsControl) ? null : $"deviceName is 1 to {MaxName} characters, none of them a control character.";

    /// <summary>A number to call.</summary>
    public static string? Number(string? number) =>
        number?.Trim() is { Length: >= 1 and <= MaxNumber } ? null : $"to is 1 to {MaxNumber} characters.";

    /// <summary>An offer.</summary>
    public static string? Offer(OfferCard? offer) =>
        offer is { Number: >= 1, Sdp.Length: >= 1 and <= MaxSdp } ? null : $"offer has a number from 1 and an sdp of at most {MaxSdp} bytes.";

    /// <summary>Digits.</summary>
    public static string? Digits(string? digits) =>
        digits is { Length: >= 1 and <= 64 } && digits.All("0123456789*#ABCD".Contains) ? null : "digits is 1 to 64 of 0-9, *, # and A-D.";

    /// <summary>A supervisor's part in a call.</summary>
    public static string? Supervision(SuperviseRequest request) =>
        Enum.IsDefined(request.Mode) && (request.Agent is null || ApiId.IsName(request.Agent)) ? null : "mode is listen, whisper, barge, takeOver or leave, and agent a user's name.";

    /// <summary>What an agent wants to do.</summary>
    public static string? AgentState(AgentStateRequest request) =>
        Enum.IsDefined(request.State) && request.Reason is null or { Length: <= MaxReason } ? null : $"state is ready, paused or loggedOut, and reason at most {MaxReason} characters.";

    /// <summary>What a call came to.</summary>
    public static string? Disposition(string? disposition) => disposition is { Length: >= 1 and <= MaxReason } ? null : $"disposition is 1 to {MaxReason} characters.";

    /// <summary>Which agents are watched.</summary>
    public static string? Agents(AgentsRequest request) =>
        (request.Queue is null || ApiId.IsName(request.Queue)) && (request.Status is null || Enum.IsDefined(request.Status.Value)) && request.Search is null or { Length: <= MaxReason }
            ? null
            : $"queue is a queue's name, status what an agent can do, and search at most {MaxReason} characters.";

    /// <summary>A presence that a person may choose.</summary>
    public static string? Presence(PresenceRequest request) => request switch
    {
        { Status: not (PresenceStatus.Available or PresenceStatus.Busy or PresenceStatus.Away or PresenceStatus.DoNotDisturb) } =>
            "status is available, busy, away or doNotDisturb.",
        { Reason.Length: > MaxReason } => $"reason is at most {MaxReason} characters.",
        { Reason: { } reason } when reason.Any(char.IsControl) => "reason has a control character.",
        _ => null,
    };
}
