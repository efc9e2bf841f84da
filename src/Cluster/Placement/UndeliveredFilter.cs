using System.Diagnostics;

namespace RtcCluster.Cluster.Placement;

/// <summary>Sends a call again that never left, because the silo of its grain is gone and nobody has noticed yet.</summary>
/// <remarks>
/// Between the death of a silo and the moment at which the others agree on it, calls to its grains are rejected within a millisecond: whoever asks three
/// times has asked three times in vain. Here they wait for the agreement, after which the grain comes to life elsewhere. A call that was under way when
/// the silo died is not sent again: it may have been carried out, and only its sender knows whether that matters.
/// </remarks>
internal sealed class UndeliveredFilter : IOutgoingGrainCallFilter
{
    /// <summary>More than the agreement takes (about a second). What is sent at last has the whole of its sender's time limit, so that both together may be nine seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    public Task Invoke(IOutgoingGrainCallContext context) => context.TargetId.Type.IsSystemTarget() ? context.Invoke() : Insist(context);

    // The grain's scheduler must go on running the turn.
    private static async Task Insist(IOutgoingGrainCallContext context)
    {
        var since = Stopwatch.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause + pause < LongestPause ? pause + pause : LongestPause)
        {
            try
            {
                await context.Invoke().ConfigureAwait(true);
                return;
            }
            catch (OrleansMessageRejectionException) when (Stopwatch.GetElapsedTime(since) + pause < Patience)
            {
                ClusterTelemetry.Undelivered.Add(1);
            }

            await Task.Delay(pause).ConfigureAwait(true);
        }
    }
}
