using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Edge.Calls;

/// <summary>Every call that this edge knows. Any thread.</summary>
internal sealed class CallTable
{
    private readonly ConcurrentDictionary<CallId, EdgeCall> _calls = new();
    private int _active;
    private int _legs;

    /// <summary>Calls that go on; those that are over are remembered for a while and not counted.</summary>
    public int Active => Volatile.Read(ref _active);

    /// <summary>Legs that this edge signals.</summary>
    public int Legs => Volatile.Read(ref _legs);

    /// <summary>Finds a call.</summary>
    public bool TryFind(CallId call, [NotNullWhen(true)] out EdgeCall? found) => _calls.TryGetValue(call, out found);

    /// <summary>Finds a call or takes in the one that <paramref name="make"/> makes.</summary>
    public EdgeCall FindOrAdd(CallId call, Func<CallId, EdgeCall> make)
    {
        if (_calls.TryGetValue(call, out var known))
        {
            return known;
        }

        var made = make(call);
        var found = _calls.GetOrAdd(call, made);
        if (ReferenceEquals(found, made))
        {
            Interlocked.Increment(ref _active);
        }

        return found;
    }

    /// <summary>A call is over here.</summary>
    public void Ended() => Interlocked.Decrement(ref _active);

    /// <summary>A call that had gone to other edges is here again.</summary>
    public void Returned() => Interlocked.Increment(ref _active);

    /// <summary>The memory of a call that is over goes too.</summary>
    public void Remove(CallId call) => _calls.TryRemove(call, out _);

    /// <summary>A leg came.</summary>
    public void LegAdded() => Interlocked.Increment(ref _legs);

    /// <summary>A leg went.</summary>
    public void LegRemoved() => Interlocked.Decrement(ref _legs);

    /// <summary>The calls that go on.</summary>
    public IReadOnlyList<EdgeCall> Going() => [.. _calls.Values.Where(c => !c.IsOver && !c.IsAway)];
}
