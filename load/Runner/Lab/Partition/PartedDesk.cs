using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Lab.Failover;
using RtcCluster.Load.Runner.Servers;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.Lab.Partition;

/// <summary>An agent of one side whose page connects to the edge of that side again and again, as pages do, and wants to work.</summary>
/// <param name="edge">The edge.</param>
/// <param name="account">Who it is.</param>
/// <param name="visits">The callers, by call.</param>
internal sealed class PartedDesk(ClusterNode edge, Account account, ConcurrentDictionary<string, Visit> visits)
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // So that somebody rings when the cut comes.
    private static readonly TimeSpan Hesitation = TimeSpan.FromSeconds(1);
    private readonly ConcurrentQueue<Desk> _desks = new();

    /// <summary>Who it is.</summary>
    public string Agent => account.Name;

    /// <summary>The edge that it is at.</summary>
    public string Edge => edge.Name;

    /// <summary>What rang, at whichever connection.</summary>
    public IEnumerable<Ring> Rings => _desks.SelectMany(static desk => desk.Rings);

    /// <summary>How long a talk lasts.</summary>
    public Func<Task> Talk { get; set; } = static () => Task.CompletedTask;

    /// <summary>Signalled when it is connected and ready for the first time.</summary>
    public Task Ready => _ready.Task;

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Works until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            try
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(over);
                patience.CancelAfter(Patience);
                await using var phone = await HubPhone.ConnectAsync(edge.Web, account, patience.Token);
                var desk = new Desk(phone, BrowserOffer.OfNobody, visits) { Talk = () => Talk(), Hesitate = static () => Task.Delay(Hesitation) };
                _desks.Enqueue(desk);
                await WorkAsync(phone, desk, over);
            }
            catch (Exception e) when (IsPassing(e))
            {
                await Task.WhenAny(Task.Delay(Again, over));
            }
        }
    }

    /// <summary>Failures of a page's connection that pass by themselves.</summary>
    public static bool IsPassing(Exception e) =>
        e is HubException or CallFailedException or HttpRequestException or IOException or InvalidOperationException or OperationCanceledException or TimeoutException or System.Net.WebSockets.WebSocketException;

    private async Task WorkAsync(HubPhone phone, Desk desk, CancellationToken over)
    {
        using var connected = CancellationTokenSource.CreateLinkedTokenSource(over);
        var work = desk.RunAsync(connected.Token);
        var isReady = false;
        while (!phone.IsClosed && !over.IsCancellationRequested)
        {
            try
            {
                if (!isReady)
                {
                    await phone.GetReadyAsync().WaitAsync(Patience, over);
                    isReady = true;
                    _ready.TrySetResult();
                }
            }
            catch (Exception e) when (IsPassing(e))
            {
                // The cluster does not take it now.
            }

            await Task.WhenAny(Task.Delay(Again, over));
        }

        await connected.CancelAsync();
        await work;
    }
}
