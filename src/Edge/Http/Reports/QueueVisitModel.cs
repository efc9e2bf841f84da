using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.History;

namespace RtcCluster.Edge.Http.Reports;

/// <summary>A visit of a call to a queue, as the API shows it.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="OfferedAt">When the caller came.</param>
/// <param name="LetIn">False when the queue did not let the caller in.</param>
/// <param name="Outcome">How the place was left.</param>
/// <param name="SentTo">Where the caller was sent.</param>
/// <param name="WaitSeconds">How long the caller waited.</param>
/// <param name="Agent">Who had the caller.</param>
/// <param name="TalkSeconds">How long, holds not among it.</param>
/// <param name="HoldSeconds">How long on hold.</param>
/// <param name="Offers">How often an agent was offered the caller.</param>
/// <param name="Misses">Of them those that were not taken.</param>
internal sealed record QueueVisitModel(
    string Queue,
    DateTimeOffset OfferedAt,
    bool LetIn,
    VisitOutcome Outcome,
    string? SentTo,
    double WaitSeconds,
    string? Agent,
    double TalkSeconds,
    double HoldSeconds,
    int Offers,
    int Misses)
{
    public static QueueVisitModel Of(QueueVisitEntry visit, TimeZoneInfo zone) => new(
        ApiId.Of(visit.QueueId),
        TimeZoneInfo.ConvertTime(visit.OfferedAt, zone),
        visit.LetIn,
        visit.Outcome,
        visit.SentTo,
        visit.Waited.TotalSeconds,
        ApiId.OfOrNull(visit.AgentId),
        (visit.Talked - visit.Held).TotalSeconds,
        visit.Held.TotalSeconds,
        visit.Offers,
        visit.Misses);
}
