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

/// <summary>Checks ID tokens (OpenID Connect Core 1.0 section 3.1.3.7).</summary>
internal sealed class IdTokens(IssuerRules rules, TimeProvider time)
{
    /// <summary>How far the issuer's clock may be from ours.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    /// <summary>The oldest that a token of a sign-in that has just ended can be.</summary>
    public static readonly TimeSpan Oldest = TimeSpan.FromMinutes(10);

    private const string Malformed = "malformed";
    private const int LongestSubject = 255;

    // Not HS256: its key is the client's secret, or with a careless check the public key that everybody has.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = 32 * 1024 };

    /// <summary>Checks a token against an issuer's keys and the sign-in that it shall belong to.</summary>
    public async Task<IdTokenVerdict> CheckAsync(string text, IReadOnlyList<SecurityKey> keys, string nonce)
    {
        if (Refusal(text, ref keys) is { } refusal)
        {
            return IdTokenVerdict.Refused(refusal);
        }

        var result = await _handler.ValidateTokenAsync(text, Parameters(keys));
        if (!result.IsValid || result.SecurityToken is not JsonWebToken token)
        {
            return IdTokenVerdict.Refused(ReasonOf(result.Exception));
        }

        var parties = token.Audiences.ToList();
        return Text(token, "nonce") != nonce ? IdTokenVerdict.Refused("nonce")
            : (Text(token, "azp") ?? (parties.Count == 1 ? parties[0] : null)) != rules.Options.ClientId ? IdTokenVerdict.Refused("party")
            : token.Subject is not { Length: > 0 and <= LongestSubject } ? IdTokenVerdict.Refused("subject")
            : !IsOfNow(token) ? IdTokenVerdict.Refused("age")
            : new IdTokenVerdict(
                new IssuerAccount(token.Subject)
                {
                    Email = Text(token, "email") ?? "",
                    EmailConfirmed = IsTrue(Text(token, "email_verified")),
                    HostedDomain = Text(token, "hd"),
                },
                "");
    }

    /// <summary>Whether a claim says true; some issuers write it as a text.</summary>
    public static bool IsTrue(string? value) => string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);

    private static string? Text(JsonWebToken token, string claim) => token.TryGetClaim(claim, out var found) && found.Value.Length > 0 ? found.Value : null;

    /// <summary>Why the head of a token is refused, and of the keys those that it can mean: the handler tells an unknown key from a wrong signature in some cases only.</summary>
    private string? Refusal(string text, ref IReadOnlyList<SecurityKey> keys)
    {
        if (!_handler.CanReadToken(text))
        {
            return Malformed;
        }

        try
        {
            var head = _handler.ReadJsonWebToken(text);
            if (!Algorithms.Contains(head.Alg))
            {
                return "algorithm";
            }

            if (head.Kid is { Length: > 0 } name)
            {
                keys = [.. keys.Where(key => key.KeyId == name)];
            }

            return keys.Count == 0 ? IdTokenVerdict.UnknownKey : null;
        }
        catch (Exception e) when (e is ArgumentException or SecurityTokenException)
        {
            return Malformed;
        }
    }

    private static string ReasonOf(Exception? refusal) => refusal switch
    {
        SecurityTokenInvalidTypeException => "type",
        SecurityTokenInvalidIssuerException => "issuer",
        SecurityTokenInvalidAudienceException => "audience",
        SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException or SecurityTokenNotYetValidException or SecurityTokenNoExpirationException => "lifetime",
        SecurityTokenInvalidSignatureException => "signature",
        _ => Malformed,
    };

    private TokenValidationParameters Parameters(IReadOnlyList<SecurityKey> keys) => new()
    {
        ValidIssuer = rules.Options.Issuer,
        ValidAudience = rules.Options.ClientId,
        IssuerSigningKeys = keys,
        ValidAlgorithms = Algorithms,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        LifetimeValidator = IsAlive,
        TypeValidator = (type, _, _) => type is null or "" or "JWT" or "jwt" ? type ?? "" : throw new SecurityTokenInvalidTypeException("An ID token is a JWT."),
    };

    private bool IsAlive(DateTime? from, DateTime? until, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return until is { } end && end + Skew > now && (from is null || from - Skew <= now);
    }

    private bool IsOfNow(JsonWebToken token)
    {
        // Without iat IssuedAt is the smallest date.
        var age = time.GetUtcNow().UtcDateTime - token.IssuedAt;
        return age >= -Skew && age <= Oldest;
    }
}
