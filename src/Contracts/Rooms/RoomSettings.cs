namespace RtcCluster.Contracts.Rooms;

/// <summary>What an administrator may set of a room. A room that nobody has set up is as the defaults say: open to all who dial it.</summary>
[GenerateSerializer, Immutable, Alias("rtc.RoomSettings")]
public sealed record RoomSettings
{
    /// <summary>The kind of the directory's documents.</summary>
    public const string Kind = "room";

    /// <summary>The most members that one mix has.</summary>
    public const int Largest = 32;

    /// <summary>Shown to people.</summary>
    [Id(0)]
    public string Name { get; init; } = "";

    /// <summary>The digits that a member is asked for, 4 to 10; null for none.</summary>
    [Id(1)]
    public string? Pin { get; init; }

    /// <summary>The digits that make a member a moderator, 4 to 10; null for none.</summary>
    [Id(2)]
    public string? ModeratorPin { get; init; }

    /// <summary>How many may be in it, 2 to <see cref="Largest"/>.</summary>
    [Id(3)]
    public int MaxMembers { get; init; } = Largest;

    /// <summary>Whether members hear a tone when somebody comes or goes.</summary>
    [Id(4)]
    public bool Tones { get; init; } = true;

    /// <summary>The language that callers are spoken to in (BCP 47).</summary>
    [Id(5)]
    public string Language { get; init; } = "es-CO";

    /// <summary>Leaves the PINs out.</summary>
    public override string ToString() => $"{nameof(RoomSettings)} {{ {Name}, {MaxMembers} }}";
}
