using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Grains.Calls;
using RtcCluster.Storage.History;

namespace RtcCluster.Grains.Agents;

/// <summary>Hands what an agent did to the history, until it has confirmed.</summary>
/// <remarks>
/// Runs on the grain's scheduler between turns, so it needs no lock. What is not confirmed stays in the agent's state, and the next activation hands it over.
/// </remarks>
internal sealed class AgentArchive(UserId agent, IHistoryWriter history, TimeProvider time, ILogger logger, CancellationToken stop)
{
    // A call is four times of an agent within seconds: one who works is handed over together, what comes after a pause at once.
    private static readonly TimeSpan Gather = TimeSpan.FromSeconds(1);

    private readonly HashSet<AgentWork> _confirmed = [];
    private ImmutableArray<AgentWork> _saved = [];
    private DateTimeOffset _written;
    private bool _busy;

    private bool IsBehind => _saved.Any(work => !_confirmed.Contains(work));

    /// <summary>The agent's state is saved with these times, which the history may not know.</summary>
    public void Hand(IReadOnlyCollection<AgentWork> unwritten)
    {
        _saved = [.. unwritten];
        _confirmed.IntersectWith(unwritten);
        if (!_busy && IsBehind)
        {
            _busy = true;
            Run().Ignore();
        }
    }

    /// <summary>The activation ends: what the history may not know is left with it, and nobody waits for its answer. The state has it until then.</summary>
    public void Leave(IReadOnlyCollection<AgentWork> unwritten)
    {
        AgentWorkEntry[] rest = [.. unwritten.Where(work => !_confirmed.Contains(work)).Select(work => Of(agent, work))];
        if (rest.Length > 0)
        {
            history.WriteAsync(new CallHistory { Work = rest }, CancellationToken.None).Ignore();
        }
    }

    /// <summary>Takes out of a state what the history has. Not worth a write: what it hears twice changes nothing.</summary>
    public void Forget(AgentState state) => state.Unwritten.RemoveAll(_confirmed.Contains);

    /// <summary>The row of a time.</summary>
    public static AgentWorkEntry Of(UserId agent, AgentWork work) => new()
    {
        AgentId = agent.Key,
        Number = work.Number,
        TenantId = agent.Tenant.Value,
        Activity = work.Status switch
        {
            AgentStatus.Available => AgentActivity.Ready,
            AgentStatus.Reserved or AgentStatus.Ringing => AgentActivity.Offered,
            AgentStatus.OnCall => AgentActivity.Talking,
            AgentStatus.WrapUp => AgentActivity.WrapUp,
            AgentStatus.Paused => AgentActivity.Paused,
            AgentStatus.Resting => AgentActivity.Resting,
            _ => AgentActivity.Other,
        },
        Reason = work.Reason ?? "",
        QueueId = work.Queue?.Key,
        Offer = work.Offer,
        StartedAt = work.From,
        EndedAt = work.To,
        Disposition = work.Disposition ?? "",
    };
    private async Task Run()
    {
        try
        {
            while (IsBehind)
            {
                if (_written + Gather - time.GetUtcNow() is { Ticks: > 0 } wait)
                {
                    await Task.Delay(wait, time, stop);
                }

                ImmutableArray<AgentWork> work = [.. _saved.Where(one => !_confirmed.Contains(one))];
                _written = time.GetUtcNow();
                if (!await Write([.. work.Select(one => Of(agent, one))]))
                {
                    return;
                }

                _confirmed.UnionWith(work);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The activation ends.
        }
        finally
        {
            _busy = false;
        }
    }

    // True when it is written, or never will be; false when the process stops.
    private async Task<bool> Write(IReadOnlyList<AgentWorkEntry> entries)
    {
        var wait = new BackOff(time, stop);
        while (true)
        {
            try
            {
                await history.WriteAsync(new CallHistory { Work = entries }, stop);
                return true;
            }
            catch (HistoryRefusedException e)
            {
                AgentLog.HistoryRefused(logger, Pii.Key(agent), e);
                return true;
            }
            catch (HistoryClosedException)
            {
                return false;
            }
            catch (Exception e) when (!stop.IsCancellationRequested && e is not OutOfMemoryException)
            {
                AgentLog.HistoryFailed(logger, Pii.Key(agent), Pii.Text(e.Message));
            }

            await wait.Wait();
        }
    }
}
