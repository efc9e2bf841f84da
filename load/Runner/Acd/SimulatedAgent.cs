using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using RtcCluster.Contracts.Agents;
using RtcCluster.Load.Runner.Hub;

namespace RtcCluster.Load.Runner.Acd;

/// <summary>An agent who answers at once whatever rings.</summary>
internal sealed class SimulatedAgent
{
    private readonly HubPhone _phone;
    private readonly ConcurrentDictionary<string, QueuedCall> _calls;
    private readonly ConcurrentDictionary<string, Ring> _rings;
    private readonly AcdFigures _figures;
    private readonly string _offer;
    private DateTimeOffset _since = DateTimeOffset.MaxValue;

    public SimulatedAgent(HubPhone phone, ConcurrentDictionary<string, QueuedCall> calls, ConcurrentDictionary<string, Ring> rings, AcdFigures figures, string offer)
    {
        (_phone, _calls, _rings, _figures, _offer) = (phone, calls, rings, figures, offer);
        phone.AgentTold += card =>
        {
            if (figures.Counts && card.Since > _since)
            {
                figures.WasShownToAgent(DateTimeOffset.UtcNow - card.Since);
            }

            _since = card.Since;
        };
    }

    /// <summary>Logs in and takes calls.</summary>
    public Task BeginAsync() => _phone.SetAgentStateAsync(AgentWish.Ready);

    /// <summary>Answers until the run is over.</summary>
    public async Task RunAsync(CancellationToken over)
    {
        try
        {
            while (true)
            {
                var (card, at, utc) = await _phone.NextRingAsync(over);
                var ring = new Ring(at, utc);
                _rings.TryAdd(card.CallId, ring);
                var call = _calls.GetOrAdd(card.CallId, static _ => new QueuedCall());
                call.Ringing(ring);
                try
                {
                    await _phone.AnswerAsync(card.CallId, _offer);
                    call.Taken();
                }
                catch (Exception e) when (e is CallFailedException or HubException or InvalidOperationException or IOException)
                {
                    _figures.Fail("agent", e.Message);
                }

                _phone.Forget(card.CallId);
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }
}
