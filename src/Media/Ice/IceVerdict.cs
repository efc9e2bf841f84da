namespace RtcCluster.Media.Ice;

/// <summary>What became of a check, and what to send back to where it came from.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="Length">Bytes of the answer; 0 for none.</param>
public readonly record struct IceVerdict(IceStatus Status, int Length = 0)
{
    /// <summary>Whether the check proved that the leg's peer is at its source; only then may packets from there be taken for the leg's.</summary>
    public bool ProvesSource => Status == IceStatus.Accepted;
}
