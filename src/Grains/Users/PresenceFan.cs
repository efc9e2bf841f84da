using System.Collections.Immutable;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Users;

/// <summary>Collects changes of users of this process and tells each edge of many at once. Any thread.</summary>
/// <remarks>One message per edge and 50 ms, or as soon as 100 wait (DESIGN section 4, "Hub call"); a newer change of a user replaces an older one.</remarks>
internal sealed class PresenceFan(IGrainFactory grains)
{
    private const int MostTogether = 100;
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private readonly Dictionary<EdgeId, Dictionary<UserId, PresenceChange>> _waiting = [];

    /// <summary>Tells edges of a change, soon.</summary>
    public void Tell(IEnumerable<EdgeId> edges, PresenceChange change)
    {
        foreach (var edge in edges)
        {
            var first = false;
            var full = false;
            lock (_lock)
            {
                if (!_waiting.TryGetValue(edge, out var changes))
                {
                    _waiting[edge] = changes = [];
                    first = true;
                }

                changes[change.User] = change;
                full = changes.Count >= MostTogether;
            }

            if (full)
            {
                Send(edge);
            }
            else if (first)
            {
                _ = SendSoonAsync(edge);
            }
        }
    }

    private async Task SendSoonAsync(EdgeId edge)
    {
        // Real time on purpose: this is a batch on the wire, not a rule that a test moves a clock for.
        await Task.Delay(Together, TimeProvider.System).ConfigureAwait(false);
        Send(edge);
    }

    private void Send(EdgeId edge)
    {
        ImmutableArray<PresenceChange> changes;
        lock (_lock)
        {
            if (!_waiting.Remove(edge, out var waiting))
            {
                return;
            }

            changes = [.. waiting.Values];
        }

        // An edge that is gone has no browsers to be told.
        grains.GetGrain<IEdgeGrain>(edge.Value).PresenceChanged(changes).Ignore();
    }
}
