using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Incidents;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Digest;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Edge.Sip;

/// <summary>Decides who sent a request: a trunk by its address, a user by digest, or nobody yet.</summary>
/// <remarks>
/// Works on a copy of the request, because the directory may have to be asked and the agent's message is gone by then. Nothing that the request
/// says of its sender is believed.
/// </remarks>
internal sealed partial class SipGate(
    DirectoryCache directory, DigestRealms digests, LoginGuard guard, SipOptions sip, EdgeOptions edge, EdgeClock clock, EdgeMetrics metrics, IncidentPost incidents, ILogger<SipGate> log)
{
    private static readonly SearchValues<byte> AddressBytes = SearchValues.Create("0123456789."u8);
    private readonly string[] _md5OnlyAgents = sip.Md5OnlyAgents.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Decides.</summary>
    /// <param name="raw">The request.</param>
    /// <param name="source">Where it came from.</param>
    /// <param name="mayBeTrunk">Whether a trunk's address is enough; never for a browser, which may sit beside a trunk or behind its proxy.</param>
    /// <param name="proxy">407 and Proxy-Authorization instead of 401 and Authorization.</param>
    public async Task<SipVerdict> JudgeAsync(byte[] raw, IPEndPoint source, bool mayBeTrunk, bool proxy)
    {
        try
        {
            if (mayBeTrunk && await directory.FindTrunkAsync(source.Address).ConfigureAwait(false) is { } trunk)
            {
                return SipVerdict.Of(trunk);
            }

            var realm = await RealmAsync(raw).ConfigureAwait(false);
            return realm is null ? SipVerdict.Answer(403) : await ChallengeAsync(raw, realm, source.Address, proxy).ConfigureAwait(false);
        }
        catch (Exception e) when (GrainFailure.IsTransient(e))
        {
            metrics.SipRefused("directory");
            LogDirectoryAway(Pii.Text(e.Message));
            return Unavailable();
        }
    }

    /// <summary>503 with Retry-After.</summary>
    public SipVerdict Unavailable() =>
        SipVerdict.Answer(503, new AddedHeader("Retry-After", edge.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture)));

    private async Task<SipVerdict> ChallengeAsync(byte[] raw, string realm, IPAddress source, bool proxy)
    {
        var status = Read(raw, realm, source, proxy, out var credentials);
        if (status == DigestStatus.Malformed)
        {
            metrics.Digest("malformed");
            return SipVerdict.Answer(400);
        }

        if (status != DigestStatus.Read)
        {
            metrics.Digest(status == DigestStatus.Stale ? "stale" : "missing");
            return Challenge(raw, realm, source, status == DigestStatus.Stale, proxy);
        }

        if (!guard.Admits(source, credentials!.Username, clock.Now))
        {
            metrics.Digest("limited");
            return SipVerdict.Answer(403);
        }

        var account = await directory.FindAccountAsync(realm, credentials.Username).ConfigureAwait(false);
        var ha1 = credentials.Algorithm == DigestAlgorithm.Sha256 ? account?.Digests.Sha256 : account?.Digests.Md5;
        switch (digests.Verify(realm, credentials, ha1, clock.Now))
        {
            case DigestStatus.Accepted:
                metrics.Digest("accepted");
                guard.Succeeded(source, credentials.Username);
                return SipVerdict.Of(account!);
            case DigestStatus.Replayed:
                metrics.Digest("replayed");
                return Challenge(raw, realm, source, stale: true, proxy);
            default:
                // The same answer for a wrong password and for an account that does not exist.
                metrics.Digest("wrong");
                guard.Failed(source, credentials.Username, account is not null, clock.Now);
                if (await directory.FindTenantAsync(realm).ConfigureAwait(false) is { } tenant)
                {
                    incidents.Failed(new TenantId(tenant.Id), source.ToString(), credentials.Username, account is not null);
                }

                return SipVerdict.Answer(403);
        }
    }

    private DigestStatus Read(byte[] raw, string realm, IPAddress source, bool proxy, out DigestCredentials? credentials)
    {
        credentials = null;
        if (SipMessage.TryParse(raw, SipLimits.Default, out var message) != SipParseStatus.Ok)
        {
            return DigestStatus.Malformed;
        }

        using (message)
        {
            return digests.TryRead(realm, message!, source, clock.Now, proxy, out credentials);
        }
    }

    private SipVerdict Challenge(byte[] raw, string realm, IPAddress source, bool stale, bool proxy) =>
        SipVerdict.Answer(proxy ? 407 : 401, digests.Challenge(realm, source, stale, clock.Now, proxy, NeedsMd5Only(raw)));

    private bool NeedsMd5Only(byte[] raw)
    {
        if (SipMessage.TryParse(raw, SipLimits.Default, out var message) != SipParseStatus.Ok)
        {
            return false;
        }

        using (message)
        {
            return !message!.TryGet(SipHeader.UserAgent, out var agent)
                || Encoding.UTF8.GetString(agent) is var name && Array.Exists(_md5OnlyAgents, known => name.StartsWith(known, StringComparison.OrdinalIgnoreCase));
        }
    }

    /// <summary>The realm of the tenant that the request names (From, then request URI), else of the configured domain, else of the first tenant.</summary>
    private async ValueTask<string?> RealmAsync(byte[] raw)
    {
        foreach (var host in Hosts(raw))
        {
            if (await directory.FindTenantAsync(host).ConfigureAwait(false) is { } named)
            {
                return named.SipRealm;
            }
        }

        var domain = sip.Domain.Length > 0 ? await directory.FindTenantAsync(sip.Domain).ConfigureAwait(false) : null;
        return (domain ?? await directory.FirstTenantAsync().ConfigureAwait(false))?.SipRealm;
    }

    private static List<string> Hosts(byte[] raw)
    {
        var hosts = new List<string>(2);
        if (SipMessage.TryParse(raw, SipLimits.Default, out var message) != SipParseStatus.Ok)
        {
            return hosts;
        }

        using (message)
        {
            Add(hosts, message!.From.Uri.Host);
            if (SipUri.TryParse(message.RequestUri, out var uri))
            {
                Add(hosts, uri.Host);
            }
        }

        return hosts;
    }

    // An address is nobody's realm: no look-up for the commonest case.
    private static void Add(List<string> hosts, ReadOnlySpan<byte> host)
    {
        if (!host.IsEmpty && host[0] != '[' && host.IndexOfAnyExcept(AddressBytes) >= 0)
        {
            hosts.Add(Encoding.UTF8.GetString(host).ToLowerInvariant());
        }
    }

    [LoggerMessage(2161, LogLevel.Warning, "A request is refused because the directory does not answer: {Problem}")]
    private partial void LogDirectoryAway(Pii<string> problem);
}
