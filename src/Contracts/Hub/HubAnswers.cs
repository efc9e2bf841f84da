namespace RtcCluster.Contracts.Hub;

/// <summary>Why an intention was refused.</summary>
/// <param name="Code">notFound, forbidden, conflict, unreachable, invalid, limited, draining or unavailable.</param>
/// <param name="Text">A sentence for the person, in English.</param>
/// <param name="SipCode">SIP response code (RFC 3261 §21), when the refusal is one of a call.</param>
/// <param name="RetryAfterSeconds">Seconds to wait before the next attempt, when known.</param>
public sealed record HubFailure(string Code, string Text, int? SipCode = null, int? RetryAfterSeconds = null);

/// <summary>The outcome of an intention.</summary>
/// <param name="Failure">Null when it was accepted.</param>
public sealed record HubReceipt(HubFailure? Failure = null);

/// <summary>A call that was parked.</summary>
/// <param name="Slot">The number to dial for it; empty when it was refused.</param>
/// <param name="Failure">Null when it was accepted.</param>
public sealed record ParkAnswer(string Slot, HubFailure? Failure = null);

/// <summary>A call that was begun.</summary>
/// <param name="CallId">The call; empty when it was refused.</param>
/// <param name="Failure">Null when it was accepted.</param>
public sealed record DialReceipt(string CallId, HubFailure? Failure = null);

/// <summary>The answer to <see cref="IPhoneHub.Attach"/>.</summary>
/// <param name="User">The signed-in user's name.</param>
/// <param name="DisplayName">Shown to others.</param>
/// <param name="Extension">The user's own number, when there is one.</param>
/// <param name="Role">agent, supervisor or administrator.</param>
/// <param name="Presence">The user's presence.</param>
/// <param name="Calls">Calls of this device that go on: to be taken up with <see cref="IPhoneHub.Reattach"/>.</param>
/// <param name="KeepSeconds">How long a call waits for its device to come back.</param>
public sealed record Welcome(string User, string DisplayName, string? Extension, string Role, PresenceCard Presence, CallCard[] Calls, int KeepSeconds);

/// <summary>A change of a call.</summary>
/// <param name="Call">The call as it is now.</param>
/// <param name="Answer">The edge's answer to the browser's offer of that number, when there is a new one.</param>
public sealed record CallUpdate(CallCard Call, OfferCard? Answer = null);

/// <summary>Asks for a new offer.</summary>
/// <param name="CallId">The call.</param>
/// <param name="Epoch">Grows with each order of the call; an order with a lower one is old.</param>
/// <param name="Reason">moved (another edge carries the media), lost (the old connection is dead) or codec.</param>
public sealed record RenegotiateOrder(string CallId, long Epoch, string Reason);
