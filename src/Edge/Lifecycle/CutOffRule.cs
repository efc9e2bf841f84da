namespace RtcCluster.Edge.Lifecycle;

/// <summary>Whether this edge is on the smaller side of a cut through the cluster. Pure: what was seen goes in.</summary>
/// <remarks>
/// Whoever reaches the state store is not judged: what he does is held against it, and the membership table tells him when the others have declared him dead. Without the store an edge that
/// reaches more than half of the members has an outage of the store, in which calls go on. One that reaches half of them or less may be the one that the others have buried: they can see the
/// store, and have taken over its calls.
/// </remarks>
internal sealed class CutOffRule
{
    // One round may be a moment's pause of this machine.
    private const int RoundsUntilCutOff = 2;
    private int _rounds;

    /// <summary>Whether it is.</summary>
    public bool IsCutOff { get; private set; }

    /// <summary>Takes the result of a round.</summary>
    /// <param name="storeAnswers">Whether the state store answers.</param>
    /// <param name="others">What was found at each other member that is not known to be gone.</param>
    /// <returns>True when the answer has changed.</returns>
    public bool Take(bool storeAnswers, IReadOnlyCollection<Reach> others)
    {
        // A process that refuses has ended: it is on no side. This one is on ours.
        var reached = 1 + others.Count(static reach => reach == Reach.Answers);
        var members = 1 + others.Count(static reach => reach != Reach.Refuses);
        _rounds = !storeAnswers && reached * 2 <= members ? _rounds + 1 : 0;
        var before = IsCutOff;
        IsCutOff = _rounds >= RoundsUntilCutOff;
        return IsCutOff != before;
    }
}

/// <summary>What was found at another member's address.</summary>
internal enum Reach
{
    /// <summary>It takes connections.</summary>
    Answers,

    /// <summary>The machine is there, and nobody takes connections.</summary>
    Refuses,

    /// <summary>Nothing comes back.</summary>
    Silent,
}
