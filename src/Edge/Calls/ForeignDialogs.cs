using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Lifecycle;

namespace RtcCluster.Edge.Calls;

/// <summary>Finds the edge that has a dialog and gives it messages that came here. Any thread.</summary>
/// <remarks>
/// A tag names the call and not its tenant, so no grain can be asked; all edges are, and what they said is remembered for as long as a transaction lasts. Whoever sends what he likes
/// causes a bounded number of questions at once.
/// </remarks>
internal sealed class ForeignDialogs(EdgeId self, IGrainFactory grains, EdgeClock clock, EdgeMetrics metrics)
{
    private const int MaxSearches = 64;
    private const int MaxKnown = 4_096;

    // 64·T1 and a little: until then requests of one transaction, and the ACK, may come.
    private static readonly long Memory = TimeSpan.FromSeconds(40).Ticks;

    private readonly Lock _lock = new();
    private readonly Dictionary<DialogName, Known> _known = [];
    private int _searches;

    /// <summary>Gives a message to the edge that has its dialog.</summary>
    /// <returns>True when it has it, false when no edge has the dialog, null when that could not be found out.</returns>
    public async Task<bool?> PassAsync(DialogName dialog, SipPath path, byte[] message)
    {
        if (Remembered(dialog) is { } known && await GiveAsync(known, path, message).ConfigureAwait(false))
        {
            return Count(true);
        }

        if (Interlocked.Increment(ref _searches) > MaxSearches)
        {
            Interlocked.Decrement(ref _searches);
            return Count(null);
        }

        try
        {
            var (owner, isSure) = await SearchAsync(dialog).ConfigureAwait(false);
            if (owner is not { } edge)
            {
                return Count(isSure ? false : null);
            }

            Remember(dialog, edge);
            return Count(await GiveAsync(edge, path, message).ConfigureAwait(false) ? true : null);
        }
        finally
        {
            Interlocked.Decrement(ref _searches);
        }
    }

    private async Task<(EdgeId? Owner, bool IsSure)> SearchAsync(DialogName dialog)
    {
        try
        {
            var edges = await grains.GetGrain<IEdgeDirectoryGrain>(IEdgeDirectoryGrain.Key).List().ConfigureAwait(false);
            var answers = await Task.WhenAll(edges.Where(edge => edge.Edge != self).Select(edge => AskAsync(edge.Edge, dialog))).ConfigureAwait(false);

            // Of two, one has given it to the other.
            var best = answers.Where(answer => answer.Hold is DialogHold.Held or DialogHold.HandedOver).OrderByDescending(answer => answer.Hold).FirstOrDefault();
            return (best.Hold is null ? null : best.Edge, answers.All(answer => answer.Hold is not null));
        }
        catch (Exception e) when (GrainFailure.IsTransient(e))
        {
            metrics.GrainFailed("dialog");
            return (null, false);
        }
    }

    private async Task<(EdgeId Edge, DialogHold? Hold)> AskAsync(EdgeId edge, DialogName dialog)
    {
        try
        {
            return (edge, await grains.GetGrain<IEdgeGrain>(edge.Value).FindDialog(dialog).ConfigureAwait(false));
        }
        catch (Exception e) when (GrainFailure.IsTransient(e))
        {
            metrics.GrainFailed("dialog");
            return (edge, null);
        }
    }

    private async Task<bool> GiveAsync(EdgeId edge, SipPath path, byte[] message)
    {
        try
        {
            return await grains.GetGrain<IEdgeGrain>(edge.Value).ReceiveBy(path, message).ConfigureAwait(false);
        }
        catch (Exception e) when (GrainFailure.IsTransient(e))
        {
            metrics.GrainFailed("dialog");
            return false;
        }
    }

    private EdgeId? Remembered(DialogName dialog)
    {
        lock (_lock)
        {
            return _known.TryGetValue(dialog, out var known) && known.Until > clock.Now ? known.Edge : null;
        }
    }

    private void Remember(DialogName dialog, EdgeId edge)
    {
        lock (_lock)
        {
            if (_known.Count >= MaxKnown)
            {
                // Only what saves a question is lost.
                _known.Clear();
            }

            _known[dialog] = new Known(edge, clock.Now + Memory);
        }
    }

    private bool? Count(bool? passed)
    {
        metrics.PassedOn(passed switch
        {
            true => "taken",
            false => "nobody",
            null => "unknown",
        });
        return passed;
    }

    private readonly record struct Known(EdgeId Edge, long Until);
}
