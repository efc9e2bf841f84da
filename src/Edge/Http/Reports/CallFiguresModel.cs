using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Reports;

namespace RtcCluster.Edge.Http.Reports;

/// <summary>One call with its visits to queues and its transfers, as the API shows it; times are those of the report's zone.</summary>
internal sealed record CallFiguresModel(
    string Call,
    DateTimeOffset StartedAt,
    DateTimeOffset? AnsweredAt,
    DateTimeOffset? EndedAt,
    CallDirection Direction,
    string From,
    string FromName,
    string To,
    string ToName,
    string? Trunk,
    string Result,
    string HangupBy,
    double TalkSeconds,
    double WaitSeconds,
    double HoldSeconds,
    double WrapUpSeconds,
    string? MergedInto,
    IReadOnlyList<QueueVisitModel> Visits,
    IReadOnlyList<TransferModel> Transfers)
{
    public static readonly IReadOnlyList<CsvColumn<CallFiguresModel>> Columns =
    [
        new("call", row => row.Call),
        new("startedAt", row => row.StartedAt),
        new("answeredAt", row => row.AnsweredAt),
        new("endedAt", row => row.EndedAt),
        new("direction", row => row.Direction.ToString().ToLowerInvariant()),
        new("from", row => row.From),
        new("fromName", row => row.FromName),
        new("to", row => row.To),
        new("toName", row => row.ToName),
        new("trunk", row => row.Trunk),
        new("result", row => row.Result),
        new("hangupBy", row => row.HangupBy),
        new("talkSeconds", row => row.TalkSeconds),
        new("waitSeconds", row => row.WaitSeconds),
        new("holdSeconds", row => row.HoldSeconds),
        new("wrapUpSeconds", row => row.WrapUpSeconds),
        new("queues", row => string.Join(' ', row.Visits.Select(visit => visit.Queue))),
        new("outcomes", row => string.Join(' ', row.Visits.Select(visit => Word(visit.Outcome)))),
        new("agents", row => string.Join(' ', row.Visits.Select(visit => visit.Agent).OfType<string>())),
        new("transfers", row => string.Join(", ", row.Transfers.Select(transfer => transfer.ToString()))),
        new("mergedInto", row => row.MergedInto),
    ];

    public static CallFiguresModel Of(CallFigures row, TimeZoneInfo zone) => new(
        ApiId.Of(row.Entry.CallId),
        TimeZoneInfo.ConvertTime(row.Entry.StartedAt, zone),
        Local(row.Entry.AnsweredAt, zone),
        Local(row.Entry.EndedAt, zone),
        row.Entry.Direction,
        row.Entry.FromNumber,
        row.Entry.FromName,
        row.Entry.ToNumber,
        row.Entry.ToName,
        ApiId.OfOrNull(row.Entry.Trunk),
        row.Entry.Result,
        row.Entry.HangupBy,
        row.Entry.TalkMilliseconds / 1000.0,
        row.Visits.Sum(visit => visit.Waited.TotalSeconds),
        row.Visits.Sum(visit => visit.Held.TotalSeconds),
        row.WrapUp.TotalSeconds,
        ApiId.OfOrNull(row.Entry.MergedInto),
        [.. row.Visits.Select(visit => QueueVisitModel.Of(visit, zone))],
        [.. row.Transfers.Select(transfer => TransferModel.Of(transfer, zone))]);

    private static DateTimeOffset? Local(DateTimeOffset? at, TimeZoneInfo zone) => at is { } moment ? TimeZoneInfo.ConvertTime(moment, zone) : null;

    private static string Word<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
