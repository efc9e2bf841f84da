namespace RtcCluster.Media.Mixing;

/// <summary>How late packets come, with the last second or so weighing most: what delay keeps all but 3 % of them.</summary>
internal sealed class DelayHistogram
{
    private const int BucketMilliseconds = 10;
    private const int Buckets = 26;

    // A packet weighs 1/64 of the whole, so that two late ones in a second are not yet a habit, and three are.
    private const int ForgetShift = 6;
    private const int Whole = 1 << 24;
    private const int Tail = Whole * 3 / 100;

    private readonly int[] _weights = new int[Buckets];

    /// <summary>Begins anew with a delay that holds until packets say otherwise.</summary>
    public void Restart(int milliseconds)
    {
        Array.Clear(_weights);
        _weights[Bucket(milliseconds - 1)] = Whole;
        Milliseconds = milliseconds;
    }

    /// <summary>The delay that is enough, in whole buckets.</summary>
    public int Milliseconds { get; private set; }

    public void Add(long milliseconds)
    {
        var sum = 0;
        for (var i = 0; i < Buckets; i++)
        {
            _weights[i] -= _weights[i] >> ForgetShift;
            sum += _weights[i];
        }

        // What rounding lost goes to the packet, so that the whole stays the whole.
        _weights[Bucket(milliseconds)] += Whole - sum;
        var late = 0;
        var bucket = Buckets - 1;
        for (; bucket > 0; bucket--)
        {
            late += _weights[bucket];
            if (late > Tail)
            {
                break;
            }
        }

        Milliseconds = (bucket + 1) * BucketMilliseconds;
    }

    private static int Bucket(long milliseconds) => (int)Math.Clamp(milliseconds / BucketMilliseconds, 0, Buckets - 1);
}
