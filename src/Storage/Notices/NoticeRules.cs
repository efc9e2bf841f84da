using System.Text.Json;
using System.Text.Json.Serialization;

namespace RtcCluster.Storage.Notices;

/// <summary>What a company tells parties outside before their calls are recorded: a document of the directory. The first rule that covers a call counts; without one nobody is told.</summary>
public sealed record NoticeRules
{
    /// <summary>Kind of the document.</summary>
    public const string Kind = "notices";

    /// <summary>Name of the document.</summary>
    public const string Name = "rules";

    /// <summary>Most rules.</summary>
    public const int Most = 100;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>The rules, in the order in which they are asked.</summary>
    public IReadOnlyList<NoticeRule> Rules { get; init; } = [];

    /// <summary>The version of the document that they were read from; 0 where there is none. A recording's manifest names it.</summary>
    [JsonIgnore]
    public int Version { get; init; }

    /// <summary>Reads the document; nothing in it are no rules.</summary>
    public static NoticeRules Read(string? json) => json is null ? new() : JsonSerializer.Deserialize<NoticeRules>(json, Json) ?? new();

    /// <summary>Writes the document.</summary>
    public string Write() => JsonSerializer.Serialize(this, Json);

    /// <summary>The rule of a call; null where nobody is told.</summary>
    /// <param name="line">The number that the call came in by, or as it was dialled; null where it is not known, and then every rule of a line that tells covers it.</param>
    /// <param name="queue">The queue that the line leads to; null for none.</param>
    /// <param name="country">The country of the number outside; null where it shows none, and then every rule of a country covers it: who is told too much has lost nothing.</param>
    /// <param name="isOutgoing">Whether the company calls.</param>
    public NoticeRule? Find(string? line, string? queue, string? country, bool isOutgoing) => Rules.FirstOrDefault(rule => rule.Covers(line, queue, country, isOutgoing)) is { Tell: not NoticeWay.None } found ? found : null;

    /// <summary>What is wrong with them; null when nothing is.</summary>
    public string? Check()
    {
        if (Rules is null || Rules.Count > Most)
        {
            return $"rules: at most {Most}.";
        }

        for (var i = 0; i < Rules.Count; i++)
        {
            if (Rules[i] is not { } rule)
            {
                return $"rules[{i}]: a rule.";
            }

            if (rule.Check() is { } problem)
            {
                return $"rules[{i}].{problem}";
            }
        }

        return Rules.DistinctBy(static rule => rule.Name, StringComparer.Ordinal).Count() == Rules.Count ? null : "rules: each has a name of its own.";
    }
}

/// <summary>One rule of what is told before a call is recorded.</summary>
public sealed record NoticeRule
{
    private const int MostNames = 1_000;
    private const int LongestText = 1_000;

    /// <summary>Its name, 1 to 64 characters: the call log and the ledger tell by it why somebody was told.</summary>
    public string Name { get; init; } = "";

    /// <summary>What is done.</summary>
    public NoticeWay Tell { get; init; }

    /// <summary>Calls that it covers: those that come in, those that go out, or both.</summary>
    public NoticeDirection Calls { get; init; }

    /// <summary>Lines that it covers, by their numbers; none: all.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>Queues that it covers, by their names; none: all, and calls that are for none.</summary>
    public IReadOnlyList<string> Queues { get; init; } = [];

    /// <summary>Countries of the number outside that it covers (ISO 3166-1 alpha-2); none: all.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>The language that it is said in: <c>es</c> or <c>en</c>.</summary>
    public string Language { get; init; } = "es";

    /// <summary>What is said; empty: a text that comes with the software.</summary>
    public string Text { get; init; } = "";

    /// <summary>An uploaded prompt that is played instead; empty: none.</summary>
    public string Prompt { get; init; } = "";

    /// <summary>How many seconds an answer is waited for, 2 to 60.</summary>
    public int Seconds { get; init; } = 8;

    /// <summary>Whether who gives no answer is recorded.</summary>
    public bool RecordsUnanswered { get; init; }

    internal bool Covers(string? line, string? queue, string? country, bool isOutgoing) =>
        Calls switch { NoticeDirection.Incoming => !isOutgoing, NoticeDirection.Outgoing => isOutgoing, _ => true }
        && (Lines.Count == 0 || (line is null ? Tell != NoticeWay.None : Lines.Contains(line, StringComparer.Ordinal)))
        && (Queues.Count == 0 || (queue is not null && Queues.Contains(queue, StringComparer.Ordinal)))
        && (Countries.Count == 0 || country is null || Countries.Contains(country, StringComparer.OrdinalIgnoreCase));

    internal string? Check() =>
        Name is not { Length: > 0 and <= 64 } ? "name: 1 to 64 characters."
        : Lines is null || Queues is null || Countries is null || Lines.Count + Queues.Count + Countries.Count > MostNames ? $"lines, queues and countries: at most {MostNames} together."
        : Countries.FirstOrDefault(static country => country is not { Length: 2 } || !country.All(char.IsAsciiLetter)) is { } wrong ? $"countries: {wrong} is no country of two letters."
        : Language is not ("es" or "en") ? "language: es or en."
        : Text is null || Text.Length > LongestText ? $"text: at most {LongestText} characters."
        : Prompt is null or { Length: > 64 } ? "prompt: the name of a prompt."
        : Seconds is < 2 or > 60 ? $"seconds: {Seconds}; it must be 2 to 60."
        : !Enum.IsDefined(Tell) || !Enum.IsDefined(Calls) ? "tell and calls: one of their words."
        : null;
}

/// <summary>What is done before a call is recorded.</summary>
public enum NoticeWay
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The party is told.</summary>
    Announce,

    /// <summary>The party is asked, and recorded when it agrees.</summary>
    Consent,
}

/// <summary>Which calls a rule covers.</summary>
public enum NoticeDirection
{
    /// <summary>All with somebody outside.</summary>
    All,

    /// <summary>Those that come in.</summary>
    Incoming,

    /// <summary>Those that go out.</summary>
    Outgoing,
}
