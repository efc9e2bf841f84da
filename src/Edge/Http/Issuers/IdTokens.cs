using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace RtcCluster.Edge.Http.Issuers;

/// <summary>What a check of an ID token came to: the account, or why it is refused.</summary>
/// <param name="Account">Whose it is; null when it is refused.</param>
/// <param name="Reason">One of a fixed set of words, for counters and logs; empty when it is good.</param>
internal sealed record IdTokenVerdict(IssuerAccount? Account, string Reason)
{
    /// <summary>The key that signed it is not among those known: the issuer may have a new one.</summary>
    public const string UnknownKey = "key";

    public static IdTokenVerdict Refused(string reason) => new(null, reason);
}

/// <summary>Checks the ID tokens of sign-ins (OpenID Connect Core 1.0 section 3.1.3.7).</summary>
internal sealed class IdTokens(IssuerRules rules, TimeProvider time)
{
    /// <summary>How far the issuer's clock may be from ours.</summary>
    public static readonly TimeSpan Skew = SignedTokens.Skew;

    /// <summary>The oldest that a token of a sign-in that has just ended can be.</summary>
    public static readonly TimeSpan Oldest = TimeSpan.FromMinutes(10);

    private readonly SignedTokens _tokens = new(time);

    /// <summary>Checks a token against an issuer's keys and the sign-in that it shall belong to.</summary>
    public async Task<IdTokenVerdict> CheckAsync(string text, IReadOnlyList<SecurityKey> keys, string nonce)
    {
        var (token, reason) = await _tokens.CheckAsync(text, keys, [rules.Options.Issuer], rules.Options.ClientId);
        if (token is null)
        {
            return IdTokenVerdict.Refused(reason);
        }

        var parties = token.Audiences.ToList();
        return SignedTokens.Text(token, "nonce") != nonce ? IdTokenVerdict.Refused("nonce")
            : (SignedTokens.Text(token, "azp") ?? (parties.Count == 1 ? parties[0] : null)) != rules.Options.ClientId ? IdTokenVerdict.Refused("party")
            : IssuerAccount.Of(token) is not { } account ? IdTokenVerdict.Refused("subject")
            : !IsOfNow(token) ? IdTokenVerdict.Refused("age")
            : new IdTokenVerdict(account, "");
    }

    /// <summary>Whether a claim says true; some issuers write it as a text.</summary>
    public static bool IsTrue(string? value) => string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);

    private bool IsOfNow(JsonWebToken token)
    {
        // Without iat IssuedAt is the smallest date.
        var age = _tokens.AgeOf(token);
        return age >= -Skew && age <= Oldest;
    }
}
