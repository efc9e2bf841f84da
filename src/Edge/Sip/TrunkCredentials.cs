using System.Collections.Concurrent;
using System.Net;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Sip.Agent;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Sip;

/// <summary>Our accounts at trunks, as the SIP agents ask for them: loaded before a trunk is used, given only to that trunk's peers and realm.</summary>
internal sealed partial class TrunkCredentials(IDirectory directory, SipNames names, EdgeClock clock, ILogger<TrunkCredentials> log) : ISipCredentials
{
    private static readonly long Lifetime = TimeSpan.FromSeconds(30).Ticks;

    private readonly ConcurrentDictionary<TrunkId, Account> _accounts = new();

    /// <summary>Whether the trunk's account was read within the last half minute.</summary>
    public bool IsKnown(TrunkId trunk) => _accounts.TryGetValue(trunk, out var account) && clock.Now - account.ReadAt < Lifetime;

    /// <summary>Reads the account of a trunk; <paramref name="done"/> is called whatever came of it.</summary>
    public void Load(TrunkId trunk, Action done) => _ = LoadAsync(trunk, done);

    /// <summary>Reads the account of a trunk.</summary>
    public async Task LoadAsync(TrunkId trunk)
    {
        var found = await directory.FindTrunkAsync(trunk.Tenant.Value, trunk.Name).ConfigureAwait(false);
        var password = found is null ? null : await directory.FindTrunkPasswordAsync(trunk.Tenant.Value, trunk.Name).ConfigureAwait(false);
        _accounts[trunk] = found is null || string.IsNullOrEmpty(password) || found.Username.Length == 0
            ? new Account("", [], null, clock.Now)
            : new Account(found.Realm, [.. found.Peers.Select(p => p.Host)], new SipCredential(found.Username, password), clock.Now);
    }

    /// <inheritdoc/>
    public bool TryFind(string realm, IPEndPoint peer, out SipCredential credential)
    {
        foreach (var account in _accounts.Values)
        {
            if (account.Credential is { } known && account.Realm.Equals(realm, StringComparison.Ordinal) && account.Hosts.Any(h => IsPeer(h, peer)))
            {
                credential = known;
                return true;
            }
        }

        credential = new SipCredential("", "");
        return false;
    }

    private async Task LoadAsync(TrunkId trunk, Action done)
    {
        try
        {
            await LoadAsync(trunk).ConfigureAwait(false);
        }
        catch (Exception e) when (GrainFailure.IsTransient(e))
        {
            // The call is tried without: a peer that knows us by address needs no account.
            LogFailed(Pii.Text(e.Message));
        }
        finally
        {
            done();
        }
    }

    private bool IsPeer(string host, IPEndPoint peer) =>
        IPAddress.TryParse(host, out var address)
            ? address.Equals(peer.Address)
            : names.IsAddressOf(host, peer.Address);

    [LoggerMessage(2151, LogLevel.Warning, "The account of a trunk could not be read: {Problem}")]
    private partial void LogFailed(Pii<string> problem);

    private sealed record Account(string Realm, IReadOnlyList<string> Hosts, SipCredential? Credential, long ReadAt);
}
