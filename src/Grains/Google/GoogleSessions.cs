using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Google;

namespace RtcCluster.Grains.Google;

/// <summary>Makes the sessions of a user's account.</summary>
/// <param name="http">The way to Google.</param>
/// <param name="tokens">Where access tokens come from.</param>
/// <param name="secrets">Opens refresh tokens.</param>
/// <param name="time">The clock.</param>
internal sealed class GoogleSessions(GoogleHttp http, GoogleTokens tokens, ISecretProtector secrets, TimeProvider time)
{
    private GoogleSession? _now;

    /// <summary>The session of an account: one for each, so that what is under way for the account before asks as that one.</summary>
    public GoogleSession Of(GoogleAccount account) => _now?.RefreshToken == account.RefreshToken ? _now : _now = New(account);

    /// <summary>A session of its own for an account that goes.</summary>
    public GoogleSession New(GoogleAccount account) => new(account.RefreshToken, http, tokens, secrets, time);
}
