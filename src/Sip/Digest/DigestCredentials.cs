namespace RtcCluster.Sip.Digest;

/// <summary>The credentials of a request whose nonce is ours and alive; whose they are is not proven yet.</summary>
/// <param name="Username">The account that the request claims.</param>
/// <param name="Realm">The realm.</param>
/// <param name="Nonce">The nonce.</param>
/// <param name="Uri">The digest-uri as written.</param>
/// <param name="Response">The request-digest, hex.</param>
/// <param name="Cnonce">The client's nonce.</param>
/// <param name="Nc">The nonce count, eight hex digits as written.</param>
/// <param name="Algorithm">The hash.</param>
/// <param name="Method">Method token of the request.</param>
public sealed record DigestCredentials(
    string Username, string Realm, string Nonce, string Uri, string Response, string Cnonce, string Nc, DigestAlgorithm Algorithm, string Method)
{
    internal long IssuedAt { get; init; }

    internal ulong Serial { get; init; }
}
