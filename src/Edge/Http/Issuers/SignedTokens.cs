using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace RtcCluster.Edge.Http.Issuers;

/// <summary>Checks what every ID token has to be (OpenID Connect Core 1.0 section 2): signed by a key of the issuer's, for us, and of now.</summary>
internal sealed class SignedTokens(TimeProvider time)
{
    /// <summary>How far the issuer's clock may be from ours.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    private const string Malformed = "malformed";

    // Not HS256: its key is the client's secret, or with a careless check the public key that everybody has.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = 32 * 1024 };

    /// <summary>The token, or in one of a fixed set of words why it is refused.</summary>
    /// <param name="text">The token as it came.</param>
    /// <param name="keys">The issuer's keys.</param>
    /// <param name="issuers">How the issuer may name itself.</param>
    /// <param name="audience">Whom it has to be for.</param>
    public async Task<(JsonWebToken? Token, string Reason)> CheckAsync(string text, IReadOnlyList<SecurityKey> keys, IReadOnlyList<string> issuers, string audience)
    {
        if (Refusal(text, ref keys) is { } refusal)
        {
            return (null, refusal);
        }

        var result = await _handler.ValidateTokenAsync(text, Parameters(keys, issuers, audience));
        return result.IsValid && result.SecurityToken is JsonWebToken token ? (token, "") : (null, ReasonOf(result.Exception));
    }

    /// <summary>How old a token is; long when it does not say.</summary>
    public TimeSpan AgeOf(JsonWebToken token) => time.GetUtcNow().UtcDateTime - token.IssuedAt;

    /// <summary>A claim as text; null when it is missing or empty.</summary>
    public static string? Text(JsonWebToken token, string claim) => token.TryGetClaim(claim, out var found) && found.Value.Length > 0 ? found.Value : null;

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

    private TokenValidationParameters Parameters(IReadOnlyList<SecurityKey> keys, IReadOnlyList<string> issuers, string audience) => new()
    {
        ValidIssuers = issuers,
        ValidAudience = audience,
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
}
