namespace RtcCluster.Sip.Digest;

/// <summary>What <see cref="DigestAuthenticator"/> found in a request.</summary>
public enum DigestStatus
{
    /// <summary>Readable: look the account's H(A1) up and verify.</summary>
    Read,

    /// <summary>No credentials for our realm: challenge.</summary>
    Missing,

    /// <summary>The header cannot be understood: 400.</summary>
    Malformed,

    /// <summary>A hash that we did not offer: challenge.</summary>
    UnsupportedAlgorithm,

    /// <summary>No qop or another one than <c>auth</c>; <c>auth-int</c> is refused, because a B2BUA or an ALG on the way rewrites bodies: challenge.</summary>
    UnsupportedQop,

    /// <summary>The nonce is not of this process, another source's, expired or forgotten: challenge with <c>stale=true</c>.</summary>
    Stale,

    /// <summary>The account and the secret fit.</summary>
    Accepted,

    /// <summary>Wrong secret or unknown account: challenge or 403.</summary>
    Wrong,

    /// <summary>The nonce count was used before: challenge, and count it as an attack.</summary>
    Replayed,
}
