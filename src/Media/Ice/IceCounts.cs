namespace RtcCluster.Media.Ice;

/// <summary>How often each <see cref="IceStatus"/> was said.</summary>
internal sealed class IceCounts
{
    private readonly long[] _counts = new long[(int)IceStatus.Refused + 1];

    public long this[IceStatus status] => _counts[(int)status];

    public IceStatus Add(IceStatus status)
    {
        _counts[(int)status]++;
        return status;
    }
}
