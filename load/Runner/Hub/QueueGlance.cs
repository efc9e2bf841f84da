namespace RtcCluster.Load.Runner.Hub;

/// <summary>What a run looks at of a queue.</summary>
/// <param name="EstimatedSeconds">The wait that somebody who came now would be told.</param>
/// <param name="Callers">Who waits, is offered or talks.</param>
internal sealed record QueueGlance(int EstimatedSeconds, IReadOnlyList<QueueGlance.Place> Callers)
{
    /// <summary>A place.</summary>
    /// <param name="Number">The caller's number.</param>
    /// <param name="Callback">Whether the caller is to be called back.</param>
    internal sealed record Place(string Number, bool Callback);
}
