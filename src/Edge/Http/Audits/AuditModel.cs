using RtcCluster.Edge.Http.Problems;
using RtcCluster.Edge.Http.Reports;
using RtcCluster.Storage.Audits;

namespace RtcCluster.Edge.Http.Audits;

/// <summary>Something that was done.</summary>
/// <param name="Number">Its place in the chain; null for the second in which it has none.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Actor">The user who did it.</param>
/// <param name="Action">What, for example <c>agent.state</c>.</param>
/// <param name="Target">To whom or what.</param>
/// <param name="Address">Where the request came from.</param>
/// <param name="Detail">More of it.</param>
internal sealed record AuditModel(long? Number, DateTimeOffset At, string Actor, string Action, string Target, string Address, string Detail)
{
    public static readonly IReadOnlyList<CsvColumn<AuditModel>> Columns =
    [
        new("number", row => row.Number),
        new("at", row => row.At),
        new("actor", row => row.Actor),
        new("action", row => row.Action),
        new("target", row => row.Target),
        new("address", row => row.Address),
        new("detail", row => row.Detail),
    ];

    public static AuditModel Of(AuditEntry entry) =>
        new(entry.Number, entry.Row.At, ApiId.Of(entry.Row.Actor), entry.Row.Action, entry.Row.Target, entry.Row.Address, entry.Row.Detail);
}
