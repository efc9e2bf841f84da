using RtcCluster.Contracts.Hub;

namespace RtcCluster.Grains.Users;

/// <summary>What outlives a user's activation.</summary>
[GenerateSerializer, Alias("rtc.state.User")]
internal sealed class UserState
{
    /// <summary>The user's devices; those that have expired are taken out with the next write.</summary>
    [Id(0)]
    public List<Binding> Bindings { get; set; } = [];

    /// <summary>When the user called out in the last hour, oldest first; kept so that a restart is no way around the limit.</summary>
    [Id(1)]
    public List<DateTimeOffset> OutboundCalls { get; set; } = [];

    /// <summary>What the user chose.</summary>
    [Id(2)]
    public PresenceStatus Presence { get; set; } = PresenceStatus.Available;

    /// <summary>A few words of the user's own.</summary>
    [Id(3)]
    public string? PresenceReason { get; set; }

    /// <summary>When the user chose it.</summary>
    [Id(4)]
    public DateTimeOffset? PresenceSince { get; set; }

    /// <summary>Until when calls outside are refused because of cases, the latest of <see cref="OutsideBlocks"/>; null: they are not.</summary>
    [Id(5)]
    public DateTimeOffset? OutsideBlockedUntil { get; set; }

    /// <summary>Until when each case blocks calls outside; those that are over are taken out with the next one.</summary>
    [Id(6)]
    public Dictionary<string, DateTimeOffset> OutsideBlocks { get; set; } = [];
}
