using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Trunks;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Users;
using RtcCluster.Storage.Directory;
using StoredPeer = RtcCluster.Storage.Directory.TrunkPeer;

namespace RtcCluster.Grains.Trunks;

/// <summary>Writes a trunk into the directory.</summary>
internal sealed class TrunkSetup(IDirectory directory, IDirectoryWriter writer)
{
    /// <summary>Creates or changes a trunk.</summary>
    public async Task<ConfigureReceipt> Save(TrunkId id, TrunkSettings settings)
    {
        if (settings.Peers.IsDefaultOrEmpty)
        {
            return new ConfigureReceipt(ConfigureStatus.Invalid, "Peers: at least one.");
        }

        var peers = new List<StoredPeer>();
        foreach (var peer in settings.Peers)
        {
            if (!Enum.TryParse<TrunkTransport>(peer.Transport, ignoreCase: true, out var transport) || !Enum.IsDefined(transport))
            {
                return new ConfigureReceipt(ConfigureStatus.Invalid, "Peers.Transport: udp, tcp or tls.");
            }

            peers.Add(new StoredPeer(peer.Host, peer.Port, transport, peer.Priority, peer.Weight));
        }

        var before = await directory.FindTrunkAsync(id.Tenant.Value, id.Name);
        var kept = before?.NumberRules.ToDictionary(rule => rule.Pattern, StringComparer.Ordinal) ?? [];
        return Receipts.Of(await writer.SaveTrunkAsync(
            new Trunk
            {
                TenantId = id.Tenant.Value,
                Name = id.Name,
                Peers = peers,
                AcceptFrom = [.. settings.AcceptFrom],
                Register = settings.Register,
                Username = settings.Username ?? "",
                Realm = settings.Realm ?? "",
                // A prefix that stays keeps the way its numbers are written.
                NumberRules = [.. settings.Prefixes.Select(prefix => kept.GetValueOrDefault(prefix + "*") ?? new TrunkNumberRule(prefix + "*"))],
                CallerId = settings.CallerNumber ?? "",
                MaxCalls = settings.MaxCalls,
                Enabled = settings.Enabled,
                RequireSrtp = settings.RequireSrtp,
                OptionsPingSeconds = settings.OptionsSeconds,
                Version = before?.Version ?? 0,
            },
            settings.Password));
    }

    /// <summary>Removes a trunk.</summary>
    public async Task<ConfigureReceipt> Remove(TrunkId id) => await directory.FindTrunkAsync(id.Tenant.Value, id.Name) is { } trunk
        ? Receipts.Of(await writer.DeleteTrunkAsync(id.Tenant.Value, id.Name, trunk.Version))
        : new ConfigureReceipt(ConfigureStatus.NotFound);
}
