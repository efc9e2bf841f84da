namespace RtcCluster.Grains.Queues;

/// <summary>Something that has a deadline.</summary>
/// <param name="Kind">What.</param>
/// <param name="Of">Number of the caller or of the seat; 0 for the queue.</param>
[GenerateSerializer, Immutable, Alias("rtc.state.DueKey")]
internal readonly record struct DueKey([property: Id(0)] DueKind Kind, [property: Id(1)] long Of) : IComparable<DueKey>
{
    /// <inheritdoc/>
    public int CompareTo(DueKey other) => Kind != other.Kind ? Kind.CompareTo(other.Kind) : Of.CompareTo(other.Of);
}

/// <summary>What can be due.</summary>
[GenerateSerializer, Alias("rtc.state.DueKind")]
internal enum DueKind
{
    /// <summary>The queue opens or closes.</summary>
    Hours = 0,

    /// <summary>An agent has not confirmed what the offer came to, or a ring takes too long.</summary>
    Slot = 1,

    /// <summary>An agent has not confirmed whether they serve.</summary>
    Serve = 2,

    /// <summary>A caller needs less, or is kept for one agent no longer.</summary>
    Relax = 3,

    /// <summary>One more agent is rung.</summary>
    Widen = 4,

    /// <summary>A caller has waited long enough.</summary>
    MaxWait = 5,

    /// <summary>A caller is told the place.</summary>
    Place = 6,

    /// <summary>A caller is played a prompt.</summary>
    Prompt = 7,

    /// <summary>A caller who was sent away has not left.</summary>
    Leaving = 8,

    /// <summary>Somebody may be called back again.</summary>
    Callback = 9,

    /// <summary>The place of somebody who is to be called back is given up.</summary>
    Keep = 10,

    /// <summary>An agent who is busy with nothing of this queue was not heard of for long.</summary>
    Look = 11,
}
