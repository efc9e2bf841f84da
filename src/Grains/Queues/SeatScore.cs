using RtcCluster.Contracts.Queues;

namespace RtcCluster.Grains.Queues;

/// <summary>What an agent is compared by; the lowest wins: first the proficiency, then the score, then the rank.</summary>
/// <param name="Seat">The agent's seat.</param>
/// <param name="Proficiency">Minus the sum of the levels that the caller needs, where the rules look at it.</param>
/// <param name="Score">What the strategy compares.</param>
internal readonly record struct SeatScore(QueueSeat Seat, long Proficiency, long Score) : IComparable<SeatScore>
{
    /// <inheritdoc/>
    public int CompareTo(SeatScore other)
    {
        var order = Proficiency.CompareTo(other.Proficiency);
        order = order != 0 ? order : Score.CompareTo(other.Score);
        return order != 0 ? order : Seat.Rank.CompareTo(other.Seat.Rank);
    }

    /// <summary>As it is written down.</summary>
    public AssignmentCandidate Candidate() => new(Seat.Agent, Proficiency, Score, Seat.Rank);
}
