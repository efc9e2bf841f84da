using System.Collections.Concurrent;
using System.Globalization;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Lab.Failover;
using RtcCluster.Load.Runner.Servers;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.Lab.Partition;

/// <summary>Somebody at one side who calls the queue again and again, at the edge of that side.</summary>
/// <param name="edge">The edge.</param>
/// <param name="account">Who it is.</param>
/// <param name="number">The number of the queue.</param>
/// <param name="visits">The callers, by call.</param>
internal sealed class PartedCaller(ClusterNode edge, Account account, string number, ConcurrentDictionary<string, Visit> visits)
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // A caller waits for an agent no longer than the longest cut and what comes after it.
    private static readonly TimeSpan Stay = TimeSpan.FromSeconds(90);
    private readonly ConcurrentQueue<PartedVisit> _visits = new();
    private int _calls;

    /// <summary>What came of each attempt.</summary>
    public IReadOnlyCollection<PartedVisit> Visits => _visits;

    /// <summary>Calls until it is told to stop, and ends what it has begun.</summary>
    public async Task RunAsync(CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            try
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(over);
                patience.CancelAfter(Patience);
                await using var phone = await HubPhone.ConnectAsync(edge.Web, account, patience.Token);
                while (!phone.IsClosed && !over.IsCancellationRequested)
                {
                    _visits.Enqueue(await CallAsync(phone));
                    await Task.WhenAny(Task.Delay(Again, over));
                }
            }
            catch (Exception e) when (PartedDesk.IsPassing(e))
            {
                await Task.WhenAny(Task.Delay(Again, over));
            }
        }
    }

    private async Task<PartedVisit> CallAsync(HubPhone phone)
    {
        var at = DateTimeOffset.UtcNow;
        var call = "";
        var phase = "dial";
        try
        {
            var attempt = string.Create(CultureInfo.InvariantCulture, $"parted-{account.Name}-{Interlocked.Increment(ref _calls):0000}");
            call = await phone.DialAsync(attempt, number, BrowserOffer.OfNobody).WaitAsync(Patience);
            var visit = visits.GetOrAdd(call, static _ => new Visit());
            phase = "wait";
            var ended = phone.Watch(call).Ended;
            await Task.WhenAny(visit.Taken, ended).WaitAsync(Stay);
            phase = "talk";
            _ = await ended.WaitAsync(Stay);
            return new PartedVisit(at, edge.Name, call, visit.Taken.IsCompleted ? VisitEnd.Served : VisitEnd.Lost, phase);
        }
        catch (Exception e) when (PartedDesk.IsPassing(e))
        {
            var isTaken = visits.TryGetValue(call, out var visit) && visit.Taken.IsCompleted;
            return new PartedVisit(at, edge.Name, call, call.Length == 0 ? VisitEnd.Refused : phone.IsClosed ? VisitEnd.CutOff : isTaken ? VisitEnd.Served : VisitEnd.Lost, $"{phase}: {e.Message}");
        }
    }
}

/// <summary>A caller's own account of one attempt.</summary>
/// <param name="At">When the number was dialled.</param>
/// <param name="Edge">At which edge.</param>
/// <param name="Call">The call; empty when it was not taken.</param>
/// <param name="End">How it ended.</param>
/// <param name="What">When it ended so.</param>
internal sealed record PartedVisit(DateTimeOffset At, string Edge, string Call, VisitEnd End, string What);

/// <summary>How a call to the queue ended.</summary>
internal enum VisitEnd
{
    /// <summary>An agent had it.</summary>
    Served,

    /// <summary>The cluster did not take it.</summary>
    Refused,

    /// <summary>The page lost its edge.</summary>
    CutOff,

    /// <summary>It was taken, the page had its edge, and no agent had it.</summary>
    Lost,
}
