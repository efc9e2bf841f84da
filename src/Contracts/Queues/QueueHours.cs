using System.Collections.Immutable;

namespace RtcCluster.Contracts.Queues;

/// <summary>When a queue is open, in the local time of its zone.</summary>
/// <remarks>The zone's offsets are part of the data, so that a decision that is computed again years later, with newer zone tables, comes out the same.</remarks>
[GenerateSerializer, Immutable, Alias("rtc.QueueHours")]
public sealed record QueueHours
{
    /// <summary>IANA name of the zone; where <see cref="Zone"/> is empty its offsets are filled in from it.</summary>
    [Id(0)]
    public string TimeZone { get; init; } = "America/Bogota";

    /// <summary>The zone's offsets, oldest first; a moment before the first has the first one's.</summary>
    [Id(1)]
    public ImmutableArray<ZoneChange> Zone { get; init; } = [];

    /// <summary>The open times of a week; empty: always open but on holidays.</summary>
    [Id(2)]
    public ImmutableArray<OpenTime> Weekly { get; init; } = [];

    /// <summary>Days with times of their own.</summary>
    [Id(3)]
    public ImmutableArray<Holiday> Holidays { get; init; } = [];

    /// <summary>True: who still waits when the queue closes is sent away as one who comes too late.</summary>
    [Id(4)]
    public bool ClosingSendsAway { get; init; }
}

/// <summary>From when on a zone has an offset.</summary>
/// <param name="From">The moment (UTC).</param>
/// <param name="OffsetMinutes">Local time minus UTC, -840 to 840.</param>
[GenerateSerializer, Immutable, Alias("rtc.ZoneChange")]
public sealed record ZoneChange([property: Id(0)] DateTimeOffset From, [property: Id(1)] int OffsetMinutes);

/// <summary>An open time of a week.</summary>
/// <param name="Day">The day that it begins on.</param>
/// <param name="From">When it opens, local time of day.</param>
/// <param name="To">When it closes; at or before <paramref name="From"/>: on the next day.</param>
[GenerateSerializer, Immutable, Alias("rtc.OpenTime")]
public sealed record OpenTime([property: Id(0)] DayOfWeek Day, [property: Id(1)] TimeOnly From, [property: Id(2)] TimeOnly To);

/// <summary>A day that is not as its weekday.</summary>
/// <param name="Date">The local day.</param>
/// <param name="From">When it opens; null: closed all day.</param>
/// <param name="To">When it closes on the same day; null: at its end.</param>
[GenerateSerializer, Immutable, Alias("rtc.Holiday")]
public sealed record Holiday([property: Id(0)] DateOnly Date, [property: Id(1)] TimeOnly? From = null, [property: Id(2)] TimeOnly? To = null);
