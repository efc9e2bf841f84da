namespace RtcCluster.Sip.Digest;

/// <summary>What a <see cref="DigestAuthenticator"/> is made with.</summary>
public sealed record DigestOptions
{
    /// <summary>The realm that challenges name; credentials of others are not looked at.</summary>
    public required string Realm { get; init; }

    /// <summary>The edge's stable name; part of what the nonce's HMAC covers.</summary>
    public required string EdgeName { get; init; }

    /// <summary>Key of the nonce's HMAC-SHA-256, the same on all edges of a cluster; 32 bytes or more.</summary>
    public required ReadOnlyMemory<byte> ClusterKey { get; init; }

    /// <summary>How long a nonce is good. Short enough to bound the replay guard, long enough that telephones do not pay a round trip per call.</summary>
    public TimeSpan NonceLifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How many nonces the replay guard remembers (about 64 bytes each); the oldest make room and become stale.</summary>
    public int MaxNonces { get; init; } = 100_000;

    /// <summary>The hashes to offer, best first, one challenge each. RFC 8760 §2.4.</summary>
    public IReadOnlyList<DigestAlgorithm> Algorithms { get; init; } = [DigestAlgorithm.Sha256, DigestAlgorithm.Md5];
}
