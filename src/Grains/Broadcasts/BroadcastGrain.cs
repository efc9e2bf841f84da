using Microsoft.Extensions.Logging;
using Orleans.Placement;
using RtcCluster.Contracts.Broadcasts;
using RtcCluster.Contracts.Conversations;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Storage.Broadcasts;

namespace RtcCluster.Grains.Broadcasts;

/// <summary>
/// A broadcast: serves page after page of its list and saves after each how far it is. A page that is served twice is served once: each member's message has a name made of the broadcast's.
/// </summary>
/// <remarks>It keeps nothing in memory that matters: after a crash its reminder, or whoever asks how far it is, brings it back, and it goes on after the last page that was saved.</remarks>
[RandomPlacement]
internal sealed class BroadcastGrain(IBroadcasts store, TimeProvider time, ILogger<BroadcastGrain> logger) : Grain, IBroadcastGrain, IRemindable, IDisposable
{
    /// <summary>Members of a page.</summary>
    public const int Page = 100;

    private const string Reminder = "goes-on";
    private const int AtOnce = 8;
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Ending = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _stop = new();
    private Task _run = Task.CompletedTask;

    private TenantId Tenant => new(this.GetPrimaryKeyString()[..this.GetPrimaryKeyString().IndexOf('/', StringComparison.Ordinal)]);

    private string Id => this.GetPrimaryKeyString()[(Tenant.Value.Length + 1)..];

    public async Task<BroadcastCard> Begin(BroadcastOrder order)
    {
        // The reminder comes before the row: one without a broadcast takes itself away, a broadcast without one would be forgotten.
        await this.RegisterOrUpdateReminder(Reminder, Period, Period);
        var begun = await store.BeginAsync(new Broadcast
        {
            TenantId = Tenant.Value,
            Id = Id,
            ListId = order.List,
            Sender = order.Sender,
            Text = order.Text,
            Prompt = order.Prompt,
            Total = await store.CountMembersAsync(Tenant.Value, order.List),
            StartedAt = time.GetUtcNow(),
        });
        GoOn(begun);
        return Card(begun);
    }

    public async Task<BroadcastCard?> Progress()
    {
        if (await store.FindAsync(Tenant.Value, Id) is not { } found)
        {
            return null;
        }

        GoOn(found);
        return Card(found);
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (await store.FindAsync(Tenant.Value, Id) is { State: BroadcastState.Running } found)
        {
            GoOn(found);
        }
        else if (await this.GetReminder(Reminder) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }
    }

    /// <summary>Ends after the few members that are being served, so that an activation that is short of time goes on too.</summary>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await Task.WhenAny(_run, Task.Delay(Ending, time, cancellationToken));
    }

    public void Dispose() => _stop.Dispose();

    private static BroadcastCard Card(Broadcast broadcast) => new(
        broadcast.Id, broadcast.ListId, broadcast.State == BroadcastState.Done, broadcast.Total, broadcast.Delivered, broadcast.Blocked, broadcast.Gone);

    // Beside the turns: it takes as long as there are members.
    private void GoOn(Broadcast broadcast)
    {
        if (broadcast.State == BroadcastState.Running && _run.IsCompleted)
        {
            DelayDeactivation(TimeSpan.FromHours(1));
            _run = Run();
        }
    }

    private async Task Run()
    {
        try
        {
            while (!_stop.IsCancellationRequested && await store.FindAsync(Tenant.Value, Id, _stop.Token) is { State: BroadcastState.Running } now)
            {
                var members = await store.ListMembersAsync(Tenant.Value, now.ListId, now.Cursor, Page, _stop.Token);
                var served = new List<SendStatus>(members.Count);
                foreach (var some in members.Chunk(AtOnce))
                {
                    // What is told to end saves how far it came: else one that is ended again and again within a page would never get past it.
                    if (_stop.IsCancellationRequested)
                    {
                        break;
                    }

                    served.AddRange(await Task.WhenAll(some.Select(member => Serve(now, member))));
                }

                var isLast = members.Count < Page && served.Count == members.Count;
                var next = now with
                {
                    Cursor = served.Count > 0 ? members[served.Count - 1] : now.Cursor,
                    Delivered = now.Delivered + served.Count(status => status == SendStatus.Sent),
                    Blocked = now.Blocked + served.Count(status => status == SendStatus.Blocked),
                    Gone = now.Gone + served.Count(status => status is SendStatus.Gone or SendStatus.NotFound),
                    State = isLast ? BroadcastState.Done : BroadcastState.Running,
                    EndedAt = isLast ? time.GetUtcNow() : null,
                };
                // Where another activation was faster its counts are the ones that are kept; this page is then read from where that one is.
                if (await store.AdvanceAsync(next, now.Cursor, CancellationToken.None))
                {
                    GrainFactory.GetGrain<IInboxGrain>(new UserId(Tenant, next.Sender).Key).Tell(InboxNews.Of(Card(next))).Ignore();
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The next activation goes on.
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A store or a silo may be away: the reminder comes again.
            BroadcastLog.Interrupted(logger, Id, e);
        }
    }

    private async Task<SendStatus> Serve(Broadcast broadcast, string member) =>
        member == broadcast.Sender
            ? SendStatus.Gone
            : (await GrainFactory.GetGrain<IConversationGrain>(ConversationId.Direct(Tenant, broadcast.Sender, member).Key)
                .Send(new SendMessage(broadcast.Sender, broadcast.Id, broadcast.Text, broadcast.Prompt, broadcast.Id))).Status;
}
