namespace RtcCluster.Load.Runner.Lab.Ledgers;

/// <summary>What is to become of a call.</summary>
/// <param name="Kind">What.</param>
/// <param name="Rings">How long it rings before somebody does something.</param>
/// <param name="Talk">How long the two talk, or the caller waits.</param>
/// <param name="CallerHangsUp">Who hangs up.</param>
internal sealed record CallPlan(CallKind Kind, TimeSpan Rings, TimeSpan Talk, bool CallerHangsUp)
{
    // In twenty calls; every kind is there in the first twenty.
    private static readonly CallKind[] Deck =
    [
        CallKind.Answered, CallKind.Cancelled, CallKind.Busy, CallKind.NoAnswer, CallKind.Transferred, CallKind.Served, CallKind.Abandoned,
        CallKind.Answered, CallKind.Served, CallKind.Transferred, CallKind.Cancelled, CallKind.Answered, CallKind.Answered, CallKind.Served,
        CallKind.Answered, CallKind.Busy, CallKind.Answered, CallKind.Abandoned, CallKind.Answered, CallKind.Answered,
    ];

    /// <summary>Plans so many calls; the same seed gives the same plans.</summary>
    public static IReadOnlyList<CallPlan> Make(int calls, int seed)
    {
        var random = new Random(seed);
        var plans = new List<CallPlan>(calls + Deck.Length);
        while (plans.Count < calls)
        {
            var kinds = Deck.ToArray();
            random.Shuffle(kinds);
            plans.AddRange(kinds.Select(kind => new CallPlan(kind, Milliseconds(random, 100, 700), Milliseconds(random, 600, 3_000), random.Next(2) == 0)));
        }

        return plans[..calls];
    }

    private static TimeSpan Milliseconds(Random random, int least, int most) => TimeSpan.FromMilliseconds(random.Next(least, most));
}

/// <summary>What can become of a call.</summary>
internal enum CallKind
{
    /// <summary>Somebody answers, the two talk, one hangs up.</summary>
    Answered,

    /// <summary>The caller hangs up while it rings.</summary>
    Cancelled,

    /// <summary>The telephone is busy (486).</summary>
    Busy,

    /// <summary>Nobody answers.</summary>
    NoAnswer,

    /// <summary>Who answered sends the caller to somebody else (REFER), who talks with the caller until one hangs up.</summary>
    Transferred,

    /// <summary>The caller waits in a queue, and an agent takes the call.</summary>
    Served,

    /// <summary>The caller waits in a queue that nobody serves, and hangs up.</summary>
    Abandoned,
}
