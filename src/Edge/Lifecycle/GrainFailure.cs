namespace RtcCluster.Edge.Lifecycle;

/// <summary>Which failures of grain calls pass by themselves.</summary>
internal static class GrainFailure
{
    /// <summary>
    /// True when the same call may succeed later: a silo or store is away, an answer came too late. Every call of an edge names what it is about, so
    /// that repeating it is harmless. Also true for failures inside a grain, whose store may be away for a while.
    /// </summary>
    /// <remarks>A cancelled call is one of them: Orleans cancels a message that expired before its grain was placed, and nobody would try again.</remarks>
    public static bool IsTransient(Exception e) => e is not OutOfMemoryException;
}
