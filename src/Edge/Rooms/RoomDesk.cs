using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Rooms;
using RtcCluster.Edge.Hub;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Rooms;

/// <summary>What browsers see of conference rooms: supervisors of all, others of the one that they are in.</summary>
internal sealed class RoomDesk(RoomWatch watch, IDirectory directory)
{
    /// <summary>The names of a tenant's rooms: those that a line leads to, and those that have been set up.</summary>
    public static async Task<IReadOnlyCollection<string>> NamesAsync(IDirectory directory, TenantId tenant, CancellationToken cancellation = default)
    {
        var lines = await directory.ListLinesAsync(tenant.Value, cancellation);
        var documents = await directory.ListDocumentsAsync(tenant.Value, RoomSettings.Kind, cancellation);
        return new SortedSet<string>(
            lines.Where(line => line is { Kind: LineKind.Conference, Target.Length: > 0 }).Select(line => line.Target).Concat(documents.Select(document => document.Name)),
            StringComparer.Ordinal);
    }

    /// <summary>A supervisor's browser watches all rooms from now on.</summary>
    public async Task<HubReceipt> WatchAllAsync(PhoneDevice device)
    {
        var watcher = new BrowserRoom(device, null);
        var tenant = device.User.Tenant;
        var seen = await Task.WhenAll((await NamesAsync(directory, tenant)).Select(name => watch.WatchAsync(new RoomId(tenant, name), watcher)));
        device.Tell(client => client.RoomsChanged([.. seen.OfType<RoomNews>().Select(BrowserRoom.Of)]));
        return new HubReceipt();
    }

    /// <summary>A browser watches the room that its user is in.</summary>
    public async Task<HubReceipt> WatchAsync(PhoneDevice device, string room)
    {
        var watcher = new BrowserRoom(device, device.User);
        var id = new RoomId(device.User.Tenant, room);
        if (await watch.WatchAsync(id, watcher) is { } now && BrowserRoom.IsIn(now, device.User))
        {
            watcher.Changed(now);
            return new HubReceipt();
        }

        // Who is in a room is the business of those who are in it.
        watch.Forget(id, watcher);
        return new HubReceipt(HubFailures.NotFound);
    }

    /// <summary>A supervisor's browser watches the rooms no longer.</summary>
    public void Unwatch(PhoneDevice device) => watch.Forget(new BrowserRoom(device, null));

    /// <summary>A browser's user has left a room.</summary>
    public void Unwatch(PhoneDevice device, string room) => watch.Forget(new RoomId(device.User.Tenant, room), new BrowserRoom(device, device.User));

    /// <summary>A browser has left.</summary>
    public void Forget(PhoneDevice device)
    {
        watch.Forget(new BrowserRoom(device, null));
        watch.Forget(new BrowserRoom(device, device.User));
    }
}
