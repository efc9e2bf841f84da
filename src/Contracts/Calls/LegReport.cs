using System.Collections.Immutable;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Calls;

/// <summary>Numbered events from one edge about one call.</summary>
/// <param name="Edge">The edge that saw them.</param>
/// <param name="Epoch">The call's epoch as the edge knows it.</param>
/// <param name="FirstNumber">Number of the first event; the others follow without gaps. An edge begins each call at 1.</param>
/// <param name="Events">At least one event, in order.</param>
[GenerateSerializer, Immutable, Alias("rtc.LegReport")]
public sealed record LegReport(
    [property: Id(0)] EdgeId Edge,
    [property: Id(1)] long Epoch,
    [property: Id(2)] int FirstNumber,
    [property: Id(3)] ImmutableArray<LegEvent> Events);

/// <summary>What became of a report.</summary>
/// <param name="Status">Whether the edge may go on.</param>
/// <param name="SavedThrough">Number of the last event that is saved; events up to it may be forgotten.</param>
/// <param name="Epoch">The call's present epoch.</param>
[GenerateSerializer, Immutable, Alias("rtc.ReportReceipt")]
public sealed record ReportReceipt(
    [property: Id(0)] ReportStatus Status,
    [property: Id(1)] int SavedThrough,
    [property: Id(2)] long Epoch);

/// <summary>The outcomes of a report.</summary>
[GenerateSerializer, Alias("rtc.ReportStatus")]
public enum ReportStatus
{
    /// <summary>Taken and saved.</summary>
    Accepted = 0,

    /// <summary>The edge no longer owns these legs: it drops them without telling the far end.</summary>
    Stale = 1,

    /// <summary>No such call is going on: the edge ends what it still has of it.</summary>
    Gone = 2,

    /// <summary>Events before <c>FirstNumber</c> are missing: send from <c>SavedThrough + 1</c>.</summary>
    Gap = 3,
}
