namespace RtcCluster.Grains.Queues;

/// <summary>A place in the order of waiting.</summary>
/// <remarks>
/// A step of priority is worth a fixed time of waiting, so the order of two callers never changes while they wait: it is the order of when they joined, each
/// put back by the worth of the priority. So nothing has to be sorted again as time passes, and who waits is overtaken only by those who join within that worth.
/// </remarks>
/// <param name="Ticks">When the caller joined, less the worth of the priority; in ticks of UTC.</param>
/// <param name="Caller">Number of the place.</param>
internal readonly record struct PlaceKey(long Ticks, long Caller) : IComparable<PlaceKey>
{
    /// <summary>The place of a caller.</summary>
    public static PlaceKey Of(QueueCaller caller, TimeSpan ageingStep) =>
        new(caller.Since.UtcTicks - (caller.Priority * ageingStep.Ticks), caller.Number);

    /// <inheritdoc/>
    public int CompareTo(PlaceKey other) => Ticks != other.Ticks ? Ticks.CompareTo(other.Ticks) : Caller.CompareTo(other.Caller);
}
