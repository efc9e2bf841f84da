using RtcCluster.Load.Runner.Telephones;

namespace RtcCluster.Load.Runner.Lab.Ledgers;

/// <summary>Makes the calls, and writes down what its own telephones saw of them.</summary>
/// <param name="town">Everybody who has a telephone.</param>
/// <param name="users">Telephones that answer, or are busy.</param>
/// <param name="sleepers">Telephones that nobody answers.</param>
/// <param name="served">Number of the queue that agents serve.</param>
/// <param name="empty">Number of the queue that nobody serves.</param>
internal sealed class LedgerCalls(LedgerTown town, Pool users, Pool sleepers, string served, string empty)
{
    /// <summary>More than any action takes that comes to anything: a party whose edge died is waited for half a minute.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(50);

    /// <summary>A caller who was refused dials again for so long.</summary>
    private static readonly TimeSpan Insists = TimeSpan.FromSeconds(40);

    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(500);

    private int _givenUp;

    /// <summary>Calls whose caller was refused until it gave up.</summary>
    public int GivenUp => _givenUp;

    /// <summary>Makes a call: dials until the server takes it, and does what the plan says.</summary>
    /// <param name="plan">What is to become of it.</param>
    /// <param name="choice">Chooses the edges.</param>
    /// <param name="ct">Ends it early.</param>
    public async Task MakeAsync(CallPlan plan, int choice, CancellationToken ct)
    {
        var pool = plan.Kind == CallKind.NoAnswer ? sleepers : users;
        var phone = plan.Kind is CallKind.Served or CallKind.Abandoned ? null : await pool.TakeAsync(ct);
        var target = plan.Kind == CallKind.Transferred ? await users.TakeAsync(ct) : null;
        try
        {
            var dialled = plan.Kind switch
            {
                CallKind.Served => served,
                CallKind.Abandoned => empty,
                _ => phone!.Extension,
            };
            for (var since = PhoneClock.Now; ; choice++)
            {
                var (attempt, call) = town.Dial(plan, dialled, target, choice);
                Give(attempt, phone, target);
                await FollowAsync(attempt, call);
                if (!attempt.IsRefused)
                {
                    return;
                }

                if (PhoneClock.Now - since > Insists.Ticks)
                {
                    Interlocked.Increment(ref _givenUp);
                    return;
                }

                await Task.Delay(Again, ct);
            }
        }
        finally
        {
            Give(null, phone, target);
            if (target is not null)
            {
                users.GiveBack(target);
            }

            if (phone is not null)
            {
                pool.GiveBack(phone);
            }
        }
    }

    private static void Give(Attempt? attempt, params ReadOnlySpan<LedgerPhone?> phones)
    {
        foreach (var phone in phones)
        {
            phone?.Attempt = attempt;
        }
    }

    private static async Task FollowAsync(Attempt attempt, SipCall call)
    {
        try
        {
            await (attempt.Plan.Kind switch
            {
                CallKind.Answered or CallKind.Served => TalkAsync(attempt, call),
                CallKind.Transferred => SendOnAsync(attempt, call),
                CallKind.Cancelled => CancelAsync(attempt, call),
                CallKind.Abandoned => WaitAsync(attempt, call),
                _ => Task.CompletedTask,
            });
            attempt.End = await call.Ended.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            attempt.Trouble ??= $"nothing for {Patience.TotalSeconds:0} s";
            call.HangUp();
            attempt.HangsUp(caller: true);
            await Task.WhenAny(call.Ended, Task.Delay(Patience));
            attempt.End = call.Ended.IsCompleted ? await call.Ended : null;
        }
    }

    private static async Task TalkAsync(Attempt attempt, SipCall call)
    {
        if (await ConnectedAsync(attempt, call) is { } other && await LastsAsync(attempt, attempt.Plan.Talk, call, other))
        {
            await HangUpAsync(attempt, call, other);
        }
    }

    private static async Task SendOnAsync(Attempt attempt, SipCall call)
    {
        if (await ConnectedAsync(attempt, call) is not { } first || !await LastsAsync(attempt, attempt.Plan.Talk / 2, call, first))
        {
            return;
        }

        first.Refer($"sip:{attempt.Target!.Extension}@{first.Number}");
        var reached = attempt.Reached;
        if (await Task.WhenAny(reached, call.Ended).WaitAsync(Patience) != reached)
        {
            attempt.Trouble = "it ended before it was sent on";
        }
        else if (await LastsAsync(attempt, attempt.Plan.Talk / 2, call, await reached))
        {
            await HangUpAsync(attempt, call, await reached);
        }
    }

    private static async Task CancelAsync(Attempt attempt, SipCall call)
    {
        if (await Task.WhenAny(attempt.Rung, call.Ended).WaitAsync(Patience) == attempt.Rung && await Task.WhenAny(call.Ended, Task.Delay(attempt.Plan.Rings)) != call.Ended)
        {
            attempt.HangsUp(caller: true);
            call.HangUp();
        }
    }

    private static async Task WaitAsync(Attempt attempt, SipCall call)
    {
        attempt.IsUp = await call.Up.WaitAsync(Patience);
        if (attempt.IsUp && await LastsAsync(attempt, attempt.Plan.Talk, call))
        {
            attempt.HangsUp(caller: true);
            call.HangUp();
        }
    }

    // The other party's call, when both have been told that they talk.
    private static async Task<SipCall?> ConnectedAsync(Attempt attempt, SipCall call)
    {
        attempt.IsUp = await call.Up.WaitAsync(Patience);
        if (!attempt.IsUp)
        {
            return null;
        }

        var taken = attempt.Taken;
        if (await Task.WhenAny(taken, call.Ended).WaitAsync(Patience) == taken)
        {
            return await taken;
        }

        attempt.Trouble = "it ended before anybody had it";
        return null;
    }

    private static async Task<bool> LastsAsync(Attempt attempt, TimeSpan time, params SipCall[] calls)
    {
        var over = Task.Delay(time);
        if (await Task.WhenAny([over, .. calls.Select(static call => call.Ended)]) == over)
        {
            return true;
        }

        attempt.Trouble = "it ended while they talked or waited";
        return false;
    }

    private static async Task HangUpAsync(Attempt attempt, SipCall caller, SipCall callee)
    {
        var (first, other) = attempt.Plan.CallerHangsUp ? (caller, callee) : (callee, caller);
        attempt.HangsUp(attempt.Plan.CallerHangsUp);
        first.HangUp();
        if (await Task.WhenAny(other.Ended, Task.Delay(Patience)) != other.Ended)
        {
            attempt.IsNotTold = true;
            other.HangUp();
        }
    }
}
