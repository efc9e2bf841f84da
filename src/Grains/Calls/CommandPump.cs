using Microsoft.Extensions.Logging;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;

namespace RtcCluster.Grains.Calls;

/// <summary>Brings a call's saved commands to its edges: one batch in flight per edge, never awaited by a turn.</summary>
/// <remarks>Runs on the grain's scheduler between turns, so it needs no lock; it reads the saved state and keeps only what was confirmed.</remarks>
internal sealed class CommandPump(
    ICallTurns self,
    ICallGrain call,
    IGrainFactory grains,
    TimeProvider time,
    Func<CallState> saved,
    Action overtaken,
    Func<bool> told,
    ILogger logger,
    CancellationToken stop)
{
    // Far beyond any command of any call: the edge answers with a gap and with the number that it has really taken.
    private const int ProbeDistance = 1_000_000;

    private readonly Dictionary<EdgeId, Lane> _lanes = [];
    private bool _finishing;

    /// <summary>True when every edge that is alive has confirmed every command, and nobody is still being told of the call.</summary>
    public bool Drained => told() && saved().Links.TrueForAll(link => link.Lost || (link.SavedNext is null && link.NextNumber - 1 <= Confirmed(link.Edge)));

    /// <summary>Number of the last command that an edge has confirmed.</summary>
    public int Confirmed(EdgeId edge) => _lanes.TryGetValue(edge, out var lane) ? lane.Confirmed : 0;

    /// <summary>Sends what is waiting.</summary>
    public void Pump()
    {
        foreach (var link in saved().Links)
        {
            if (!link.Lost && (link.SavedNext is not null || link.NextNumber - 1 > Confirmed(link.Edge)))
            {
                if (!_lanes.TryGetValue(link.Edge, out var lane))
                {
                    _lanes.Add(link.Edge, lane = new Lane());
                }

                if (!lane.Busy)
                {
                    lane.Busy = true;
                    Drive(link.Edge, lane).Ignore();
                }
            }
        }

        // A call whose edges are all gone has nobody who must confirm.
        Finish().Ignore();
    }

    private async Task Drive(EdgeId edge, Lane lane)
    {
        var wait = new BackOff(time, stop);
        try
        {
            while (!stop.IsCancellationRequested && Next(edge, lane) is { } batch)
            {
                try
                {
                    if (!await Send(edge, lane, batch))
                    {
                        await wait.Wait();
                        continue;
                    }

                    wait.Reset();
                }
                catch (SiloUnavailableException)
                {
                    CallLog.EdgeGone(logger, batch.Call.Key, edge.Value);
                    await TellLost(edge, wait);
                }
                catch (Exception e) when (!stop.IsCancellationRequested)
                {
                    // Whatever it is, the commands are not confirmed; the edge's lease decides when to give up.
                    CallLog.EdgeUnreachable(logger, batch.Call.Key, edge.Value, Pii.Text(e.Message));
                    await wait.Wait();
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The activation ends; the next one sends what is not confirmed.
        }
        finally
        {
            lane.Busy = false;
        }

        await Finish();
    }

    private async Task TellLost(EdgeId edge, BackOff wait)
    {
        try
        {
            await call.EdgeLost(edge);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            // It could not be saved. The next round finds the edge gone again.
            CallLog.EdgeUnreachable(logger, call.GetPrimaryKeyString(), edge.Value, Pii.Text(e.Message));
            await wait.Wait();
        }
    }

    // What comes next for an edge: the question for its numbers after an activation, the commands that it has not confirmed, or nothing.
    private CallBatch? Next(EdgeId edge, Lane lane)
    {
        var state = saved();
        if (state.Link(edge) is not { Lost: false } link)
        {
            return null;
        }

        if (link.SavedNext is not null)
        {
            return new CallBatch(state.Id, state.Epoch, link.NextNumber + ProbeDistance, [new SendDigits(LegId.First, "")]);
        }

        var first = Math.Max(lane.Confirmed + 1, link.FirstNumber);
        var skip = first - link.FirstNumber;
        return skip >= link.Outbox.Count ? null : new CallBatch(state.Id, state.Epoch, first, [.. link.Outbox.Skip(skip)]);
    }

    // False when nothing moved, so that the next attempt waits.
    private async Task<bool> Send(EdgeId edge, Lane lane, CallBatch batch)
    {
        var receipt = await grains.GetGrain<IEdgeGrain>(edge.Value).Apply(batch);
        if (receipt.Status == ApplyStatus.StaleEpoch)
        {
            overtaken();
            return false;
        }

        if (saved().Link(edge)?.SavedNext is not null)
        {
            await self.EdgeAhead(edge, receipt.TakenThrough);
            lane.Confirmed = receipt.TakenThrough;
            return true;
        }

        var before = lane.Confirmed;
        lane.Confirmed = receipt.Status == ApplyStatus.Gap ? receipt.TakenThrough : Math.Max(before, receipt.TakenThrough);
        if (receipt.Status == ApplyStatus.Draining)
        {
            await self.EdgeDraining(edge, receipt.TakenThrough);
        }

        if (receipt.Status == ApplyStatus.Gap && saved().Link(edge) is { } link && receipt.TakenThrough + 1 < link.FirstNumber)
        {
            // It has forgotten commands that it had confirmed: it is not the process that we knew.
            CallLog.EdgeForgot(logger, batch.Call.Key, edge.Value, receipt.TakenThrough, link.FirstNumber);
            await call.EdgeLost(edge);
        }

        return lane.Confirmed != before;
    }

    private async Task Finish()
    {
        if (_finishing || !saved().Archived || !Drained)
        {
            return;
        }

        _finishing = true;
        var wait = new BackOff(time, stop);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await self.Forgotten();
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                CallLog.ClearFailed(logger, call.GetPrimaryKeyString(), Pii.Text(e.Message));
            }

            try
            {
                await wait.Wait();
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private sealed class Lane
    {
        public bool Busy { get; set; }

        public int Confirmed { get; set; }
    }
}
