namespace RtcCluster.Contracts.Google;

/// <summary>Begins to connect an account (RFC 6749 section 4.1.1, RFC 7636 section 4.3).</summary>
/// <param name="RedirectUri">Where Google sends the browser back to.</param>
/// <param name="State">What it gives back.</param>
/// <param name="Nonce">What the ID token must name.</param>
/// <param name="Challenge">SHA-256 of what the browser keeps, in base64url.</param>
[GenerateSerializer, Immutable, Alias("rtc.GoogleWay")]
public sealed record GoogleWay([property: Id(0)] string RedirectUri, [property: Id(1)] string State, [property: Id(2)] string Nonce, [property: Id(3)] string Challenge);
