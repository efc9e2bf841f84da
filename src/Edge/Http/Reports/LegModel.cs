using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.History;

namespace RtcCluster.Edge.Http.Reports;

/// <summary>One leg of a call, as the API shows it; times are those of the report's zone.</summary>
internal sealed record LegModel(
    string Call,
    int Leg,
    LegRole Role,
    string Number,
    string Name,
    string? User,
    string? Trunk,
    string? Queue,
    string? JoinedFrom,
    DateTimeOffset StartedAt,
    DateTimeOffset? RingingAt,
    DateTimeOffset? AnsweredAt,
    DateTimeOffset? EndedAt,
    double TalkSeconds,
    double HoldSeconds,
    string EndKind,
    int? SipCode,
    int? Q850)
{
    public static readonly IReadOnlyList<CsvColumn<LegModel>> Columns =
    [
        new("call", row => row.Call),
        new("leg", row => row.Leg),
        new("role", row => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(row.Role.ToString())),
        new("number", row => row.Number),
        new("name", row => row.Name),
        new("user", row => row.User),
        new("trunk", row => row.Trunk),
        new("queue", row => row.Queue),
        new("joinedFrom", row => row.JoinedFrom),
        new("startedAt", row => row.StartedAt),
        new("ringingAt", row => row.RingingAt),
        new("answeredAt", row => row.AnsweredAt),
        new("endedAt", row => row.EndedAt),
        new("talkSeconds", row => row.TalkSeconds),
        new("holdSeconds", row => row.HoldSeconds),
        new("endKind", row => row.EndKind),
        new("sipCode", row => row.SipCode),
        new("q850", row => row.Q850),
    ];

    public static LegModel Of(CallLegEntry leg, TimeZoneInfo zone) => new(
        ApiId.Of(leg.CallId),
        leg.Leg,
        leg.Role,
        leg.Number,
        leg.Name,
        ApiId.OfOrNull(leg.UserId),
        ApiId.OfOrNull(leg.TrunkId),
        ApiId.OfOrNull(leg.QueueId),
        ApiId.OfOrNull(leg.JoinedFrom),
        TimeZoneInfo.ConvertTime(leg.StartedAt, zone),
        Local(leg.RingingAt, zone),
        Local(leg.AnsweredAt, zone),
        Local(leg.EndedAt, zone),
        leg.TalkMilliseconds / 1000.0,
        leg.HoldMilliseconds / 1000.0,
        leg.EndKind,
        leg.EndSipCode,
        leg.EndQ850);

    private static DateTimeOffset? Local(DateTimeOffset? at, TimeZoneInfo zone) => at is { } moment ? TimeZoneInfo.ConvertTime(moment, zone) : null;
}
