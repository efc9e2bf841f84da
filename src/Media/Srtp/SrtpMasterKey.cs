namespace RtcCluster.Media.Srtp;

/// <summary>One direction's master key and salt. RFC 3711 §3.2.1; the key derivation rate is 0.</summary>
/// <remarks>Neither <see cref="ToString"/> nor a property that a logger would find shows the secret.</remarks>
public sealed class SrtpMasterKey
{
    private readonly byte[] _key;
    private readonly byte[] _salt;

    /// <summary>Copies both.</summary>
    /// <exception cref="ArgumentException">The profile is none, or a length is not the profile's.</exception>
    public SrtpMasterKey(SrtpProfile profile, ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt)
    {
        if (!profile.IsSupported() || key.Length != SrtpProfiles.KeyLength || salt.Length != profile.SaltLength())
        {
            throw new ArgumentException($"{profile} takes no key of {key.Length} bytes with a salt of {salt.Length}.", nameof(profile));
        }

        Profile = profile;
        _key = key.ToArray();
        _salt = salt.ToArray();
    }

    /// <summary>What the key is for.</summary>
    public SrtpProfile Profile { get; }

    /// <summary>The master key, 16 bytes.</summary>
    public ReadOnlySpan<byte> GetKey() => _key;

    /// <summary>The master salt, 14 or 12 bytes.</summary>
    public ReadOnlySpan<byte> GetSalt() => _salt;

    /// <summary>The profile alone.</summary>
    public override string ToString() => $"{nameof(SrtpMasterKey)} {{ {Profile} }}";
}
