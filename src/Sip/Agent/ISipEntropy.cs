namespace RtcCluster.Sip.Agent;

/// <summary>Where tags, branches, Call-IDs and client nonces come from; the host gives a cryptographic source, a test a seeded one.</summary>
public interface ISipEntropy
{
    /// <summary>Fills the whole span with random bytes.</summary>
    /// <param name="bytes">What to fill.</param>
    void Fill(Span<byte> bytes);
}
