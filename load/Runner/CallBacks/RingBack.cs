namespace RtcCluster.Load.Runner.CallBacks;

/// <summary>The telephone of a person rang: somebody called them back. Moments are ticks of the telephones' clock; null: not happened.</summary>
internal sealed class RingBack
{
    /// <summary>The person answered, and the server confirmed it.</summary>
    public long? AnsweredAt { get; set; }

    /// <summary>The server died under it.</summary>
    public long? CutAt { get; set; }
}
