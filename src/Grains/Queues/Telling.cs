using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;

namespace RtcCluster.Grains.Queues;

/// <summary>What waiting callers hear between the music.</summary>
internal static class Telling
{
    /// <summary>Sets what is due next of a caller who has just come, or whose rules have changed.</summary>
    public static void Remind(QueueTurn turn, QueueCaller caller)
    {
        var rules = turn.Rules.Announcements;
        turn.Index.Remind(DueKind.Place, caller.Number, rules.PlaceAfter is { } first ? Next(turn, caller, first, rules.PlaceEvery) : null);
        turn.Index.Remind(DueKind.Prompt, caller.Number, rules.Periodic.IsDefaultOrEmpty ? null : Next(turn, caller, rules.PeriodicEvery, rules.PeriodicEvery));
    }

    /// <summary>Tells the place and the wait.</summary>
    public static void Place(QueueTurn turn, QueueCaller caller)
    {
        var rules = turn.Rules.Announcements;
        turn.Index.Remind(DueKind.Place, caller.Number, turn.Now + rules.PlaceEvery);
        if (caller.Phase != QueuePhase.Waiting || !(rules.Position || rules.EstimatedWait))
        {
            return;
        }

        var position = Estimating.Position(turn, PlaceKey.Of(caller, turn.Rules.AgeingStep));
        turn.Tell(new QueueTell.Announce(caller.Call, caller.Visit, new QueueAnnouncement(
            rules.Position ? position : null,
            rules.EstimatedWait ? RoundUp(Estimating.At(turn, position), rules.RoundTo) : null,
            null,
            ++caller.Announced,
            rules.Language)));
    }

    /// <summary>Plays the next prompt, or the same again when it was not heard.</summary>
    public static void Prompt(QueueTurn turn, QueueCaller caller)
    {
        var rules = turn.Rules.Announcements;
        turn.Index.Remind(DueKind.Prompt, caller.Number, turn.Now + rules.PeriodicEvery);
        if (caller.Phase == QueuePhase.Waiting)
        {
            caller.PromptAnnounced = ++caller.Announced;
            turn.Tell(new QueueTell.Announce(
                caller.Call, caller.Visit, new QueueAnnouncement(null, null, rules.Periodic[caller.Prompts % rules.Periodic.Length], caller.Announced, rules.Language)));
        }
    }

    /// <summary>A caller has heard an announcement to its end.</summary>
    public static void Heard(QueueTurn turn, CallId call, int visit, int announcement)
    {
        if (!turn.Index.ByCall.TryGetValue(call, out var caller) || caller.Visit != visit || announcement <= caller.Heard)
        {
            return;
        }

        caller.Heard = announcement;
        caller.Told++;
        if (caller.PromptAnnounced == announcement)
        {
            caller.Prompts++;
        }
    }

    private static DateTimeOffset Next(QueueTurn turn, QueueCaller caller, TimeSpan first, TimeSpan every)
    {
        var due = caller.Since + first;
        return due > turn.Now ? due : turn.Now + every;
    }

    private static TimeSpan RoundUp(TimeSpan wait, TimeSpan to) => new((wait.Ticks + to.Ticks - 1) / to.Ticks * to.Ticks);
}
