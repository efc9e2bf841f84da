using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;

namespace RtcCluster.Grains.Users;

/// <summary>The calls that a user takes part in; held in memory.</summary>
/// <remarks>What a call tells may come late or in another order, as it is sent again when it fails: each call's newest word counts.</remarks>
internal sealed class UserCalls
{
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(5);
    private readonly Dictionary<CallId, UserCall> _calls = [];

    /// <summary>The calls that go on.</summary>
    public IEnumerable<CallId> Live => _calls.Values.Where(call => call.State != UserCallState.None).Select(call => call.Call);

    /// <summary>The calls in which the user speaks or is about to, and which come of no queue.</summary>
    public IEnumerable<CallId> Elsewhere => _calls.Values.Where(call => call is { State: UserCallState.Calling or UserCallState.Talking, OfQueue: false }).Select(call => call.Call);

    /// <summary>The call that the user is rung for, longest; null when there is none.</summary>
    public CallId? Ringing => _calls.Values.Where(call => call.State == UserCallState.Ringing).MinBy(call => call.At)?.Call;

    /// <summary>Whether the user speaks or is about to, on whatever device; being rung does not count.</summary>
    public bool IsInCall => _calls.Values.Any(call => call.State is UserCallState.Calling or UserCallState.Talking);

    /// <summary>Whether the user is in another call than this one, or rung for one.</summary>
    public bool IsTaken(CallId other) => _calls.Values.Any(call => call.State != UserCallState.None && call.Call != other);

    /// <summary>What a lamp shows: ringing, which somebody may pick up, before talking before calling.</summary>
    public UserCallState Line => _calls.Values.Select(call => call.State).DefaultIfEmpty(UserCallState.None).Max();

    /// <summary>Whether the user takes part in a call, or did last, as the agent of a queue.</summary>
    public bool IsOfQueue(CallId call) => _calls.GetValueOrDefault(call)?.OfQueue is true;

    /// <summary>Takes a call's word; false when a newer one was taken before.</summary>
    public bool Take(UserCall call)
    {
        foreach (var ended in _calls.Values.Where(known => known.State == UserCallState.None && call.At - known.At > Late).ToList())
        {
            _calls.Remove(ended.Call);
        }

        if (_calls.TryGetValue(call.Call, out var before) && before.At > call.At)
        {
            return false;
        }

        // Whoever is in it no longer has no part in it that could be a queue's.
        _calls[call.Call] = call.State == UserCallState.None ? call with { OfQueue = before?.OfQueue is true } : call;
        return true;
    }
}
