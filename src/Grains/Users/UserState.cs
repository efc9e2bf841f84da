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
}
