namespace RtcCluster.Contracts.Hub;

/// <summary>A call as the person at one of its devices sees it.</summary>
/// <param name="CallId">The call.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Direction">Seen from this device.</param>
/// <param name="Peer">The other party; changes when the call is transferred.</param>
/// <param name="Dialled">The number as dialled.</param>
/// <param name="StartedAt">When it began (UTC).</param>
/// <param name="AnsweredAt">When it was answered (UTC).</param>
/// <param name="OnHold">This party holds the other.</param>
/// <param name="HeldByPeer">The other party holds this one.</param>
/// <param name="Recorded">Whether the call is being recorded.</param>
/// <param name="RecordingProblem">Why sound is not being stored at present, when it should be.</param>
/// <param name="Muted">This device said that it is muted.</param>
/// <param name="ConsultFor">The call that this one is a consultation for.</param>
/// <param name="End">How it ended, when it has.</param>
/// <param name="Third">The third party of a three-way call.</param>
/// <param name="Supervised">What a supervisor does in the call, when the company lets this party know.</param>
/// <param name="Supervises">What this party does in the call as a supervisor.</param>
/// <param name="Queue">Shown name of the queue that the call comes of, to its agent. Not to be trusted as HTML.</param>
/// <param name="WaitedSeconds">How long the caller had waited in it when this agent was rung.</param>
/// <param name="Room">The name of the conference room that this party is in.</param>
[GenerateSerializer, Immutable, Alias("rtc.CallCard")]
public sealed record CallCard(
    [property: Id(0)] string CallId,
    [property: Id(1)] HubCallState State,
    [property: Id(2)] HubCallDirection Direction,
    [property: Id(3)] PeerCard Peer,
    [property: Id(4)] string Dialled,
    [property: Id(5)] DateTimeOffset StartedAt,
    [property: Id(6)] DateTimeOffset? AnsweredAt,
    [property: Id(7)] bool OnHold = false,
    [property: Id(8)] bool HeldByPeer = false,
    [property: Id(9)] bool Recorded = false,
    [property: Id(10)] string? RecordingProblem = null,
    [property: Id(11)] bool Muted = false,
    [property: Id(12)] string? ConsultFor = null,
    [property: Id(13)] EndCard? End = null,
    [property: Id(70)] PeerCard? Third = null,
    [property: Id(71)] SupervisorMode? Supervised = null,
    [property: Id(72)] SupervisorMode? Supervises = null,
    [property: Id(90)] string? Queue = null,
    [property: Id(91)] int? WaitedSeconds = null,
    [property: Id(250)] string? Room = null);

/// <summary>Another party.</summary>
/// <param name="Number">Extension or E.164 number; what a call back would dial.</param>
/// <param name="Name">Display name, when known. Not to be trusted as HTML.</param>
/// <param name="User">The user's name, when it is one of this company.</param>
[GenerateSerializer, Immutable, Alias("rtc.PeerCard")]
public sealed record PeerCard([property: Id(0)] string Number, [property: Id(1)] string? Name = null, [property: Id(2)] string? User = null);

/// <summary>How a call ended for a device.</summary>
/// <param name="Reason">hangup, cancelled, declined, busy, noAnswer, answeredElsewhere, transferred, unavailable, noSuchNumber, refused, lost, shutdown or failed.</param>
/// <param name="SipCode">SIP code that went with it, when there was one.</param>
/// <param name="Text">A short text, in English, when there is more to say.</param>
/// <param name="Into">The call in which this device goes on, when its party was transferred to somebody else's.</param>
[GenerateSerializer, Immutable, Alias("rtc.EndCard")]
public sealed record EndCard(
    [property: Id(0)] string Reason,
    [property: Id(1)] int? SipCode = null,
    [property: Id(2)] string? Text = null,
    [property: Id(3)] string? Into = null);

/// <summary>Where a call stands, seen from one device.</summary>
[GenerateSerializer, Alias("rtc.HubCallState")]
public enum HubCallState
{
    /// <summary>It was dialled and does not ring yet.</summary>
    Dialling = 0,

    /// <summary>It rings: here when it is incoming, at the other party when it is outgoing.</summary>
    Ringing = 1,

    /// <summary>The other party's side sends sound before the answer.</summary>
    EarlyMedia = 2,

    /// <summary>It was answered.</summary>
    Connected = 3,

    /// <summary>It is over for this device.</summary>
    Ended = 4,
}

/// <summary>Which way a call goes, seen from one device.</summary>
[GenerateSerializer, Alias("rtc.HubCallDirection")]
public enum HubCallDirection
{
    /// <summary>It came in.</summary>
    Incoming = 0,

    /// <summary>It was dialled here.</summary>
    Outgoing = 1,
}
