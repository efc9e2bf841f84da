using System.Globalization;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Reports;

namespace RtcCluster.Edge.Http.Reports;

/// <summary>One agent in one interval, as the API shows it; docs/reports.md defines each figure.</summary>
internal sealed record AgentFiguresModel(
    DateTimeOffset From,
    DateTimeOffset To,
    string Agent,
    int Offered,
    int Handled,
    int Missed,
    int Declined,
    double? AverageHandlingSeconds,
    double? Occupancy,
    double LoggedInSeconds,
    double ReadySeconds,
    double OfferedSeconds,
    double TalkSeconds,
    double HoldSeconds,
    double WrapUpSeconds,
    double PausedSeconds,
    double RestingSeconds,
    IReadOnlyDictionary<string, double> PausedByReason)
{
    public static readonly IReadOnlyList<CsvColumn<AgentFiguresModel>> Columns =
    [
        new("from", row => row.From),
        new("to", row => row.To),
        new("agent", row => row.Agent),
        new("offered", row => row.Offered),
        new("handled", row => row.Handled),
        new("missed", row => row.Missed),
        new("declined", row => row.Declined),
        new("averageHandlingSeconds", row => row.AverageHandlingSeconds),
        new("occupancy", row => row.Occupancy),
        new("loggedInSeconds", row => row.LoggedInSeconds),
        new("readySeconds", row => row.ReadySeconds),
        new("offeredSeconds", row => row.OfferedSeconds),
        new("talkSeconds", row => row.TalkSeconds),
        new("holdSeconds", row => row.HoldSeconds),
        new("wrapUpSeconds", row => row.WrapUpSeconds),
        new("pausedSeconds", row => row.PausedSeconds),
        new("restingSeconds", row => row.RestingSeconds),
        new("pausedByReason", row => string.Join(", ", row.PausedByReason.Select(pause => $"{pause.Key} {pause.Value.ToString("0.###", CultureInfo.InvariantCulture)}"))),
    ];

    public static AgentFiguresModel Of(AgentFigures row) => new(
        row.From,
        row.To,
        ApiId.Of(row.AgentId),
        row.Offered,
        row.Handled,
        row.Missed,
        row.Declined,
        row.AverageHandlingSeconds,
        row.Occupancy,
        row.LoggedInSeconds,
        row.ReadySeconds,
        row.OfferedSeconds,
        row.TalkSeconds,
        row.HoldSeconds,
        row.WrapUpSeconds,
        row.PausedSeconds,
        row.RestingSeconds,
        row.PausedByReason);
}
