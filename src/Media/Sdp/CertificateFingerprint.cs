namespace RtcCluster.Media.Sdp;

/// <summary>The value of <c>a=fingerprint</c>. RFC 8122 §5.</summary>
/// <remarks>
/// <code>
/// hash-func SP 2UHEX *(":" 2UHEX)          e.g. sha-256 4A:AD:B9:…
/// </code>
/// </remarks>
internal static class CertificateFingerprint
{
    /// <summary>False when the line cannot be read; <paramref name="normal"/> is null for a hash that proves too little (SHA-1) or that we do not know.</summary>
    public static bool TryRead(string? value, out string? normal)
    {
        normal = null;
        if (value is null || value.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var hash, var bytes] || !IsHex(bytes))
        {
            return false;
        }

        // RFC 8122 §5: the name of the hash is read whatever its case; and peers write the bytes in either.
        var name = hash.ToLowerInvariant();
        var length = name switch { "sha-256" => 32, "sha-384" => 48, "sha-512" => 64, _ => 0 };
        if (length == 0)
        {
            return true;
        }

        normal = name + " " + bytes.ToUpperInvariant();
        return bytes.Length == (length * 3) - 1;
    }

    private static bool IsHex(string bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            if (i % 3 == 2 ? bytes[i] != ':' : !char.IsAsciiHexDigit(bytes[i]))
            {
                return false;
            }
        }

        return bytes.Length % 3 == 2;
    }
}
