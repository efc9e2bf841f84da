using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;

namespace RtcCluster.Grains.Calls;

/// <summary>One party's connection as the call remembers it.</summary>
[GenerateSerializer, Alias("rtc.state.CallLeg")]
internal sealed class CallLeg
{
    /// <summary>The leg.</summary>
    [Id(0)]
    public LegId Id { get; set; }

    /// <summary>The edge that signals it.</summary>
    [Id(1)]
    public EdgeId Edge { get; set; }

    /// <summary>Who is at its end.</summary>
    [Id(2)]
    public Party Party { get; set; } = new("");

    /// <summary>True for the leg whose INVITE came in.</summary>
    [Id(3)]
    public bool Incoming { get; set; }

    /// <summary>Where it stands.</summary>
    [Id(4)]
    public LegPhase Phase { get; set; }

    /// <summary>Where it was sent.</summary>
    [Id(5)]
    public DialTarget? Target { get; set; }

    /// <summary>The party's last description.</summary>
    [Id(6)]
    public string? RemoteSdp { get; set; }

    /// <summary>The anchor's last description for this leg, when it has to travel to another edge.</summary>
    [Id(7)]
    public string? LocalSdp { get; set; }

    /// <summary>The dialog as opaque bytes; only stored.</summary>
    [Id(8)]
    public byte[]? Snapshot { get; set; }

    /// <summary>True while the anchor holds a media port for it.</summary>
    [Id(9)]
    public bool MediaOpen { get; set; }

    /// <summary>True when the INVITE waits for the anchor's offer.</summary>
    [Id(10)]
    public bool InvitePending { get; set; }

    /// <summary>True when the answer waits for the anchor's description.</summary>
    [Id(11)]
    public bool AnswerPending { get; set; }

    /// <summary>True when the 183 waits for the anchor's description.</summary>
    [Id(12)]
    public bool ProgressPending { get; set; }

    /// <summary>True when the party's re-offer waits for the anchor.</summary>
    [Id(13)]
    public bool Reoffering { get; set; }

    /// <summary>True when the telephone holds (its description says sendonly or inactive).</summary>
    [Id(14)]
    public bool PhoneHold { get; set; }

    /// <summary>True when its user holds through the API.</summary>
    [Id(15)]
    public bool IntentHold { get; set; }

    /// <summary>The leg that it talks with, on hold or not.</summary>
    [Id(16)]
    public LegId? Peer { get; set; }

    /// <summary>What the anchor was told that it hears: another leg.</summary>
    [Id(17)]
    public LegId? HearsLeg { get; set; }

    /// <summary>What the anchor was told that it hears: a source.</summary>
    [Id(18)]
    public MediaSource? HearsSource { get; set; }

    /// <summary>Why it ended.</summary>
    [Id(19)]
    public EndCause? Ended { get; set; }

    /// <summary>The browser device at its end, <c>hub:{device}</c>; null for a SIP leg.</summary>
    [Id(20)]
    public string? Device { get; set; }

    /// <summary>What its browser was told last.</summary>
    [Id(21)]
    public CallCard? Shown { get; set; }

    /// <summary>Set while its party comes over from another call and has no media here yet: how long that is waited for.</summary>
    [Id(22)]
    public DateTimeOffset? TakenUntil { get; set; }

    /// <summary>The transport of its signalling: udp, tcp, tls, ws, wss or <see cref="DialTarget.Browser"/>; null when it is not known.</summary>
    [Id(23)]
    public string? Transport { get; set; }

    /// <summary>The prompt that it hears.</summary>
    [Id(50)]
    public int? Prompt { get; set; }

    /// <summary>What it hears after the prompt.</summary>
    [Id(51)]
    public MediaSource PromptThen { get; set; }

    /// <summary>Whether a key ends the prompt.</summary>
    [Id(211)]
    public bool PromptInterruptible { get; set; }

    /// <summary>What the anchor was told that it hears: these legs of the call's mix, in order.</summary>
    [Id(70)]
    public List<LegId>? HearsMix { get; set; }

    /// <summary>The room in whose mix its media port is.</summary>
    [Id(72)]
    public RoomId? Room { get; set; }

    /// <summary>True when its telephone gets SRTP or no call.</summary>
    [Id(100)]
    public bool RequireSrtp { get; set; }

    /// <summary>Set while its party has no sound after its edge died: how long the party is waited for.</summary>
    [Id(220)]
    public DateTimeOffset? MovedUntil { get; set; }

    /// <summary>How many edges have taken its dialog over since <see cref="Snapshot"/> was made.</summary>
    [Id(221)]
    public int Moves { get; set; }

    /// <summary>True when the prompt that it heard ended with its edge: the end is told when it can hear the next one.</summary>
    [Id(222)]
    public bool PromptLost { get; set; }

    /// <summary>True while its telephone cannot be reached from the edge that took it over, and is waited for.</summary>
    [Id(223)]
    public bool Unreached { get; set; }

    /// <summary>True while the edge that the call leaves still has its dialog as well (<see cref="EdgeLink.Keeps"/>).</summary>
    [Id(300)]
    public bool Kept { get; set; }

    /// <summary>True while its telephone has refused the place that the call goes to, or has not been heard of there, and the call has not gone back yet.</summary>
    [Id(301)]
    public bool Refused { get; set; }

    /// <summary>How often its telephone has refused another place.</summary>
    [Id(302)]
    public byte Refusals { get; set; }

    /// <summary>When it is looked for its telephone next, while that is waited for at another edge.</summary>
    [Id(290)]
    public DateTimeOffset? SeekAt { get; set; }

    /// <summary>The ways by which its telephone may have come back that were tried.</summary>
    [Id(291)]
    public List<string>? Sought { get; set; }

    /// <summary>True while its telephone has been asked once more and has not answered.</summary>
    [Id(292)]
    public bool AskedAgain { get; set; }

    /// <summary>When it is looked for its telephone next; null when that need not be.</summary>
    public DateTimeOffset? SeeksAt => Live && MovedUntil is not null ? SeekAt : null;

    /// <summary>True for a SIP phone in a web page, which knows no other media than WebRTC's.</summary>
    public bool IsWebRtc => Transport is "ws" or "wss";

    /// <summary>True when nobody reads its signalling on the way to the telephone, which may get keys in it.</summary>
    public bool IsEncrypted => Transport == "tls";

    /// <summary>True for a leg that a browser makes the offers of.</summary>
    public bool IsBrowser => Device is not null;

    /// <summary>True until it ended.</summary>
    public bool Live => Phase != LegPhase.Ended;

    /// <summary>True while it is answered.</summary>
    public bool Talking => Phase == LegPhase.Answered;

    /// <summary>True when this party holds the other.</summary>
    public bool Holds => PhoneHold || IntentHold;
}
