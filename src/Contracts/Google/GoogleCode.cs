namespace RtcCluster.Contracts.Google;

/// <summary>What Google sent the browser back with.</summary>
/// <param name="Code">The code.</param>
/// <param name="RedirectUri">Where it came back to.</param>
/// <param name="Verifier">What the browser kept.</param>
/// <param name="Nonce">What the ID token must name.</param>
[GenerateSerializer, Immutable, Alias("rtc.GoogleCode")]
public sealed record GoogleCode([property: Id(0)] string Code, [property: Id(1)] string RedirectUri, [property: Id(2)] string Verifier, [property: Id(3)] string Nonce)
{
    /// <summary>Leaves everything out: with it somebody could read the account.</summary>
    public override string ToString() => nameof(GoogleCode);
}
