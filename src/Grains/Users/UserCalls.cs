using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;

namespace RtcCluster.Grains.Users;

/// <summary>The calls that a user takes part in; held in memory.</summary>
/// <remarks>What a call tells may come late or in another order, as it is sent again when it fails: each call's newest word counts.</remarks>
internal sealed class UserCalls
{
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(5);

    private readonly Dictionary<CallId, UserCall> _calls = [];

    // What has ended is known for a while, and apart from what goes on: somebody who calls all day has hundreds of it.
    private readonly Dictionary<CallId, UserCall> _ended = [];
    private readonly Queue<UserCall> _endings = new();

    /// <summary>The calls that go on.</summary>
    public IEnumerable<CallId> Live => _calls.Keys;

    /// <summary>The calls in which the user speaks or is about to, and which come of no queue.</summary>
    public IEnumerable<CallId> Elsewhere => _calls.Values.Where(call => call is { State: UserCallState.Calling or UserCallState.Talking, OfQueue: false }).Select(call => call.Call);

    /// <summary>The call that the user is rung for, longest, and that others may pick up; null when there is none. A queue's caller is the queue's to give.</summary>
    public CallId? Ringing => _calls.Values.Where(call => call is { State: UserCallState.Ringing, OfQueue: false }).MinBy(call => call.At)?.Call;

    /// <summary>Whether the user speaks or is about to, on whatever device; being rung does not count.</summary>
    public bool IsInCall => _calls.Values.Any(call => call.State is UserCallState.Calling or UserCallState.Talking);

    /// <summary>Whether the user is in another call than this one, or rung for one.</summary>
    public bool IsTaken(CallId other) => _calls.Keys.Any(call => call != other);

    /// <summary>What a lamp shows: ringing, which somebody may pick up, before talking before calling.</summary>
    public UserCallState Line => _calls.Values.Select(call => call.State).DefaultIfEmpty(UserCallState.None).Max();

    /// <summary>Whether the user takes part in a call, or did last, as the agent of a queue.</summary>
    public bool IsOfQueue(CallId call) => Known(call)?.OfQueue is true;

    /// <summary>Takes a call's word; false when a newer one was taken before.</summary>
    public bool Take(UserCall call)
    {
        Forget(call.At);
        var before = Known(call.Call);
        if (before is not null && before.At > call.At)
        {
            return false;
        }

        if (call.State != UserCallState.None)
        {
            _ended.Remove(call.Call);
            _calls[call.Call] = call;
            return true;
        }

        // Whoever is in it no longer has no part in it that could be a queue's.
        _calls.Remove(call.Call);
        _endings.Enqueue(_ended[call.Call] = call with { OfQueue = before?.OfQueue is true });
        return true;
    }

    private UserCall? Known(CallId call) => _calls.TryGetValue(call, out var live) ? live : _ended.GetValueOrDefault(call);

    // In the order in which it was heard, which is that of the times but for what came late, and that waits behind another for a moment longer.
    private void Forget(DateTimeOffset now)
    {
        while (_endings.TryPeek(out var oldest) && now - oldest.At > Late)
        {
            _endings.Dequeue();
            // Another word of the same call may have come since.
            if (_ended.TryGetValue(oldest.Call, out var known) && ReferenceEquals(known, oldest))
            {
                _ended.Remove(oldest.Call);
            }
        }
    }
}
