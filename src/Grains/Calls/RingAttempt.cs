using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.Users;

namespace RtcCluster.Grains.Calls;

/// <summary>Devices or trunk peers that are being rung for somebody who waits.</summary>
[GenerateSerializer, Alias("rtc.state.RingAttempt")]
internal sealed class RingAttempt
{
    /// <summary>What for.</summary>
    [Id(0)]
    public RoutePurpose Purpose { get; set; }

    /// <summary>The leg that waits; null when nobody does yet (click-to-call rings the own devices).</summary>
    [Id(1)]
    public LegId? Waiting { get; set; }

    /// <summary>The number that is rung, as the called party shall see it.</summary>
    [Id(2)]
    public string Number { get; set; } = "";

    /// <summary>Who is rung.</summary>
    [Id(3)]
    public Party Party { get; set; } = new("");

    /// <summary>Who calls, as the called party shall see it.</summary>
    [Id(4)]
    public Party From { get; set; } = new("");

    /// <summary>True when targets are tried one after the other.</summary>
    [Id(5)]
    public bool Hunt { get; set; }

    /// <summary>Targets that have not been tried.</summary>
    [Id(6)]
    public List<DialTarget> Remaining { get; set; } = [];

    /// <summary>The legs that were made.</summary>
    [Id(7)]
    public List<LegId> Legs { get; set; } = [];

    /// <summary>How those that failed did.</summary>
    [Id(8)]
    public List<CallFailure> Failures { get; set; } = [];

    /// <summary>When the ring time is over.</summary>
    [Id(9)]
    public DateTimeOffset RingUntil { get; set; }

    /// <summary>When the next peer is tried because this one gives no sign.</summary>
    [Id(10)]
    public DateTimeOffset? TryUntil { get; set; }

    /// <summary>True when the waiting party has been told that it rings.</summary>
    [Id(11)]
    public bool Rung { get; set; }

    /// <summary>The leg whose early media is heard.</summary>
    [Id(12)]
    public LegId? EarlyFrom { get; set; }

    /// <summary>Numbers that were diverted from, oldest first.</summary>
    [Id(13)]
    public List<string> Diverted { get; set; } = [];

    /// <summary>Where the call goes when nobody takes it here; null for nowhere.</summary>
    [Id(14)]
    public RingFallback? Otherwise { get; set; }

    /// <summary>How many lines the call was redirected through.</summary>
    [Id(15)]
    public int Hops { get; set; }

    /// <summary>The offer of the queue that an agent is rung for.</summary>
    [Id(16)]
    public long Offer { get; set; }

    /// <summary>True when the number is one of somebody's follow-me list; <see cref="Otherwise"/> is what is left of that.</summary>
    [Id(140)]
    public bool Follows { get; set; }

    /// <summary>How many seconds the caller of the queue had waited when this agent was rung.</summary>
    [Id(90)]
    public int Waited { get; set; }

    /// <summary>True when telephones are asked to answer by themselves.</summary>
    [Id(360)]
    public bool HandsFree { get; set; }

    /// <summary>What whoever answers outside is told before the call is recorded; null for nothing, and where the call's own notice is for them.</summary>
    [Id(390)]
    public RecordingNotice? Called { get; set; }

    /// <summary>True when nothing more of the call is recorded once somebody has answered.</summary>
    [Id(391)]
    public bool Withholds { get; set; }
}

/// <summary>What a number was looked up for.</summary>
[GenerateSerializer, Alias("rtc.state.RoutePurpose")]
internal enum RoutePurpose
{
    /// <summary>Where the call goes.</summary>
    Destination = 0,

    /// <summary>The devices of a user who asked for a call.</summary>
    OwnDevices = 1,

    /// <summary>Where a party is transferred to.</summary>
    Transfer = 2,

    /// <summary>An agent of the queue that the call waits in.</summary>
    Agent = 3,

    /// <summary>The devices of a supervisor who wants to be in the call.</summary>
    Supervision = 4,

    /// <summary>The one who has parked the call gets it back.</summary>
    Return = 5,

    /// <summary>The other machine of a fax that is sent.</summary>
    Fax = 6,
}
