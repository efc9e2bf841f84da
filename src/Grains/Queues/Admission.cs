using RtcCluster.Contracts.Queues;

namespace RtcCluster.Grains.Queues;

/// <summary>Who is let in: one table, from the strongest reason to the weakest.</summary>
internal static class Admission
{
    private const int MaxPriority = 10;
    private const int MaxNeeds = 8;
    private const int MaxLevel = 100;

    /// <summary>Whether somebody may wait now, and where they go if not.</summary>
    public static (QueueJoinStatus Status, string? SendTo) Decide(QueueTurn turn, QueueJoin join)
    {
        var limits = turn.Rules.Limits;
        return
            !turn.State.Exists || turn.State.Removed ? (QueueJoinStatus.NoSuchQueue, null)
            : !IsValid(join) ? (QueueJoinStatus.Invalid, null)
            : Opening.Refusal(turn) is { } closed ? (closed, SendTo(limits, closed))
            : turn.Index.Waiting.Count >= limits.MaxWaiting ? (QueueJoinStatus.Full, limits.WhenFull)
            : !IsThere(turn, limits.JoinNeeds) ? (QueueJoinStatus.NobodyServes, limits.WhenNobodyServes)
            : limits.MaxEstimatedWait is { } most && Estimating.ForNew(turn, join) > most ? (QueueJoinStatus.TooSlow, limits.WhenTooSlow)
            : (QueueJoinStatus.Waiting, null);
    }

    /// <summary>Where somebody goes for a reason.</summary>
    public static string? SendTo(QueueLimits limits, QueueJoinStatus reason) => reason switch
    {
        QueueJoinStatus.Emergency => limits.InEmergency,
        QueueJoinStatus.Holiday => limits.OnHoliday ?? limits.WhenClosed,
        QueueJoinStatus.Closed => limits.WhenClosed,
        QueueJoinStatus.Full => limits.WhenFull,
        QueueJoinStatus.NobodyServes => limits.WhenNobodyServes,
        QueueJoinStatus.TooSlow => limits.WhenTooSlow,
        QueueJoinStatus.MaxWait => limits.AfterMaxWait,
        _ => null,
    };

    /// <summary>Whether those are there whom a rule asks for.</summary>
    public static bool IsThere(QueueTurn turn, StaffRule rule) => rule switch
    {
        StaffRule.LoggedIn => turn.Index.LoggedIn > 0,
        StaffRule.Working => turn.Index.Working > 0,
        StaffRule.Ready => turn.Index.Free.Count > 0,
        _ => true,
    };

    private static bool IsValid(QueueJoin join) =>
        join is { Priority: >= 0 and <= MaxPriority, Visit: > 0, Needs.IsDefault: false, Needs.Length: <= MaxNeeds }
        && join.PreferredFor >= TimeSpan.Zero
        && join.Needs.All(need => need is { Level: >= 1 and <= MaxLevel, Skill.Length: > 0, Relax.IsDefault: false, Relax.Length: <= MaxNeeds });
}
