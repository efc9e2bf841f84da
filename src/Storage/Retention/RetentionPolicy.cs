using System.Globalization;
using RtcCluster.Storage.Departures;
using RtcCluster.Storage.Legal;

namespace RtcCluster.Storage.Retention;

/// <summary>A thing that is kept, as far as it matters for how long.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="At">When it was.</param>
/// <param name="Otherwise">Until when it is kept where no rule says anything; null: for ever.</param>
/// <param name="Call">The call.</param>
/// <param name="Users">Whose it is, <c>{tenant}/{name}</c>.</param>
/// <param name="Queues">What it went through, <c>{tenant}/{name}</c>.</param>
/// <param name="Numbers">Its telephone numbers.</param>
public sealed record Kept(
    RetentionKind Kind, DateTimeOffset At, DateTimeOffset? Otherwise, string Call, IReadOnlyList<string> Users, IReadOnlyList<string> Queues, IReadOnlyList<string> Numbers);

/// <summary>What is to be done with a thing.</summary>
/// <param name="IsDue">Whether it has been kept long enough.</param>
/// <param name="IsHeld">Whether a legal case holds it, due or not.</param>
/// <param name="Rule">By which rule it is due.</param>
public readonly record struct RetentionJudgement(bool IsDue, bool IsHeld, string Rule)
{
    /// <summary>Whether it is to be erased.</summary>
    public bool Erases => IsDue && !IsHeld;
}

/// <summary>A tenant's rules and the cases that hold, at one moment.</summary>
/// <param name="rules">The rules.</param>
/// <param name="cases">Cases of the tenant.</param>
/// <param name="now">The moment.</param>
/// <param name="departures">When users of a name that rules name were deleted, the earliest first; null for none.</param>
public sealed class RetentionPolicy(RetentionRules rules, IReadOnlyList<LegalCase> cases, DateTimeOffset now, IReadOnlyDictionary<string, IReadOnlyList<DateTimeOffset>>? departures = null)
{
    private readonly List<LegalScope> _holds = [.. cases.Where(held => held.Holds(now)).Select(held => held.Scope)];

    /// <summary>The rules.</summary>
    public RetentionRules Rules => rules;

    /// <summary>The moment.</summary>
    public DateTimeOffset Now => now;

    /// <summary>What is younger than this is due by no rule.</summary>
    public DateTimeOffset Cutoff(RetentionKind kind) => rules.Of(kind).Fewest is { } days ? now.AddDays(-days) : DateTimeOffset.UnixEpoch;

    /// <summary>What is to be done with a thing. The longest hold wins over every rule.</summary>
    public RetentionJudgement Judge(Kept kept)
    {
        ArgumentNullException.ThrowIfNull(kept);
        var found = rules.Of(kept.Kind).Find(kept.Users.Select(user => NameAt(NameOf(user), kept.At)), kept.Queues.Select(NameOf));
        var isDue = found is { } rule ? kept.At.AddDays(rule.Days) <= now : kept.Otherwise <= now;
        return new RetentionJudgement(
            isDue, Holds(kept), found is { } by ? string.Create(CultureInfo.InvariantCulture, $"{by.Whose} {by.Days}") : "default");
    }

    /// <summary>Whether a case holds a thing.</summary>
    public bool Holds(Kept kept)
    {
        ArgumentNullException.ThrowIfNull(kept);
        return _holds.Exists(scope => scope.Covers(kept.At, kept.Call, kept.Users, kept.Numbers));
    }

    // Whose the name was then: neither is a thing of before by the rule of who has it now, nor the other way round.
    private string NameAt(string name, DateTimeOffset at)
    {
        if (departures is null || !departures.TryGetValue(name, out var ends))
        {
            return name;
        }

        var number = 1 + ends.Count(end => end < at);
        return number > ends.Count ? name : Departure.FormerName(name, number);
    }

    private static string NameOf(string key) => key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..];
}
