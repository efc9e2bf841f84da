using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Reports;

namespace RtcCluster.Edge.Http.Reports;

/// <summary>One queue in one interval, as the API shows it; docs/reports.md defines each figure.</summary>
internal sealed record QueueFiguresModel(
    DateTimeOffset From,
    DateTimeOffset To,
    string Queue,
    int Offered,
    int Handled,
    int HandledInTime,
    int Abandoned,
    int ShortAbandoned,
    int SentAway,
    int Lost,
    int Refused,
    int Offers,
    int Misses,
    double? ServiceLevel,
    double? ServiceLevelOfAll,
    double? AverageAnswerSeconds,
    double? AverageHandlingSeconds,
    double LongestWaitSeconds,
    double WaitSeconds,
    double TalkSeconds,
    double HoldSeconds,
    double WrapUpSeconds)
{
    public static readonly IReadOnlyList<CsvColumn<QueueFiguresModel>> Columns =
    [
        new("from", row => row.From),
        new("to", row => row.To),
        new("queue", row => row.Queue),
        new("offered", row => row.Offered),
        new("handled", row => row.Handled),
        new("handledInTime", row => row.HandledInTime),
        new("abandoned", row => row.Abandoned),
        new("shortAbandoned", row => row.ShortAbandoned),
        new("sentAway", row => row.SentAway),
        new("lost", row => row.Lost),
        new("refused", row => row.Refused),
        new("offers", row => row.Offers),
        new("misses", row => row.Misses),
        new("serviceLevel", row => row.ServiceLevel),
        new("serviceLevelOfAll", row => row.ServiceLevelOfAll),
        new("averageAnswerSeconds", row => row.AverageAnswerSeconds),
        new("averageHandlingSeconds", row => row.AverageHandlingSeconds),
        new("longestWaitSeconds", row => row.LongestWaitSeconds),
        new("waitSeconds", row => row.WaitSeconds),
        new("talkSeconds", row => row.TalkSeconds),
        new("holdSeconds", row => row.HoldSeconds),
        new("wrapUpSeconds", row => row.WrapUpSeconds),
    ];

    public static QueueFiguresModel Of(QueueFigures row) => new(
        row.From,
        row.To,
        ApiId.Of(row.QueueId),
        row.Offered,
        row.Handled,
        row.HandledInTime,
        row.Abandoned,
        row.ShortAbandoned,
        row.SentAway,
        row.Lost,
        row.Refused,
        row.Offers,
        row.Misses,
        row.ServiceLevel,
        row.ServiceLevelOfAll,
        row.AverageAnswerSeconds,
        row.AverageHandlingSeconds,
        row.LongestWaitSeconds,
        row.WaitSeconds,
        row.TalkSeconds,
        row.HoldSeconds,
        row.WrapUpSeconds);
}
