using System.Text.Json.Nodes;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Grains.Google;

/// <summary>Asks Google as one account: with an access token that is renewed when it is over, or when Google says so.</summary>
/// <param name="refreshToken">The sealed refresh token.</param>
/// <param name="http">The way there.</param>
/// <param name="tokens">Where access tokens come from.</param>
/// <param name="secrets">Opens the refresh token.</param>
/// <param name="time">The clock.</param>
internal sealed class GoogleSession(string refreshToken, GoogleHttp http, GoogleTokens tokens, ISecretProtector secrets, TimeProvider time)
{
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(1);
    private string? _access;
    private DateTimeOffset _until;

    /// <summary>The sealed refresh token.</summary>
    public string RefreshToken => refreshToken;

    /// <summary>Asks.</summary>
    /// <exception cref="GoogleException">It did not do it.</exception>
    public Task<JsonObject> AskAsync(string api, HttpMethod method, Uri address, JsonObject? body, CancellationToken ct) => AskAsync(api, method, address, body, isNow: false, ct);

    /// <summary>Asks, for somebody who waits for it or not.</summary>
    /// <exception cref="GoogleException">It did not do it.</exception>
    public async Task<JsonObject> AskAsync(string api, HttpMethod method, Uri address, JsonObject? body, bool isNow, CancellationToken ct)
    {
        var isFresh = false;
        while (true)
        {
            if (_access is null || _until <= time.GetUtcNow())
            {
                await RenewAsync(isNow, ct);
                isFresh = true;
            }

            try
            {
                return await http.SendAsync(api, method, address, _access!, (JsonObject?)body?.DeepClone(), isNow, ct);
            }
            catch (GoogleException e) when (e.Fault == GoogleFault.Unauthorized)
            {
                _access = null;
                if (isFresh)
                {
                    throw new GoogleException(GoogleFault.Away, "It does not take the access token that it has just given.");
                }
            }
        }
    }

    private async Task RenewAsync(bool isNow, CancellationToken ct)
    {
        if (!secrets.TryUnprotect(refreshToken, out var refresh))
        {
            // The keys here are others, as after a restore elsewhere. Another silo may have them, so the token stays.
            throw new GoogleException(GoogleFault.Unheard, "Its token cannot be read.");
        }

        try
        {
            var access = await tokens.RefreshAsync(refresh, isNow, ct);
            (_access, _until) = (access.Text, time.GetUtcNow() + access.Lifetime - Early);
        }
        catch (GoogleException e) when (e.Fault == GoogleFault.Refused)
        {
            // It is not what was asked for that is refused.
            throw new GoogleException(GoogleFault.Unheard, e.Message, e.RetryAfter);
        }
    }
}
