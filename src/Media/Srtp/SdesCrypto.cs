using System.Globalization;
using System.Security.Cryptography;

namespace RtcCluster.Media.Srtp;

/// <summary>An a=crypto line: the key with which its writer protects what it sends. RFC 4568; AEAD suites RFC 7714 §14.2.</summary>
/// <remarks>
/// The key is readable for whoever reads the signalling: the host offers and takes these lines over TLS only (threat T11). Only
/// <see cref="WriteValue"/> shows it.
/// </remarks>
public sealed class SdesCrypto
{
    private SdesCrypto(int tag, SrtpMasterKey key, long? lifetime)
    {
        Tag = tag;
        Key = key;
        Lifetime = lifetime;
    }

    /// <summary>Names this line among the offered ones; the answer repeats it (§5.1.2).</summary>
    public int Tag { get; }

    /// <summary>The writer's master key.</summary>
    public SrtpMasterKey Key { get; }

    /// <summary>What is protected how.</summary>
    public SrtpProfile Profile => Key.Profile;

    /// <summary>How many packets the writer protects with the key, when it said so; it is the writer who must change the key in time.</summary>
    public long? Lifetime { get; }

    /// <summary>Bytes of key and salt that the host draws for a line of <paramref name="profile"/>.</summary>
    public static int SecretLength(SrtpProfile profile) => SrtpProfiles.KeyLength + profile.SaltLength();

    /// <summary>A line of our own, for an offer.</summary>
    /// <param name="tag">From 1 on, another one for each line.</param>
    /// <param name="profile">The suite.</param>
    /// <param name="secret">Key, then salt: <see cref="SecretLength"/> bytes from a cryptographic source, used for nothing else.</param>
    public static SdesCrypto Offer(int tag, SrtpProfile profile, ReadOnlySpan<byte> secret)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tag);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tag, SdesReader.MaxTag);
        ArgumentOutOfRangeException.ThrowIfNotEqual(secret.Length, SecretLength(profile));
        return new SdesCrypto(tag, new SrtpMasterKey(profile, secret[..SrtpProfiles.KeyLength], secret[SrtpProfiles.KeyLength..]), null);
    }

    /// <summary>The answer to this line: the same tag and suite with a key of our own (§5.1.2).</summary>
    /// <param name="secret">As in <see cref="Offer"/>.</param>
    public SdesCrypto Answer(ReadOnlySpan<byte> secret) => Offer(Tag, Profile, secret);

    /// <summary>Reads the value of an a=crypto line: what stands behind <c>crypto:</c>.</summary>
    public static SdesStatus TryRead(ReadOnlySpan<char> value, out SdesCrypto? crypto)
    {
        crypto = null;
        var status = SdesReader.TryRead(value, out var tag, out var key, out var lifetime);
        if (status == SdesStatus.Ok)
        {
            crypto = new SdesCrypto(tag, key!, lifetime);
        }

        return status;
    }

    /// <summary>The first usable line of an offer: the offerer wrote them in its order of preference (§5.1.1).</summary>
    /// <param name="values">The values of all a=crypto lines of one m= section.</param>
    /// <param name="allowed">The suites that policy allows.</param>
    /// <param name="chosen">The line to answer.</param>
    public static bool TryChoose(IEnumerable<string> values, IReadOnlyCollection<SrtpProfile> allowed, out SdesCrypto? chosen)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (var value in values)
        {
            if (TryRead(value, out chosen) == SdesStatus.Ok && allowed.Contains(chosen!.Profile))
            {
                return true;
            }
        }

        chosen = null;
        return false;
    }

    /// <summary>Reads the answer to lines that we offered.</summary>
    /// <param name="value">The value of the answer's a=crypto line.</param>
    /// <param name="offered">Our lines.</param>
    /// <param name="keys">Ours to send with, the answerer's to receive with.</param>
    /// <returns>False: it answers none of them.</returns>
    public static bool TryAccept(ReadOnlySpan<char> value, IEnumerable<SdesCrypto> offered, out SrtpKeys? keys)
    {
        ArgumentNullException.ThrowIfNull(offered);
        keys = null;
        if (TryRead(value, out var answer) == SdesStatus.Ok
            && offered.FirstOrDefault(line => line.Tag == answer!.Tag && line.Profile == answer.Profile) is { } ours)
        {
            keys = new SrtpKeys(ours.Key, answer!.Key);
        }

        return keys is not null;
    }

    /// <summary>The value of the a=crypto line, with the key: for the session description and for nothing else.</summary>
    public string WriteValue()
    {
        Span<byte> secret = stackalloc byte[SecretLength(Profile)];
        Key.GetKey().CopyTo(secret);
        Key.GetSalt().CopyTo(secret[SrtpProfiles.KeyLength..]);
        var value = string.Create(CultureInfo.InvariantCulture, $"{Tag} {SdesReader.NameOf(Profile)} inline:{Convert.ToBase64String(secret)}");
        CryptographicOperations.ZeroMemory(secret);
        return value;
    }

    /// <summary>Tag and suite, without the key.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Tag} {SdesReader.NameOf(Profile)}");
}
