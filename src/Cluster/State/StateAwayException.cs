namespace RtcCluster.Cluster.State;

/// <summary>The store of what goes on does not answer: nothing was saved that the caller may count on, and the same may succeed later.</summary>
[GenerateSerializer, Alias("RtcCluster.Cluster.State.StateAwayException")]
public sealed class StateAwayException : OrleansException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="why">What the store's client says; null when it was not even asked.</param>
    public StateAwayException(string? why = null)
        : base($"The state store does not answer{(why is null ? "" : $": {why}")}.")
    {
    }
}
