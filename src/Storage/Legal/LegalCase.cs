using System.Text.Json.Serialization;

namespace RtcCluster.Storage.Legal;

/// <summary>A case for which things are held: what it covers is not erased while it lasts.</summary>
public sealed record LegalCase
{
    /// <summary>How long what was proposed holds without a second person's approval: until then nothing of it may be gone.</summary>
    public static readonly TimeSpan ProposalHolds = TimeSpan.FromDays(7);

    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>Why there is one.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What it covers.</summary>
    public required LegalScope Scope { get; init; }

    /// <summary>How far it is.</summary>
    public LegalCaseState State { get; init; }

    /// <summary>Who proposed it, <c>{tenant}/{name}</c>.</summary>
    public required string ProposedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset ProposedAt { get; init; }

    /// <summary>The second person.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? ApprovedAt { get; init; }

    /// <summary>Who asked for its release.</summary>
    public string? ReleaseAskedBy { get; init; }

    /// <summary>The second person of the release.</summary>
    public string? ReleasedBy { get; init; }

    /// <summary>When it was released.</summary>
    public DateTimeOffset? ReleasedAt { get; init; }

    /// <summary>Grows with each change.</summary>
    public int Version { get; init; }

    /// <summary>Whether it holds now.</summary>
    public bool Holds(DateTimeOffset now) => State switch
    {
        LegalCaseState.Active or LegalCaseState.Releasing => true,
        LegalCaseState.Proposed => now - ProposedAt < ProposalHolds,
        _ => false,
    };
}

/// <summary>How far a case is. Stored by name.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LegalCaseState>))]
public enum LegalCaseState
{
    /// <summary>One person has asked for it.</summary>
    Proposed,

    /// <summary>A second one has approved.</summary>
    Active,

    /// <summary>One person has asked for its release.</summary>
    Releasing,

    /// <summary>A second one has approved that; or it was taken back before it was active.</summary>
    Released,
}

/// <summary>What a case covers: things of one of the users, of one of the numbers or of one of the calls, in the time between. Without users, numbers and calls: all of that time.</summary>
public sealed record LegalScope
{
    /// <summary>Most names in each list.</summary>
    public const int Most = 1000;

    /// <summary>Users, <c>{tenant}/{name}</c>.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>Telephone numbers, as the call log has them.</summary>
    public IReadOnlyList<string> Numbers { get; init; } = [];

    /// <summary>Calls, <c>{tenant}/{name}</c>.</summary>
    public IReadOnlyList<string> Calls { get; init; } = [];

    /// <summary>From this moment on; null: whenever it was.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before this moment; null: whenever it was, or will be.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public string? Check() =>
        Users is null || Numbers is null || Calls is null ? "scope: users, numbers and calls."
        : Users.Count > Most || Numbers.Count > Most || Calls.Count > Most ? $"scope: at most {Most} users, numbers and calls each."
        : Users.Concat(Numbers).Concat(Calls).Any(name => name is null or "" or { Length: > 255 }) ? "scope: names of 1 to 255 characters."
        : Users.Count + Numbers.Count + Calls.Count == 0 && (From is null || Until is null) ? "scope: users, numbers or calls, or a time with its beginning and its end."
        : From >= Until ? "scope: from lies before until."
        : null;

    /// <summary>Whether it names a user.</summary>
    public bool Names(string user) => Users.Contains(user);

    /// <summary>Whether a thing is covered.</summary>
    /// <param name="at">When it was.</param>
    /// <param name="call">Its call.</param>
    /// <param name="users">Whose it is.</param>
    /// <param name="numbers">Its numbers.</param>
    public bool Covers(DateTimeOffset at, string call, IEnumerable<string> users, IEnumerable<string> numbers) =>
        (From is not { } from || at >= from) && (Until is not { } until || at < until)
        && (Users.Count + Numbers.Count + Calls.Count == 0 || Calls.Contains(call) || users.Any(Users.Contains) || numbers.Any(number => number.Length > 0 && Numbers.Contains(number)));
}
