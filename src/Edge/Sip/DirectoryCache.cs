using System.Collections.Concurrent;
using System.Net;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Outages;

namespace RtcCluster.Edge.Sip;

/// <summary>What the edge asks the directory for each request, remembered for five seconds, and for longer while the directory is away: accounts, realms, trunks.</summary>
/// <remarks>A changed password or a disabled user is known everywhere after that time. What is not there is remembered too, so that a scan costs no reads.</remarks>
internal sealed class DirectoryCache(IDirectory directory, EdgeClock clock)
{
    private const int MaxEntries = 50_000;

    private static readonly long Lifetime = TimeSpan.FromSeconds(5).Ticks;


    private readonly ConcurrentDictionary<(string Realm, string Username), Entry<SipAccount>> _accounts = new();
    private readonly ConcurrentDictionary<(string Tenant, string Extension), Entry<DirectoryUser>> _extensions = new();
    private readonly ConcurrentDictionary<(string Tenant, string Number), Entry<Line>> _lines = new();
    private readonly ConcurrentDictionary<string, Entry<Tenant>> _realms = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<IPAddress, Entry<Trunk>> _trunks = new();
    private Entry<Tenant> _first = new(null, 0);

    /// <summary>The account of a realm; null when there is none.</summary>
    public ValueTask<SipAccount?> FindAccountAsync(string realm, string username) =>
        FindAsync(_accounts, (Realm: realm, Username: username), key => directory.FindSipAccountAsync(key.Realm, key.Username));

    /// <summary>The user of a tenant who has an extension; null when nobody has.</summary>
    public ValueTask<DirectoryUser?> FindUserByExtensionAsync(string tenant, string extension) =>
        FindAsync(_extensions, (Tenant: tenant, Extension: extension), key => directory.FindUserByExtensionAsync(key.Tenant, key.Extension));

    /// <summary>What is reached by a number of a tenant; null when it is not known here.</summary>
    public ValueTask<Line?> FindLineAsync(string tenant, string number) =>
        FindAsync(_lines, (Tenant: tenant, Number: number), key => directory.FindLineAsync(key.Tenant, key.Number));

    /// <summary>The tenant of a domain; null when there is none.</summary>
    public ValueTask<Tenant?> FindTenantAsync(string realm) => FindAsync(_realms, realm, key => directory.FindTenantByRealmAsync(key));

    /// <summary>The trunk that accepts calls from an address; null when there is none.</summary>
    public ValueTask<Trunk?> FindTrunkAsync(IPAddress address) => FindAsync(_trunks, address, key => directory.FindTrunkByAddressAsync(key));

    /// <summary>The tenant of requests that name none: the first one by id.</summary>
    public async ValueTask<Tenant?> FirstTenantAsync()
    {
        if (clock.Now - _first.At < Lifetime)
        {
            return _first.Value;
        }

        IReadOnlyList<Tenant> tenants;
        try
        {
            tenants = await directory.ListTenantsAsync().WaitAsync(DatabaseOutage.Patience).ConfigureAwait(false);
        }
        catch (Exception e) when (DatabaseOutage.Is(e) && IsTrusted(_first))
        {
            return _first.Value;
        }

        _first = new Entry<Tenant>(tenants.Count > 0 ? tenants[0] : null, clock.Now);
        return _first.Value;
    }

    private async ValueTask<TValue?> FindAsync<TKey, TValue>(ConcurrentDictionary<TKey, Entry<TValue>> cache, TKey key, Func<TKey, Task<TValue?>> read)
        where TKey : notnull
        where TValue : class
    {
        if (cache.TryGetValue(key, out var entry) && clock.Now - entry.At < Lifetime)
        {
            return entry.Value;
        }

        TValue? value;
        try
        {
            value = await read(key).WaitAsync(DatabaseOutage.Patience).ConfigureAwait(false);
        }
        catch (Exception e) when (DatabaseOutage.Is(e) && entry is not null && IsTrusted(entry))
        {
            // Nobody can have changed it: changes are written there.
            return entry.Value;
        }

        if (cache.Count >= MaxEntries)
        {
            cache.Clear();
        }

        cache[key] = new Entry<TValue>(value, clock.Now);
        return value;
    }

    private bool IsTrusted<T>(Entry<T> entry)
        where T : class => clock.Now - entry.At < DatabaseOutage.Trust.Ticks;

    private sealed record Entry<T>(T? Value, long At)
        where T : class;
}
