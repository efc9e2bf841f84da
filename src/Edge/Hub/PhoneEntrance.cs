using Microsoft.AspNetCore.SignalR;
using RtcCluster.Cluster.Tenancy;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;
using RtcCluster.Edge.Agents;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Conversations;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Edge.Rooms;
using RtcCluster.Edge.Voicemail;
using RtcCluster.Edge.Wallboards;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Outages;

namespace RtcCluster.Edge.Hub;

/// <summary>Where browsers come in and leave: a connection becomes a device, which is registered with its user as long as it lasts.</summary>
internal sealed class PhoneEntrance(
    EdgeHost edge,
    EdgeIdentity identity,
    EdgeOptions options,
    EdgeClock clock,
    EdgeMetrics metrics,
    PhoneDevices devices,
    PresenceWatch watches,
    AgentWatch agents,
    MailboxWatch mailboxes,
    InboxWatch inboxes,
    WallboardWatch wallboards,
    RoomDesk rooms,
    IDirectory directory,
    IGrainFactory grains)
{
    /// <summary>Renewed at a third of it, so that a lost renewal or two do not end a registration.</summary>
    private const int RegistrationSeconds = 600;

    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(RegistrationSeconds / 3);

    /// <summary>Makes a connection a device.</summary>
    public async Task<Welcome> AttachAsync(HubGuest guest, HubCallerContext context, IPhoneClient client, AttachRequest request)
    {
        if (edge.Phones is not { } desk)
        {
            throw new HubException("This edge is not ready; try again.");
        }

        if (edge.SendsElsewhere && guest.Device is null)
        {
            throw new HubException("This edge takes nothing new; try again.");
        }

        var user = guest.Caller.User;
        var entry = await directory.FindUserAsync(user.Tenant.Value, user.Name, context.ConnectionAborted) ?? throw new HubException("There is no such user.");
        guest.Party = PartyOf(user, entry);
        if (guest.Device is null)
        {
            var source = context.GetHttpContext()?.Connection is { RemoteIpAddress: { } address, RemotePort: var port } ? new System.Net.IPEndPoint(address, port).ToString() : "";
            guest.Connection = new PhoneConnection(context.ConnectionId, devices.NextFlow(), guest.Caller.Session, source, client, context.Abort);
            guest.Device = devices.Connect(user, request.DeviceId, guest.Connection);
            if (request.CanRing)
            {
                await RegisterAsync(guest, request);
                _ = RenewAsync(guest, request, context.ConnectionAborted);
            }

            if (await agents.WatchAsync(user, guest.Device) is { } work)
            {
                guest.Device.Tell(told => told.AgentChanged(work.Card));
            }

            var box = new BrowserBox(guest.Device);
            if (await mailboxes.WatchAsync(user, box) is { } counts)
            {
                box.Changed(counts);
            }

            var inbox = new BrowserInbox(guest.Device);
            inbox.Begin(await inboxes.WatchAsync(user, inbox));
        }

        var presence = await grains.GetGrain<IUserGrain>(user.Key).Presence();
        return new Welcome(
            user.Name, entry.DisplayName, entry.Extension, entry.Role.ToString().ToLowerInvariant(), presence, await desk.CardsAsync(guest.Device), options.KeepBrowserSeconds);
    }

    /// <summary>A connection is closed.</summary>
    public void Left(HubCallerContext context)
    {
        if (HubGuest.Of(context) is not { Device: { } device, Connection: { } connection })
        {
            return;
        }

        if (devices.Disconnect(device, connection))
        {
            watches.Forget(device);
            agents.Forget(device.User, device);
            mailboxes.Forget(device.User, new BrowserBox(device));
            inboxes.Forget(device.User, new BrowserInbox(device));
            wallboards.Forget(device);
            rooms.Forget(device);
        }

        _ = UnregisterAsync(device.User, connection.Flow);
        _ = ForgetAsync(device, connection);
    }

    /// <summary>Who a user is to others.</summary>
    public async Task<Party> PartyAsync(HubGuest guest)
    {
        var user = guest.Caller.User;
        try
        {
            guest.Party = PartyOf(user, await directory.FindUserAsync(user.Tenant.Value, user.Name).WaitAsync(DatabaseOutage.Patience));
        }
        catch (Exception e) when (DatabaseOutage.Is(e) && guest.Party is not null)
        {
            // Nobody can have changed it.
        }

        return guest.Party;
    }

    /// <summary>The browser measured a call.</summary>
    public void Measured(PhoneDevice device, QualityReport report) => metrics.BrowserQuality(report.Mos, report.LossPercent, report.JitterMilliseconds, report.RoundTripMilliseconds);

    private static Party PartyOf(UserId user, DirectoryUser? entry) => new(entry?.Extension ?? user.Name, entry?.DisplayName, user);

    private async Task RegisterAsync(HubGuest guest, AttachRequest request)
    {
        var connection = guest.Connection!;
        var receipt = await grains.GetGrain<IUserGrain>(guest.Device!.User.Key).Register(new RegisterRequest
        {
            SignallingId = guest.Device.Uri,
            // Grows with each connection and renewal of the device, whatever edge it comes to (RFC 3261 §10.3 step 7).
            CSeq = clock.Utc.ToUnixTimeMilliseconds(),
            Contacts = [new ContactRequest(guest.Device.Uri, RegistrationSeconds)],
            Transport = DialTarget.Browser,
            Source = connection.Source,
            Flow = connection.Flow,
            Edge = identity.Edge,
            EdgeName = identity.Name,
            UserAgent = request.DeviceName,
            At = clock.Utc,
        });
        if (receipt.Refusal is { } refusal)
        {
            throw new HubException(refusal.Text);
        }
    }

    private async Task RenewAsync(HubGuest guest, AttachRequest request, CancellationToken closed)
    {
        try
        {
            while (true)
            {
                await Task.Delay(RenewEvery, closed);
                try
                {
                    using (TenantScope.Enter(guest.Device!.User.Tenant.Value))
                    {
                        await RegisterAsync(guest, request);
                    }
                }
                catch (Exception e) when (GrainFailure.IsTransient(e))
                {
                    metrics.GrainFailed("register");
                }
                catch (HubException)
                {
                    // The user was disabled or has too many devices: the browser is told when it comes again.
                    guest.Connection!.Abort();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The connection is closed.
        }
    }

    private async Task UnregisterAsync(UserId user, long flow)
    {
        var backOff = new BackOff(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(5));
        for (var tries = 0; tries < 8; tries++)
        {
            try
            {
                using (TenantScope.Enter(user.Tenant.Value))
                {
                    await grains.GetGrain<IUserGrain>(user.Key).FlowClosed(identity.Edge, flow);
                }

                return;
            }
            catch (Exception e) when (GrainFailure.IsTransient(e))
            {
                // The registration expires by itself if nobody can be told.
                metrics.GrainFailed("flow");
                await Task.Delay(backOff.Next());
            }
        }
    }

    // Its calls wait for it so long; a little longer, so that what comes late finds it.
    private async Task ForgetAsync(PhoneDevice device, PhoneConnection connection)
    {
        await Task.Delay(TimeSpan.FromSeconds(2 * options.KeepBrowserSeconds));
        devices.Forget(device, connection);
    }
}
