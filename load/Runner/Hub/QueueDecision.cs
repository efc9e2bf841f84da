namespace RtcCluster.Load.Runner.Hub;

/// <summary>A decision of a queue, as it explains it itself.</summary>
/// <param name="Offer">Its number in the queue.</param>
/// <param name="Place">The place that was offered.</param>
internal sealed record QueueDecision(long Offer, long Place);
