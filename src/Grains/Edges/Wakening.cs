using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Edges;

/// <summary>Which calls of an edge are woken, and when: all of them when a silo was lost, then those that did not answer, more and more seldom.</summary>
/// <param name="time">The clock.</param>
internal sealed class Wakening(TimeProvider time)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private readonly HashSet<CallId> _silent = [];
    private bool _all;
    private TimeSpan _pause;
    private long _since;

    /// <summary>Whether there is somebody to ask now.</summary>
    public bool IsDue => _all || (_silent.Count > 0 && time.GetElapsedTime(_since) >= _pause);

    /// <summary>A silo was lost, and nobody knows with which calls.</summary>
    public void All() => _all = true;

    /// <summary>Begins a round.</summary>
    /// <param name="calls">The calls that the edge has.</param>
    /// <returns>Those to ask.</returns>
    public CallId[] Begin(IReadOnlySet<CallId> calls)
    {
        _silent.IntersectWith(calls);
        CallId[] asked = _all ? [.. calls] : [.. _silent];
        _pause = _all ? Shortest : _pause * 2 < Longest ? _pause * 2 : Longest;
        _all = false;
        _silent.Clear();
        return asked;
    }

    /// <summary>One did not answer.</summary>
    /// <param name="call">The call.</param>
    public void Silent(CallId call)
    {
        _silent.Add(call);
        _since = time.GetTimestamp();
    }
}
