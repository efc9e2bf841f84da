using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Http.Issuers;

namespace RtcCluster.Edge.Http.Addon;

/// <summary>Keeps the keys that Google signs the add-on's tokens with, and reads them anew when they are old or a token names a key that is not among them.</summary>
internal sealed class AddonKeys : IDisposable
{
    private const int MaxAnswerBytes = 256 * 1024;
    private readonly SemaphoreSlim _reading = new(1);
    private readonly HttpClient _http;
    private readonly Uri _address;
    private readonly TimeProvider _time;
    private IReadOnlyList<SecurityKey>? _keys;
    private DateTimeOffset _readAt;

    public AddonKeys(IOptions<AddonOptions> options, TimeProvider time)
    {
        (_address, _time) = (new Uri(options.Value.Keys), time);
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) })
        {
            Timeout = options.Value.Patience,
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
    }

    /// <summary>The keys; throws <see cref="IssuerAwayException"/> when they were never read.</summary>
    /// <param name="keyMissing">True when a key was looked for in what is known and not found.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<IReadOnlyList<SecurityKey>> GetAsync(bool keyMissing, CancellationToken ct)
    {
        if (!IsGood(keyMissing))
        {
            await _reading.WaitAsync(ct);
            try
            {
                if (!IsGood(keyMissing))
                {
                    (_keys, _readAt) = (await ReadAsync(ct), _time.GetUtcNow());
                }
            }
            catch (IssuerAwayException) when (_keys is not null)
            {
                // Keys change seldom: what was read last serves while they cannot be read, and they are asked for no more often for it.
                _readAt = _time.GetUtcNow();
            }
            finally
            {
                _reading.Release();
            }
        }

        return _keys!;
    }

    public void Dispose()
    {
        _http.Dispose();
        _reading.Dispose();
    }

    private bool IsGood(bool keyMissing) => _keys is not null && _time.GetUtcNow() - _readAt < (keyMissing ? IssuerDocuments.Pause : IssuerDocuments.Lifetime);

    private async Task<IReadOnlyList<SecurityKey>> ReadAsync(CancellationToken ct)
    {
        try
        {
            using var answer = await _http.GetAsync(_address, ct);
            return answer.IsSuccessStatusCode
                // A secret shared by everybody who can read the document proves nothing: keys of two halves only.
                ? [.. new JsonWebKeySet(await answer.Content.ReadAsStringAsync(ct)).GetSigningKeys().Where(key => key is AsymmetricSecurityKey or JsonWebKey { Kty: "RSA" or "EC" })]
                : throw new IssuerAwayException($"Its keys were answered with {(int)answer.StatusCode}.");
        }
        catch (Exception e) when (e is HttpRequestException or ArgumentException or JsonException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new IssuerAwayException($"Its keys cannot be read: {e.GetType().Name}.");
        }
    }
}
