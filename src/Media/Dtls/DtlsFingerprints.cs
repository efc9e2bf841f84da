namespace RtcCluster.Media.Dtls;

/// <summary>What a description says about the peer's certificate: all its a=fingerprint lines. RFC 8122 §5.</summary>
public sealed class DtlsFingerprints
{
    private readonly List<DtlsFingerprint> _strongest = [];

    private DtlsFingerprints()
    {
    }

    /// <summary>Reads the values of all a=fingerprint lines that hold for one m= section.</summary>
    /// <param name="values">What stands behind <c>a=fingerprint:</c>, each.</param>
    /// <param name="fingerprints">Null when none can be used.</param>
    /// <returns>False: no line, or none of a hash function that we trust. Such a peer is refused, not believed (threat T13).</returns>
    public static bool TryRead(IEnumerable<string> values, out DtlsFingerprints? fingerprints)
    {
        ArgumentNullException.ThrowIfNull(values);
        var read = new DtlsFingerprints();
        foreach (var value in values)
        {
            if (DtlsFingerprint.TryRead(value, out var fingerprint))
            {
                read.Add(fingerprint!);
            }
        }

        fingerprints = read._strongest.Count > 0 ? read : null;
        return fingerprints is not null;
    }

    /// <summary>The fingerprint of one certificate.</summary>
    public static DtlsFingerprints Of(DtlsFingerprint fingerprint)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        var one = new DtlsFingerprints();
        one.Add(fingerprint);
        return one;
    }

    /// <summary>Whether the certificate is one of the named: of the lines with the strongest hash function, any may match (RFC 8122 §5).</summary>
    public bool Match(ReadOnlySpan<byte> certificate)
    {
        foreach (var fingerprint in _strongest)
        {
            if (fingerprint.IsOf(certificate))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether both name the same certificates in the same order, as two descriptions of one peer do.</summary>
    public bool SameAs(DtlsFingerprints other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return _strongest.SequenceEqual(other._strongest);
    }

    private void Add(DtlsFingerprint fingerprint)
    {
        if (_strongest.Count > 0 && fingerprint.Hash > _strongest[0].Hash)
        {
            _strongest.Clear();
        }

        if (_strongest.Count == 0 || fingerprint.Hash == _strongest[0].Hash)
        {
            _strongest.Add(fingerprint);
        }
    }
}
