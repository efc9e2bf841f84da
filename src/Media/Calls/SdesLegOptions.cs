using RtcCluster.Media.Srtp;

namespace RtcCluster.Media.Calls;

/// <summary>Lets a telephone's leg use SRTP with keys in the descriptions (RFC 4568): for legs whose signalling is encrypted, as the keys are readable in it (threat T11).</summary>
public sealed record SdesLegOptions
{
    /// <summary>Fresh bytes from the host's random source; asked for each key, with its length.</summary>
    public required Func<int, byte[]> NewSecret { get; init; }

    /// <summary>Whether plain RTP is neither offered nor taken.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Suites in our order; all telephones have the first.</summary>
    public IReadOnlyList<SrtpProfile> Profiles { get; init; } = [SrtpProfile.Aes128CmSha1Tag80, SrtpProfile.AeadAes128Gcm];
}
