using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;

namespace RtcCluster.Grains.Queues;

/// <summary>The bounds of a queue's rules; what breaks one is named.</summary>
internal static class QueueRulesCheck
{
    private const int MaxMembers = 5_000;
    private const int MaxList = 400;
    private const int MaxNumber = 64;
    private const int MaxText = 500;

    /// <summary>The field and the bound that it breaks; null when all is well.</summary>
    public static string? Problem(QueueRules rules, TenantId tenant) =>
        rules is { Name: null } or { Limits: null } or { Hours: null } or { Announcements: null } or { WrapUp: null } or { Callbacks: null } or { ServiceLevel: null }
            ? "Name, Limits, Hours, Announcements, WrapUp, Callbacks and ServiceLevel: left out, or with a value."
        : rules.Name.Length > 100 ? "Name: at most 100 characters."
        : !Enum.IsDefined(rules.Strategy) ? "Strategy: one of the strategies."
        : rules.Members.IsDefault || rules.Members.Length > MaxMembers ? $"Members: at most {MaxMembers}."
        : rules.Members.Any(member => member.Agent.Tenant != tenant) ? "Members: users of the queue's tenant."
        : rules.Members.DistinctBy(member => member.Agent).Count() != rules.Members.Length ? "Members: each agent once."
        : rules.Members.Any(member => member is { Order: < 0 or > 1_000_000 } or { Weight: < 1 or > 1_000 }) ? "Members: Order 0 to 1,000,000, Weight 1 to 1,000."
        : Bound("RingTime", rules.RingTime, TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(5))
        ?? Bound("WidenAfter", rules.WidenAfter, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5))
        ?? Bound("AgeingStep", rules.AgeingStep, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1))
        ?? Bound("KeepForLastAgent", rules.KeepForLastAgent, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(30))
        ?? Limits(rules.Limits)
        ?? Hours(rules.Hours)
        ?? Announcements(rules.Announcements)
        ?? (rules.Music is { } music && !PromptId.IsName(music) ? "Music: the name of a prompt." : null)
        ?? Bound("WrapUp.Time", rules.WrapUp.Time, TimeSpan.Zero, TimeSpan.FromHours(1))
        ?? (rules.WrapUp.Dispositions.IsDefault || rules.WrapUp.Dispositions.Length > MaxList ? $"WrapUp.Dispositions: at most {MaxList}." : null)
        ?? (rules.Callbacks.Attempts is < 1 or > 5 ? "Callbacks.Attempts: 1 to 5." : null)
        ?? Bound("Callbacks.RetryAfter", rules.Callbacks.RetryAfter, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1))
        ?? Bound("Callbacks.KeepFor", rules.Callbacks.KeepFor, TimeSpan.FromMinutes(10), TimeSpan.FromDays(30))
        ?? Bound("ServiceLevel.Within", rules.ServiceLevel.Within, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1))
        ?? Bound("ServiceLevel.ShortAbandon", rules.ServiceLevel.ShortAbandon, TimeSpan.Zero, TimeSpan.FromMinutes(1));

    private static string? Limits(QueueLimits limits) =>
        limits.MaxWaiting is < 1 or > 100_000 ? "Limits.MaxWaiting: 1 to 100,000."
        : new[] { limits.WhenFull, limits.AfterMaxWait, limits.WhenTooSlow, limits.WhenNobodyServes, limits.WhenClosed, limits.OnHoliday, limits.InEmergency }
            .Any(number => number is { Length: 0 or > MaxNumber }) ? $"Limits: numbers of 1 to {MaxNumber} characters."
        : Bound("Limits.MaxWait", limits.MaxWait, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1))
        ?? Bound("Limits.MaxEstimatedWait", limits.MaxEstimatedWait, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));

    /// <summary>What is wrong with opening hours; null when nothing is.</summary>
    public static string? Hours(QueueHours hours) =>
        hours.Zone.IsDefault || hours.Zone.Length > MaxList || !hours.Zone.SequenceEqual(hours.Zone.OrderBy(change => change.From)) ? $"Hours.Zone: at most {MaxList}, oldest first."
        : hours.Zone.Any(change => change.OffsetMinutes is < -840 or > 840) ? "Hours.Zone: offsets of -840 to 840 minutes."
        : hours.TimeZone is null || hours.Zone.IsEmpty && !TimeZoneInfo.TryFindSystemTimeZoneById(hours.TimeZone, out _) ? "Hours.TimeZone: an IANA zone."
        : hours.Weekly.IsDefault || hours.Weekly.Length > MaxList ? $"Hours.Weekly: at most {MaxList}."
        : hours.Holidays.IsDefault || hours.Holidays.Length > MaxList ? $"Hours.Holidays: at most {MaxList}."
        : null;

    private static string? Announcements(QueueAnnouncements rules) =>
        rules.Periodic.IsDefault || rules.Periodic.Length > MaxList ? $"Announcements.Periodic: at most {MaxList}."
        : rules.Periodic.Any(item => item is not { Length: > 0 and <= MaxText }) ? $"Announcements.Periodic: each a prompt's name, or a text of 1 to {MaxText} characters."
        : rules.Language is not { Length: >= 2 and <= 16 } || !(rules.Language[..2].ToLowerInvariant() is "es" or "en") || (rules.Language.Length > 2 && rules.Language[2] != '-')
            ? "Announcements.Language: es or en, and a region."
        : Bound("Announcements.PlaceAfter", rules.PlaceAfter, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1))
        ?? Bound("Announcements.PlaceEvery", rules.PlaceEvery, TimeSpan.FromSeconds(5), TimeSpan.FromHours(1))
        ?? Bound("Announcements.RoundTo", rules.RoundTo, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10))
        ?? Bound("Announcements.PeriodicEvery", rules.PeriodicEvery, TimeSpan.FromSeconds(5), TimeSpan.FromHours(1));

    private static string? Bound(string name, TimeSpan? value, TimeSpan least, TimeSpan most) =>
        value is null || (value >= least && value <= most) ? null : $"{name}: {least:c} to {most:c}.";
}
