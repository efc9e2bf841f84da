using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Calls;

/// <summary>A supervisor's part in the call.</summary>
[GenerateSerializer, Alias("rtc.state.Supervision")]
internal sealed class Supervision
{
    /// <summary>The supervisor.</summary>
    [Id(0)]
    public UserId By { get; set; }

    /// <summary>What the supervisor does, or will when a device has answered.</summary>
    [Id(1)]
    public SupervisorMode Mode { get; set; }

    /// <summary>The leg that is supervised.</summary>
    [Id(2)]
    public LegId Agent { get; set; }

    /// <summary>The supervisor's devices while they ring.</summary>
    [Id(3)]
    public RingAttempt? Attempt { get; set; }

    /// <summary>The supervisor's leg once a device has answered.</summary>
    [Id(4)]
    public LegId? Leg { get; set; }

    /// <summary>Whether the parties are shown that the supervisor listens.</summary>
    [Id(5)]
    public bool ShowsListening { get; set; }

    /// <summary>Whether they are shown that the supervisor whispers or talks.</summary>
    [Id(6)]
    public bool ShowsWhispering { get; set; }

    /// <summary>True when the agent is shown what the supervisor does now.</summary>
    public bool IsShown => Leg is not null && (Mode == SupervisorMode.Listen ? ShowsListening : ShowsWhispering);
}
