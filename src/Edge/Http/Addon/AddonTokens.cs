using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Http.Issuers;

namespace RtcCluster.Edge.Http.Addon;

/// <summary>Checks the two tokens of a request: that of Google's service account, by which Google asks, and that of the user who looks at the card.</summary>
/// <remarks>developers.google.com/workspace/add-ons/guides/alternate-runtimes, "Validate JSON requests".</remarks>
internal sealed class AddonTokens(IOptions<AddonOptions> options, AddonKeys keys, TimeProvider time)
{
    private readonly SignedTokens _tokens = new(time);

    private AddonOptions Options => options.Value;

    // Google's own library takes both.
    private IReadOnlyList<string> Issuers => Options.Issuer == AuthOptions.Google ? [Options.Issuer, "accounts.google.com"] : [Options.Issuer];

    /// <summary>Empty when the token is the service account's for this very endpoint; otherwise why not, in one of a fixed set of words.</summary>
    /// <exception cref="IssuerAwayException">Google's keys cannot be read.</exception>
    public async Task<string> CheckSystemAsync(string text, string endpoint, CancellationToken ct)
    {
        var (token, reason) = await CheckAsync(text, endpoint, ct);
        return token is null ? reason
            : !string.Equals(SignedTokens.Text(token, "email"), Options.ServiceAccount, StringComparison.OrdinalIgnoreCase) ? "account"
            : !IdTokens.IsTrue(SignedTokens.Text(token, "email_verified")) ? "unconfirmed"
            : "";
    }

    /// <summary>The account of the user, or why the token proves none.</summary>
    /// <exception cref="IssuerAwayException">Google's keys cannot be read.</exception>
    public async Task<IdTokenVerdict> CheckUserAsync(string text, CancellationToken ct)
    {
        var (token, reason) = await CheckAsync(text, Options.ClientId, ct);
        return token is null ? IdTokenVerdict.Refused(reason)
            : IssuerAccount.Of(token) is { } account ? new IdTokenVerdict(account, "")
            : IdTokenVerdict.Refused("subject");
    }

    private async Task<(JsonWebToken? Token, string Reason)> CheckAsync(string text, string audience, CancellationToken ct)
    {
        var (token, reason) = await _tokens.CheckAsync(text, await keys.GetAsync(keyMissing: false, ct), Issuers, audience);
        if (reason == IdTokenVerdict.UnknownKey)
        {
            // Google changes its keys every few days.
            (token, reason) = await _tokens.CheckAsync(text, await keys.GetAsync(keyMissing: true, ct), Issuers, audience);
        }

        return token is null ? (null, reason)
            : token.Audiences.Count() != 1 ? (null, "party")
            : _tokens.AgeOf(token) < -SignedTokens.Skew ? (null, "age")
            : (token, "");
    }
}
