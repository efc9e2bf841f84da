using System.Globalization;
using System.Security.Cryptography;

namespace RtcCluster.Media.Dtls;

/// <summary>The value of an a=fingerprint line: a hash over a certificate's DER bytes. RFC 8122 §5.</summary>
public sealed class DtlsFingerprint : IEquatable<DtlsFingerprint>
{
    private static readonly (string Name, int Length)[] Hashes = [("sha-256", 32), ("sha-384", 48), ("sha-512", 64)];
    private readonly byte[] _digest;

    private DtlsFingerprint(DtlsHash hash, byte[] digest)
    {
        Hash = hash;
        _digest = digest;
    }

    /// <summary>The hash function.</summary>
    public DtlsHash Hash { get; }

    /// <summary>The fingerprint of a certificate.</summary>
    public static DtlsFingerprint Of(DtlsHash hash, ReadOnlySpan<byte> certificate) => new(hash, hash switch
    {
        DtlsHash.Sha384 => SHA384.HashData(certificate),
        DtlsHash.Sha512 => SHA512.HashData(certificate),
        _ => SHA256.HashData(certificate),
    });

    /// <summary>Reads <c>sha-256 4A:AD:…</c>; upper and lower case are the same, in the name and in the digits.</summary>
    /// <returns>False: not of this form, or of a hash function that we do not trust.</returns>
    public static bool TryRead(ReadOnlySpan<char> value, out DtlsFingerprint? fingerprint)
    {
        fingerprint = null;
        value = value.Trim(' ');
        var space = value.IndexOf(' ');
        if (space < 0)
        {
            return false;
        }

        for (var i = 0; i < Hashes.Length; i++)
        {
            if (value[..space].Equals(Hashes[i].Name, StringComparison.OrdinalIgnoreCase))
            {
                var digest = new byte[Hashes[i].Length];
                fingerprint = TryReadDigest(value[(space + 1)..].TrimStart(' '), digest) ? new DtlsFingerprint((DtlsHash)i, digest) : null;
            }
        }

        return fingerprint is not null;
    }

    /// <summary>Whether it is this certificate's.</summary>
    public bool IsOf(ReadOnlySpan<byte> certificate) => CryptographicOperations.FixedTimeEquals(Of(Hash, certificate)._digest, _digest);

    /// <inheritdoc/>
    public bool Equals(DtlsFingerprint? other) => other is not null && Hash == other.Hash && _digest.AsSpan().SequenceEqual(other._digest);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DtlsFingerprint);

    /// <inheritdoc/>
    public override int GetHashCode() => BitConverter.ToInt32(_digest);

    /// <summary>As it stands behind <c>a=fingerprint:</c>.</summary>
    public override string ToString() => $"{Hashes[(int)Hash].Name} {BitConverter.ToString(_digest).Replace('-', ':')}";

    // Two hexadecimal digits for each byte, with a colon between.
    private static bool TryReadDigest(ReadOnlySpan<char> text, Span<byte> digest)
    {
        if (text.Length != (digest.Length * 3) - 1)
        {
            return false;
        }

        for (var i = 0; i < digest.Length; i++)
        {
            var at = i * 3;
            if (!byte.TryParse(text.Slice(at, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out digest[i]) || (i > 0 && text[at - 1] != ':'))
            {
                return false;
            }
        }

        return true;
    }
}
