using System.Text.Json.Serialization;

namespace RtcCluster.Load.Runner.MixedDay;

/// <summary>What a day at a contact centre has, in little.</summary>
internal sealed record MixedDayOptions
{
    /// <summary>Calls a second that the server can take: what <c>compare</c>, or somebody, has found.</summary>
    public required double Limit { get; init; }

    /// <summary>Share of the limit that is put on.</summary>
    public required double Share { get; init; }

    /// <summary>How long calls come.</summary>
    public required TimeSpan Length { get; init; }

    /// <summary>How long calls come before any is counted.</summary>
    public required TimeSpan WarmUp { get; init; }

    /// <summary>Agents at the hub.</summary>
    public required int Agents { get; init; }

    /// <summary>Queues; an agent serves one.</summary>
    public required int Queues { get; init; }

    /// <summary>Telephones that register, and call each other.</summary>
    public required int Telephones { get; init; }

    /// <summary>Share of the calls that are inside.</summary>
    public required double Inside { get; init; }

    /// <summary>Calls whose sound is listened to, from the beginning to the end.</summary>
    public required int Voices { get; init; }

    /// <summary>How long people talk.</summary>
    public required TimeSpan Talk { get; init; }

    /// <summary>How long an agent needs after a call.</summary>
    public required TimeSpan WrapUp { get; init; }

    /// <summary>Chooses when calls come.</summary>
    public required int Seed { get; init; }

    /// <summary>The processor that the server is bound to; null for all.</summary>
    public int? Processor { get; init; }

    /// <summary>Folder for report.html, report.md, report.csv and report.json; null for none.</summary>
    [JsonIgnore]
    public DirectoryInfo? Out { get; init; }

    /// <summary>Calls a second that are put on.</summary>
    public double Rate => Limit * Share;
}
