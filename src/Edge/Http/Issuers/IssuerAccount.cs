using Microsoft.IdentityModel.JsonWebTokens;

namespace RtcCluster.Edge.Http.Issuers;

/// <summary>An account elsewhere, as a token that was checked describes it.</summary>
/// <param name="Subject">Its id at the issuer, which never changes and is never given to another.</param>
internal sealed record IssuerAccount(string Subject)
{
    private const int LongestSubject = 255;

    /// <summary>Its address; empty when the issuer names none.</summary>
    public string Email { get; init; } = "";

    /// <summary>Whether the issuer has seen that mail to the address reaches the account.</summary>
    public bool EmailConfirmed { get; init; }

    /// <summary>The company's domain that the account belongs to (Google's <c>hd</c>).</summary>
    public string? HostedDomain { get; init; }

    /// <summary>The domain of a confirmed address, in lower case.</summary>
    public string? ConfirmedDomain => EmailConfirmed && Email.LastIndexOf('@') is >= 0 and var at ? Email[(at + 1)..].ToLowerInvariant() : null;

    /// <summary>The account of a token whose signature was checked; null when it names none.</summary>
    public static IssuerAccount? Of(JsonWebToken token) => token.Subject is not { Length: > 0 and <= LongestSubject } subject ? null : new IssuerAccount(subject)
    {
        Email = SignedTokens.Text(token, "email") ?? "",
        EmailConfirmed = IdTokens.IsTrue(SignedTokens.Text(token, "email_verified")),
        HostedDomain = SignedTokens.Text(token, "hd"),
    };
}
