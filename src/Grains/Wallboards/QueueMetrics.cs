using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Wallboards;

namespace RtcCluster.Grains.Wallboards;

/// <summary>Queues as the wallboards of this silo know them: meter <c>RtcCluster.Queues</c>. A queue is told by the silo that has its tenant's wallboard, and by no other.</summary>
internal sealed class QueueMetrics
{
    private readonly ConcurrentDictionary<QueueId, QueueCard> _queues = new();
    private readonly TimeProvider _time;

    public QueueMetrics(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        var meter = meters.Create("RtcCluster.Queues");
        meter.CreateObservableGauge("rtc_queue_waiting", () => Each(card => card.Waiting), description: "Callers who wait.");
        meter.CreateObservableGauge("rtc_queue_talking", () => Each(card => card.Talking), description: "Callers who talk with an agent, or are about to.");
        meter.CreateObservableGauge("rtc_queue_longest_wait", () => Each(Longest), "s", "How long the caller has waited who has waited longest.");
        meter.CreateObservableGauge("rtc_queue_service_level", () => Each(card => card.ServiceLevel), "{share}", "Share of today's calls that were answered within the queue's bound, by the queue's formula.");
        meter.CreateObservableGauge("rtc_queue_open", () => Each(card => card.IsOpen ? 1 : 0), description: "1 while the queue takes callers.");
        meter.CreateObservableGauge("rtc_queue_calls_today", Today, description: "The queue's calls since its midnight, by what became of them.");
        meter.CreateObservableGauge("rtc_queue_agents", Agents, description: "Agents of the queue, by what they do.");
    }

    /// <summary>Something changed on a wallboard of this silo.</summary>
    public void Told(WallboardChange change)
    {
        foreach (var card in change.Queues)
        {
            _queues[new QueueId(change.Tenant, card.Queue)] = card;
        }

        foreach (var gone in change.QueuesGone)
        {
            _queues.TryRemove(new QueueId(change.Tenant, gone), out _);
        }
    }

    /// <summary>The tenant's wallboard is not here any more.</summary>
    public void Forget(TenantId tenant)
    {
        foreach (var queue in _queues.Keys.Where(queue => queue.Tenant == tenant))
        {
            _queues.TryRemove(queue, out _);
        }
    }

    private double Longest(QueueCard card) => card.LongestSince is { } since ? Math.Max(0, (_time.GetUtcNow() - since).TotalSeconds) : 0;

    private IEnumerable<Measurement<double>> Each(Func<QueueCard, double> value) =>
        _queues.Select(queue => new Measurement<double>(value(queue.Value), Of("tenant", queue.Key.Tenant.Value), Of("queue", queue.Key.Name)));

    private IEnumerable<Measurement<double>> Today() => _queues.SelectMany(queue => Split(queue.Key, "result",
        ("answered", queue.Value.Handled), ("abandoned", queue.Value.Abandoned), ("sent_away", queue.Value.SentAway)));

    private IEnumerable<Measurement<double>> Agents() => _queues.SelectMany(queue => Split(queue.Key, "state",
        ("available", queue.Value.Agents.Available),
        ("ringing", queue.Value.Agents.Ringing),
        ("on_call", queue.Value.Agents.OnCall),
        ("wrap_up", queue.Value.Agents.WrapUp),
        ("paused", queue.Value.Agents.Paused),
        ("resting", queue.Value.Agents.Resting),
        ("logged_out", queue.Value.Agents.LoggedOut)));

    private static IEnumerable<Measurement<double>> Split(QueueId queue, string label, params (string Value, long Count)[] parts) =>
        parts.Select(part => new Measurement<double>(part.Count, Of("tenant", queue.Tenant.Value), Of("queue", queue.Name), Of(label, part.Value)));

    private static KeyValuePair<string, object?> Of(string label, string value) => new(label, value);
}
