using RtcCluster.Media.Codecs;

namespace RtcCluster.Media.Mixing;

/// <summary>One packet's place in a jitter buffer.</summary>
internal sealed class JitterSlot
{
    private const int Granule = 256;

    private byte[] _bytes = [];
    private int _length;

    public bool IsTaken { get; private set; }

    /// <summary>Extended sequence number.</summary>
    public long Sequence { get; private set; }

    /// <summary>Extended timestamp.</summary>
    public long Timestamp { get; private set; }

    /// <summary>How long it lasts, in units of the RTP clock.</summary>
    public int Units { get; private set; }

    public bool Marker { get; private set; }

    public PayloadKind Kind { get; private set; }

    public ReadOnlySpan<byte> Payload => _bytes.AsSpan(0, _length);

    public void Put(long sequence, long timestamp, int units, bool marker, PayloadKind kind, ReadOnlySpan<byte> payload)
    {
        if (payload.Length > _bytes.Length)
        {
            _bytes = new byte[(payload.Length + Granule - 1) / Granule * Granule];
        }

        payload.CopyTo(_bytes);
        (_length, Sequence, Timestamp, Units, Marker, Kind, IsTaken) = (payload.Length, sequence, timestamp, units, marker, kind, true);
    }

    public void Free() => IsTaken = false;
}
