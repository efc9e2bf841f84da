namespace RtcCluster.Edge.Lifecycle;

/// <summary>Which failures of grain calls pass by themselves.</summary>
internal static class GrainFailure
{
    /// <summary>
    /// True when the same call may succeed later: a silo or store is away, an answer came too late. Every call of an edge names what it is about, so
    /// that repeating it is harmless. Also true for failures inside a grain, whose store may be away for a while.
    /// </summary>
    /// <remarks>
    /// A cancellation counts too: no edge cancels its grain calls, so one that comes back is of the grain's own work (a silo or a store that stops),
    /// and a report that is given up because of it would leave its call waiting for ever.
    /// </remarks>
    public static bool IsTransient(Exception e) => e is not OutOfMemoryException;
}
