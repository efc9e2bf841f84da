using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;

namespace RtcCluster.Grains.Users;

/// <summary>Counts a user's outgoing calls and says whether one more is allowed; pure but for what it remembers.</summary>
internal sealed class OutboundGuard
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    // A call that was admitted and then not set up is never reported as ended.
    private static readonly TimeSpan SetUp = TimeSpan.FromMinutes(5);

    private readonly Dictionary<CallId, (DateTimeOffset Admitted, bool Confirmed)> _calls = [];

    /// <summary>Why a call may not be made; null when it may.</summary>
    public CallFailure? Check(UserState state, OutboundRules rules, IReadOnlyList<string> allowed, CallId call, string number, bool premium, DateTimeOffset now)
    {
        if (Destination(rules, allowed, number, premium) is { } refusal)
        {
            return refusal;
        }

        if (state.OutsideBlockedUntil > now)
        {
            return UserFailures.OutsideBlocked;
        }

        // One that was counted goes on to another number: a transfer, or the next of those that the user is followed to.
        if (_calls.ContainsKey(call))
        {
            return null;
        }

        if (_calls.Values.Count(counted => counted.Confirmed || now - counted.Admitted < SetUp) >= rules.CallsPerUser)
        {
            return Refusal($"No more than {rules.CallsPerUser} outgoing calls at a time.");
        }

        return state.OutboundCalls.Count(at => now - at < Hour) >= rules.CallsPerUserAndHour
            ? Refusal($"No more than {rules.CallsPerUserAndHour} outgoing calls within an hour.")
            : null;
    }

    /// <summary>Why nobody may call a number; null when somebody may.</summary>
    public static CallFailure? Destination(OutboundRules rules, IReadOnlyList<string> allowed, string number, bool premium) =>
        rules.Blocked.Any(prefix => number.StartsWith(prefix, StringComparison.Ordinal)) || (premium && !rules.PremiumRate) ? Refusal("This destination is blocked.")
        : allowed.Count > 0 && !allowed.Any(prefix => number.StartsWith(prefix, StringComparison.Ordinal)) ? Refusal("This destination is not among those that are allowed.")
        : null;

    /// <summary>Counts a call that may be made.</summary>
    public void Count(UserState state, CallId call, DateTimeOffset now)
    {
        if (_calls.TryAdd(call, (now, false)))
        {
            state.OutboundCalls.RemoveAll(at => now - at >= Hour);
            state.OutboundCalls.Add(now);
        }
    }

    /// <summary>A call that was admitted is not made; one that has a number outside on the line goes on to hold its place.</summary>
    public void Withdraw(CallId call)
    {
        if (_calls.TryGetValue(call, out var counted) && !counted.Confirmed)
        {
            _calls.Remove(call);
        }
    }

    /// <summary>
    /// What a call says. It holds its place while it has a number outside on the line at the user's expense, whether the user is in it or has forwarded or
    /// transferred it; what it said before it was admitted, and comes late, takes nothing from it: who is not called after all is withdrawn (<see cref="Withdraw"/>).
    /// </summary>
    public void CallChanged(UserCall call, DateTimeOffset now)
    {
        var isCounted = _calls.TryGetValue(call.Call, out var counted);
        if (call.Pays)
        {
            // One that another activation of the user admitted is counted again.
            _calls[call.Call] = (isCounted ? counted.Admitted : now, true);
        }
        else if (isCounted && counted.Confirmed)
        {
            _calls.Remove(call.Call);
        }
    }

    private static CallFailure Refusal(string text) => new(403, text, 21, CallResult.Refused);
}
