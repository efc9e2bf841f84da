using System.ComponentModel.DataAnnotations;

namespace RtcCluster.Edge.Http.Issuers;

/// <summary>How one may sign in.</summary>
/// <param name="Issuer">What people call the issuer whose accounts may sign in; null when there is none.</param>
internal sealed record SignInWaysModel(string? Issuer);

/// <summary>Begins a sign-in with an account elsewhere.</summary>
/// <param name="RedirectUri">Where the issuer shall send the browser back to, one of those that the server allows.</param>
/// <param name="CodeChallenge">SHA-256 of the verifier that the browser keeps, in base64url (RFC 7636, S256).</param>
public sealed record IssuerSignInRequest(
    [Required, StringLength(500)] string RedirectUri,
    [Required, RegularExpression("^[A-Za-z0-9_-]{43}$")] string CodeChallenge);

/// <summary>A sign-in that was begun.</summary>
/// <param name="Url">Where the browser goes now.</param>
/// <param name="Ticket">To be kept by the browser and brought back with the answer, within ten minutes.</param>
internal sealed record IssuerSignInModel(string Url, string Ticket);

/// <summary>What the issuer sent the browser back with.</summary>
/// <param name="Ticket">The ticket of the beginning.</param>
/// <param name="State">The parameter <c>state</c>.</param>
/// <param name="Code">The parameter <c>code</c>.</param>
/// <param name="CodeVerifier">The verifier that the browser kept.</param>
public sealed record IssuerAnswer(
    [Required, StringLength(4096)] string Ticket,
    [Required, StringLength(200)] string State,
    [Required, StringLength(2048)] string Code,
    [Required, RegularExpression("^[A-Za-z0-9._~-]{43,128}$")] string CodeVerifier)
{
    /// <summary>Leaves everything out: with it somebody could sign in.</summary>
    public override string ToString() => nameof(IssuerAnswer);
}

/// <summary>An account elsewhere that the user signs in with.</summary>
/// <param name="Issuer">Its issuer, as tokens name it.</param>
/// <param name="Name">What people call the issuer; the same as <paramref name="Issuer"/> when that is not the one set now.</param>
/// <param name="Label">The account's address when it was linked.</param>
internal sealed record LinkedLoginModel(string Issuer, string Name, string Label);
