using System.Text.Json;
using System.Text.Json.Serialization;

namespace RtcCluster.Storage.Backups;

/// <summary>When a tenant is backed up, in its own time: a document of the directory.</summary>
public sealed record BackupSchedule
{
    /// <summary>Kind of the document.</summary>
    public const string Kind = "backup";

    /// <summary>Name of the document.</summary>
    public const string Name = "schedule";

    private const int MostKept = 10_000;
    private const int Week = 7;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>How often.</summary>
    public BackupPace Every { get; init; }

    /// <summary>The hour of the day, 0 to 23.</summary>
    public int Hour { get; init; } = 3;

    /// <summary>Weekly: the day.</summary>
    public DayOfWeek Weekday { get; init; }

    /// <summary>How many backups are kept; one that the schedule makes drops older ones, but for those that <c>Backup:KeepDays</c> holds.</summary>
    public int Keep { get; init; } = 30;

    /// <summary>Since when it is so: no hour before counts.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public string? Check() =>
        !Enum.IsDefined(Every) ? "every: never, daily or weekly."
        : Hour is < 0 or > 23 ? $"hour: {Hour}; it must be 0 to 23."
        : !Enum.IsDefined(Weekday) ? "weekday: a day of the week."
        : Keep is < 1 or > MostKept ? $"keep: {Keep} backups; it must be 1 to {MostKept}."
        : null;

    /// <summary>Whether a backup is to be made now.</summary>
    /// <param name="last">When the newest one began; null where there is none.</param>
    /// <param name="now">Now.</param>
    /// <param name="zone">The tenant's time.</param>
    public bool IsDue(DateTimeOffset? last, DateTimeOffset now, TimeZoneInfo zone) =>
        Days(now, zone, -Week).LastOrDefault(hour => hour <= now) is var hour && hour != default && hour > Since && (last is null || last < hour);

    /// <summary>The next hour that it names; null when it names none.</summary>
    public DateTimeOffset? Next(DateTimeOffset now, TimeZoneInfo zone) =>
        Days(now, zone, 0).FirstOrDefault(hour => hour > now) is var hour && hour != default ? hour : null;

    /// <summary>Reads the document; without one there are no backups but those that somebody asks for.</summary>
    public static BackupSchedule Read(string? json) => json is null ? new() : JsonSerializer.Deserialize<BackupSchedule>(json, Json) ?? new();

    /// <summary>Writes the document.</summary>
    public string Write() => JsonSerializer.Serialize(this, Json);

    private IEnumerable<DateTimeOffset> Days(DateTimeOffset now, TimeZoneInfo zone, int from)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        return Every == BackupPace.Never
            ? []
            : Enumerable.Range(from, (2 * Week) + 1).Select(days => today.AddDays(days)).Where(day => Every == BackupPace.Daily || day.DayOfWeek == Weekday).Select(day => At(day, zone));
    }

    private DateTimeOffset At(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(new TimeOnly(Hour, 0));
        // On the day whose clocks skip this hour, the next one.
        local = zone.IsInvalidTime(local) ? local.AddHours(1) : local;
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}

/// <summary>How often a tenant is backed up.</summary>
public enum BackupPace
{
    /// <summary>Only when somebody asks.</summary>
    Never,

    /// <summary>Every day.</summary>
    Daily,

    /// <summary>Every week.</summary>
    Weekly,
}
