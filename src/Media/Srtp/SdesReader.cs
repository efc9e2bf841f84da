using System.Globalization;

namespace RtcCluster.Media.Srtp;

/// <summary>Reads the value of an a=crypto line. RFC 4568 §9.1 and §9.2.</summary>
/// <remarks>
/// <code>
/// tag SP suite SP "inline:" base64(key salt) [ "|" lifetime ] [ "|" MKI ":" length ] *( SP session-parameter )
/// </code>
/// </remarks>
internal static class SdesReader
{
    /// <summary>Nine digits.</summary>
    public const int MaxTag = 999_999_999;

    private const string Inline = "inline:";
    private const long MaxLifetime = 1L << 48;
    private const int MaxSecretLength = 30;

    /// <summary>Its name in the registry of crypto suites.</summary>
    public static string NameOf(SrtpProfile profile) => profile switch
    {
        SrtpProfile.Aes128CmSha1Tag80 => "AES_CM_128_HMAC_SHA1_80",
        SrtpProfile.Aes128CmSha1Tag32 => "AES_CM_128_HMAC_SHA1_32",
        SrtpProfile.AeadAes128Gcm => "AEAD_AES_128_GCM",
        _ => throw new ArgumentOutOfRangeException(nameof(profile), profile, "No crypto suite."),
    };

    public static SdesStatus TryRead(ReadOnlySpan<char> value, out int tag, out SrtpMasterKey? key, out long? lifetime)
    {
        key = null;
        lifetime = null;
        var rest = value.Trim(' ');
        var tagText = TakeWord(ref rest);
        var suite = TakeWord(ref rest);
        var parameters = TakeWord(ref rest);
        if (tagText.Length > 9 || !int.TryParse(tagText, NumberStyles.None, CultureInfo.InvariantCulture, out tag))
        {
            tag = 0;
            return SdesStatus.BadTag;
        }

        if (parameters.IsEmpty)
        {
            return SdesStatus.BadLine;
        }

        var profile = ProfileOf(suite);
        if (profile == SrtpProfile.None)
        {
            return SdesStatus.UnknownSuite;
        }

        var status = ReadKey(profile, parameters, out key, out lifetime);
        while (status == SdesStatus.Ok && !rest.IsEmpty)
        {
            status = IsHarmless(TakeWord(ref rest)) ? SdesStatus.Ok : SdesStatus.UnsupportedParameter;
        }

        return status;
    }

    private static SrtpProfile ProfileOf(ReadOnlySpan<char> suite)
    {
        foreach (var profile in (ReadOnlySpan<SrtpProfile>)[SrtpProfile.Aes128CmSha1Tag80, SrtpProfile.Aes128CmSha1Tag32, SrtpProfile.AeadAes128Gcm])
        {
            if (suite.Equals(NameOf(profile), StringComparison.OrdinalIgnoreCase))
            {
                return profile;
            }
        }

        return SrtpProfile.None;
    }

    private static SdesStatus ReadKey(SrtpProfile profile, ReadOnlySpan<char> parameters, out SrtpMasterKey? key, out long? lifetime)
    {
        key = null;
        lifetime = null;
        if (!parameters.StartsWith(Inline, StringComparison.OrdinalIgnoreCase))
        {
            return SdesStatus.BadKey;
        }

        if (parameters.Contains(';'))
        {
            // Several keys are told apart by their identifiers.
            return SdesStatus.UnsupportedMki;
        }

        var rest = parameters[Inline.Length..];
        Span<byte> secret = stackalloc byte[MaxSecretLength];
        if (!Convert.TryFromBase64Chars(TakePart(ref rest), secret, out var length) || length != SdesCrypto.SecretLength(profile))
        {
            return SdesStatus.BadKey;
        }

        var part = TakePart(ref rest);
        if (part.Contains(':') || rest.Contains(':'))
        {
            return SdesStatus.UnsupportedMki;
        }

        if (!rest.IsEmpty || (!part.IsEmpty && !TryReadLifetime(part, out lifetime)))
        {
            return SdesStatus.BadLifetime;
        }

        key = new SrtpMasterKey(profile, secret[..SrtpProfiles.KeyLength], secret[SrtpProfiles.KeyLength..length]);
        return SdesStatus.Ok;
    }

    private static bool TryReadLifetime(ReadOnlySpan<char> text, out long? lifetime)
    {
        const string Power = "2^";
        lifetime = null;
        var isPower = text.StartsWith(Power, StringComparison.Ordinal);
        if (!long.TryParse(isPower ? text[Power.Length..] : text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        if (isPower)
        {
            number = number <= 48 ? 1L << (int)number : 0;
        }

        lifetime = number;
        return number is >= 1 and <= MaxLifetime;
    }

    // §6.3: a window hint asks for less or more than we keep; a key derivation rate of 2^0 … is not "none", so it must be absent. With a
    // minus sign before it, a parameter may be passed over by who does not know it.
    private static bool IsHarmless(ReadOnlySpan<char> parameter) =>
        parameter.IsEmpty || parameter[0] == '-' || parameter.StartsWith("WSH=", StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<char> TakeWord(ref ReadOnlySpan<char> rest) => Take(ref rest, ' ');

    private static ReadOnlySpan<char> TakePart(ref ReadOnlySpan<char> rest) => Take(ref rest, '|');

    private static ReadOnlySpan<char> Take(ref ReadOnlySpan<char> rest, char end)
    {
        var at = rest.IndexOf(end);
        var taken = at < 0 ? rest : rest[..at];
        rest = at < 0 ? default : rest[(at + 1)..];
        return taken;
    }
}
