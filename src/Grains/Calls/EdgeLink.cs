using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Calls;

/// <summary>What a call and one edge have told each other.</summary>
[GenerateSerializer, Alias("rtc.state.EdgeLink")]
internal sealed class EdgeLink
{
    /// <summary>The edge.</summary>
    [Id(0)]
    public EdgeId Edge { get; set; }

    /// <summary>Number of the first command in <see cref="Outbox"/>; the others follow without gaps.</summary>
    [Id(1)]
    public int FirstNumber { get; set; } = 1;

    /// <summary>Commands that the edge has not confirmed.</summary>
    [Id(2)]
    public List<CallCommand> Outbox { get; set; } = [];

    /// <summary>Number of the last event that was taken from the edge.</summary>
    [Id(3)]
    public int EventsTaken { get; set; }

    /// <summary>
    /// False after an activation until the edge's first report: an activation before it may have acknowledged events that it did not save, and the
    /// edge has forgotten those.
    /// </summary>
    [Id(4)]
    public bool InSync { get; set; }

    /// <summary>True when the edge is gone; it is told nothing and heard no more.</summary>
    [Id(5)]
    public bool Lost { get; set; }

    /// <summary>
    /// After an activation, until the edge has said which numbers are used: the first number that was not saved. An activation before may have sent
    /// commands that it did not save (a 180).
    /// </summary>
    [Id(6)]
    public int? SavedNext { get; set; }

    /// <summary>True while the edge leaves the call and has not been told to forget it.</summary>
    [Id(300)]
    public bool Leaving { get; set; }

    /// <summary>True when the edge that leaves has been told to go on with nothing but the legs that no other edge can reach.</summary>
    [Id(301)]
    public bool Freed { get; set; }

    /// <summary>Telephones that no other edge can reach, as the edge said when it was to be left and the room had to decide; null when it has not said so.</summary>
    [Id(302)]
    public List<LegId>? Near { get; set; }

    /// <summary>What the edge that leaves still has, so that the call can go back to it.</summary>
    [Id(303)]
    public KeptThings Keeps { get; set; }

    /// <summary>Number of the next command.</summary>
    public int NextNumber => FirstNumber + Outbox.Count;

    /// <summary>Takes out what the edge has confirmed.</summary>
    public void Confirm(int through)
    {
        var count = Math.Clamp(through - FirstNumber + 1, 0, Outbox.Count);
        Outbox.RemoveRange(0, count);
        FirstNumber += count;
    }
}

/// <summary>What an edge that leaves a call still has of it.</summary>
[GenerateSerializer, Alias("rtc.state.KeptThings")]
internal enum KeptThings : byte
{
    /// <summary>Nothing that the call could go back to.</summary>
    None = 0,

    /// <summary>Dialogs of telephones; the media is elsewhere, and was.</summary>
    Dialogs = 1,

    /// <summary>The media of every leg, and the dialogs.</summary>
    Media = 2,
}
