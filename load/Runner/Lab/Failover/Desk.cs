using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.SignalR;
using RtcCluster.Load.Runner.Hub;

namespace RtcCluster.Load.Runner.Lab.Failover;

/// <summary>An agent who answers whatever rings, talks, and hangs up.</summary>
/// <param name="phone">The agent's browser.</param>
/// <param name="offer">What it says of its media; nobody speaks.</param>
/// <param name="visits">The callers, by call.</param>
internal sealed class Desk(HubPhone phone, string offer, ConcurrentDictionary<string, Visit> visits)
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ConcurrentQueue<Ring> _rings = new();
    private readonly ConcurrentDictionary<string, Task> _work = new(StringComparer.Ordinal);

    /// <summary>Who it is.</summary>
    public string Agent => phone.Account.Name;

    /// <summary>What rang.</summary>
    public IReadOnlyCollection<Ring> Rings => _rings;

    /// <summary>How long it rings before the agent answers.</summary>
    public Func<Task> Hesitate { get; init; } = static () => Task.CompletedTask;

    /// <summary>How long a talk lasts; the calls of the last wave are held until this is over.</summary>
    public Func<Task> Talk { get; set; } = static () => Task.CompletedTask;

    /// <summary>Works until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken over)
    {
        try
        {
            while (true)
            {
                var (card, at, _) = await phone.NextRingAsync(over);
                var ring = new Ring(Agent, card.CallId, at);
                _rings.Enqueue(ring);
                _work[card.CallId] = ServeAsync(ring);
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(_work.Values);
        }
    }

    private async Task ServeAsync(Ring ring)
    {
        var watch = phone.Watch(ring.Call);
        _ = watch.Ended.ContinueWith(_ => ring.OverAt = Math.Min(ring.OverAt, Stopwatch.GetTimestamp()), TaskScheduler.Default);
        try
        {
            await Hesitate();
            await InsistAsync(() => phone.AnswerAsync(ring.Call, offer), watch);
            await watch.Connected.WaitAsync(Patience);
            ring.ConnectedAt = Stopwatch.GetTimestamp();
            visits.GetOrAdd(ring.Call, static _ => new Visit()).Take();
            await Talk();
            await InsistAsync(() => phone.HangUpAsync(ring.Call), watch);
            // For whoever hung up it is over; that the edge says so comes in no order with the next call.
            ring.OverAt = Math.Min(ring.OverAt, Stopwatch.GetTimestamp());
            await watch.Ended.WaitAsync(Patience);
        }
        catch (Exception e) when (e is CallFailedException or HubException or InvalidOperationException or TimeoutException or IOException)
        {
            // The caller's account says whether the call was lost; an offer that was withdrawn is no failure.
        }
    }

    private static async Task InsistAsync(Func<Task> intention, CallWatch watch)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await intention();
                return;
            }
            catch (Exception e) when (e is CallFailedException or HubException && !watch.Ended.IsCompleted && Stopwatch.GetElapsedTime(since) < Patience)
            {
                await Task.WhenAny(watch.Ended, Task.Delay(Again));
            }
        }
    }
}
