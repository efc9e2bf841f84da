using RtcCluster.Contracts.Agents;

namespace RtcCluster.Contracts.Hub;

/// <summary>An offer that the browser made.</summary>
/// <param name="Number">Grows with each offer that the browser makes for the call, from 1; its answer repeats it.</param>
/// <param name="Sdp">Session description (RFC 8866) of at most 64 KiB; candidates are not needed, the edge learns the browser's address from its checks.</param>
public sealed record OfferCard(int Number, string Sdp);

/// <summary>Names the device.</summary>
/// <param name="DeviceId">Made by the browser for each tab and kept through a refresh: 8 to 64 letters, digits and dashes.</param>
/// <param name="DeviceName">Shown in the list of devices: at most 100 characters.</param>
/// <param name="CanRing">False for a page that only watches, for example a wallboard: it is not rung.</param>
public sealed record AttachRequest(string DeviceId, string DeviceName, bool CanRing = true);

/// <summary>Begins a call.</summary>
/// <param name="Attempt">Made by the browser for each attempt: 8 to 64 letters, digits and dashes. Repeating it names the same call.</param>
/// <param name="To">Extension, service number or telephone number.</param>
/// <param name="Offer">The first offer.</param>
public sealed record DialRequest(string Attempt, string To, OfferCard Offer);

/// <summary>Takes a call, or takes up its media.</summary>
public sealed record AnswerRequest(string CallId, OfferCard Offer);

/// <summary>Names a call.</summary>
public sealed record CallRequest(string CallId);

/// <summary>Mutes or unmutes.</summary>
public sealed record MuteRequest(string CallId, bool Muted);

/// <summary>Transfers.</summary>
/// <param name="CallId">The call.</param>
/// <param name="To">Extension, service number or telephone number.</param>
public sealed record TransferRequest(string CallId, string To);

/// <summary>Parks a call.</summary>
/// <param name="CallId">The call.</param>
/// <param name="Slot">The number of the slot; null for any that is free.</param>
public sealed record ParkRequest(string CallId, string? Slot = null);

/// <summary>Begins a consultation.</summary>
/// <param name="CallId">The call that may be transferred.</param>
/// <param name="Attempt">As in <see cref="DialRequest"/>.</param>
/// <param name="To">Who is asked.</param>
/// <param name="Offer">The first offer of the second call.</param>
public sealed record ConsultRequest(string CallId, string Attempt, string To, OfferCard Offer);

/// <summary>Names a call and its consultation.</summary>
public sealed record ConsultedRequest(string CallId, string ConsultCallId);

/// <summary>A supervisor's part in a call.</summary>
/// <param name="CallId">The call.</param>
/// <param name="Mode">What the supervisor does.</param>
/// <param name="Agent">The user whom a whisper is for and whose place is taken; null for the agent of the call.</param>
public sealed record SuperviseRequest(string CallId, SupervisorMode Mode, string? Agent = null);

/// <summary>Sends digits.</summary>
/// <param name="CallId">The call.</param>
/// <param name="Digits">0-9, *, #, A-D; at most 64.</param>
public sealed record DtmfRequest(string CallId, string Digits);

/// <summary>Sets the presence.</summary>
/// <param name="Status">available, busy, away or doNotDisturb; the others follow from what the user does.</param>
/// <param name="Reason">A few words; at most 64 characters.</param>
public sealed record PresenceRequest(PresenceStatus Status, string? Reason = null);

/// <summary>What the agent will do; during a call that is what comes after it.</summary>
/// <param name="State">The state; ready also begins the work.</param>
/// <param name="Reason">Why paused: one of <see cref="AgentCard.PauseReasons"/>; needed for a pause.</param>
/// <param name="Force">With loggedOut: not after the call but at once for the queues; the call itself goes on.</param>
public sealed record AgentStateRequest(AgentWish State, string? Reason = null, bool Force = false);

/// <summary>Says what the last call of a queue, or the present one, came to.</summary>
/// <param name="Disposition">One of <see cref="AgentCard.Dispositions"/>.</param>
public sealed record DispositionRequest(string Disposition);

/// <summary>Which agents are watched: those that fit all of it.</summary>
/// <param name="Queue">Serve this queue; null for any.</param>
/// <param name="Status">Do this; null for anything.</param>
/// <param name="Search">Have this in their name, display name or number, in whatever case; at most 64 characters.</param>
public sealed record AgentsRequest(string? Queue = null, AgentStatus? Status = null, string? Search = null);

/// <summary>What the browser measured since its last report.</summary>
/// <param name="CallId">The call.</param>
/// <param name="Mos">Mean opinion score, 1 to 4.5 (ITU-T G.107 simplified).</param>
/// <param name="LossPercent">Packets lost, 0 to 100.</param>
/// <param name="JitterMilliseconds">Jitter of what is received.</param>
/// <param name="RoundTripMilliseconds">Round trip, when known.</param>
public sealed record QualityReport(string CallId, double Mos, double LossPercent, double JitterMilliseconds, double? RoundTripMilliseconds);
