using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Rooms;

/// <summary>What a room has to remember while somebody is in it; its settings are in the directory.</summary>
[GenerateSerializer, Alias("rtc.state.Conference")]
internal sealed class ConferenceState
{
    /// <summary>The edge that mixes; null while nobody is there.</summary>
    [Id(0)]
    public EdgeId? Anchor { get; set; }

    /// <summary>Whether only moderators come in.</summary>
    [Id(1)]
    public bool Locked { get; set; }

    /// <summary>Who is there, the longest first.</summary>
    [Id(2)]
    public List<ConferenceSeat> Seats { get; set; } = [];

    /// <summary>The last ticket.</summary>
    [Id(3)]
    public long Tickets { get; set; }

    /// <summary>Whether there is nothing to remember.</summary>
    public bool IsEmpty => Seats.Count == 0;

    /// <summary>The seat of a call; null when it has none.</summary>
    public ConferenceSeat? Of(CallId call) => Seats.Find(seat => seat.Call == call);
}
