using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Rooms;

/// <summary>A call in a room or at its door.</summary>
[GenerateSerializer, Alias("rtc.state.ConferenceSeat")]
internal sealed class ConferenceSeat
{
    /// <summary>The call.</summary>
    [Id(0)]
    public CallId Call { get; set; }

    /// <summary>Who it is.</summary>
    [Id(1)]
    public Party Who { get; set; } = new("");

    /// <summary>Names this stay.</summary>
    [Id(2)]
    public long Ticket { get; set; }

    /// <summary>False while the caller is asked for the PIN.</summary>
    [Id(3)]
    public bool In { get; set; }

    /// <summary>Whether it may lock the room and mute others.</summary>
    [Id(4)]
    public bool Moderator { get; set; }

    /// <summary>It does not want to be heard.</summary>
    [Id(5)]
    public bool MutedItself { get; set; }

    /// <summary>A moderator does not want it to be heard.</summary>
    [Id(6)]
    public bool MutedByModerator { get; set; }

    /// <summary>It has to leave, and is told so until it has.</summary>
    [Id(7)]
    public bool Removed { get; set; }

    /// <summary>Grows with what is wanted of it.</summary>
    [Id(8)]
    public long Order { get; set; }

    /// <summary>When it came in (UTC).</summary>
    [Id(9)]
    public DateTimeOffset Since { get; set; }

    /// <summary>Whether nobody hears it.</summary>
    public bool Muted => MutedItself || MutedByModerator;

    /// <summary>Whether it counts as a member.</summary>
    public bool IsMember => In && !Removed;
}
