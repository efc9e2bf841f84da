using System.Text.Json;
using System.Text.Json.Serialization;

namespace RtcCluster.Storage.Retention;

/// <summary>How long a tenant keeps what: a document of the directory.</summary>
public sealed record RetentionRules
{
    /// <summary>Kind of the document.</summary>
    public const string Kind = "retention";

    /// <summary>Name of the document.</summary>
    public const string Name = "rules";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Of recordings.</summary>
    public RetentionRule Recordings { get; init; } = new();

    /// <summary>Of voicemail.</summary>
    public RetentionRule Voicemail { get; init; } = new();

    /// <summary>Of the call log.</summary>
    public RetentionRule CallLog { get; init; } = new();

    /// <summary>Of messages of conversations.</summary>
    public RetentionRule Chat { get; init; } = new();

    /// <summary>Of faxes.</summary>
    public RetentionRule Fax { get; init; } = new();

    /// <summary>The rules of a kind.</summary>
    public RetentionRule Of(RetentionKind kind) => kind switch
    {
        RetentionKind.Recordings => Recordings,
        RetentionKind.Voicemail => Voicemail,
        RetentionKind.Chat => Chat,
        RetentionKind.Fax => Fax,
        _ => CallLog,
    };

    /// <summary>What is wrong with them; null when nothing is.</summary>
    public string? Check() =>
        Recordings is null || Voicemail is null || CallLog is null || Chat is null || Fax is null ? "recordings, voicemail, callLog, chat and fax: rules each."
        : Recordings.Check("recordings") ?? Voicemail.Check("voicemail") ?? CallLog.Check("callLog") ?? Chat.Check("chat") ?? Fax.Check("fax")
            ?? (Voicemail.Queues.Count > 0 ? "voicemail.queues: a queue has no voicemail box." : Fax.Queues.Count > 0 ? "fax.queues: a queue has no faxes." : Chat.Queues.Count > 0 ? "chat.queues: a queue has no conversations." : null);

    /// <summary>Reads the document; nothing in it are no rules.</summary>
    public static RetentionRules Read(string? json) => json is null ? new() : JsonSerializer.Deserialize<RetentionRules>(json, Json) ?? new();

    /// <summary>Writes the document.</summary>
    public string Write() => JsonSerializer.Serialize(this, Json);
}

/// <summary>How long things of one kind are kept.</summary>
public sealed record RetentionRule
{
    /// <summary>Fewest days.</summary>
    public const int Least = 1;

    /// <summary>Most days: a hundred years.</summary>
    public const int Most = 36_500;

    private const int MostNames = 10_000;

    /// <summary>Days for whatever no user's and no queue's rule names; null: as it was when the thing was made, or for ever where nothing was said.</summary>
    public int? Days { get; init; }

    /// <summary>Days by name of the user.</summary>
    public IReadOnlyDictionary<string, int> Users { get; init; } = new Dictionary<string, int>();

    /// <summary>Days by name of the queue.</summary>
    public IReadOnlyDictionary<string, int> Queues { get; init; } = new Dictionary<string, int>();

    /// <summary>The fewest days of any of them; null where there is none.</summary>
    [JsonIgnore]
    public int? Fewest => Users.Values.Concat(Queues.Values).Concat(Days is { } days ? [days] : []).Select(each => (int?)each).Min();

    /// <summary>
    /// The days of a thing and whose rule that is: the longest of those of its users and queues, because one who needs it is not served by another who does not; without any the tenant's.
    /// </summary>
    /// <param name="users">Names of users whose thing it is.</param>
    /// <param name="queues">Names of queues that it went through.</param>
    public (int Days, string Whose)? Find(IEnumerable<string> users, IEnumerable<string> queues)
    {
        ArgumentNullException.ThrowIfNull(users);
        ArgumentNullException.ThrowIfNull(queues);
        (int Days, string Whose)? found = null;
        foreach (var (names, rules, whose) in new[] { (users, Users, "user"), (queues, Queues, "queue") })
        {
            foreach (var name in names)
            {
                if (rules.TryGetValue(name, out var days) && !(found?.Days >= days))
                {
                    found = (days, whose);
                }
            }
        }

        return found ?? (Days is { } all ? (all, "tenant") : null);
    }

    internal string? Check(string name) =>
        Users is null || Queues is null ? $"{name}.users and {name}.queues: days by name."
        : Users.Count + Queues.Count > MostNames ? $"{name}: at most {MostNames} users and queues."
        : Days is { } all && !IsGood(all) ? Wrong($"{name}.days", all)
        : Users.FirstOrDefault(each => !IsGood(each.Value)) is { Key: { } user, Value: var ofUser } ? Wrong($"{name}.users.{user}", ofUser)
        : Queues.FirstOrDefault(each => !IsGood(each.Value)) is { Key: { } queue, Value: var ofQueue } ? Wrong($"{name}.queues.{queue}", ofQueue)
        : null;

    private static bool IsGood(int days) => days is >= Least and <= Most;

    private static string Wrong(string name, int days) => $"{name}: {days} days; it must be {Least} to {Most}.";
}
