using Microsoft.Extensions.Logging;
using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Grains.Calls;
using RtcCluster.Storage.History;

namespace RtcCluster.Grains.Agents;

/// <summary>Hands what an agent did to the history, until it has confirmed.</summary>
internal sealed class AgentArchive(IHistoryWriter history, TimeProvider time, ILogger logger)
{
    /// <summary>True when it is written, or never will be; false when the process stops and the next activation tries again.</summary>
    public async Task<bool> Write(UserId agent, IReadOnlyList<AgentWork> work, CancellationToken stop)
    {
        var entries = work.Select(one => Of(agent, one)).ToList();
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
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return false;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                AgentLog.HistoryFailed(logger, Pii.Key(agent), Pii.Text(e.Message));
            }

            try
            {
                await wait.Wait();
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }
    }

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
}
