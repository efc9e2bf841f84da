using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.History;

namespace RtcCluster.Edge.Http.Reports;

/// <summary>A change of a call's parties, as the API shows it.</summary>
/// <param name="Kind">Blind, attended, queue, pickUp or merge.</param>
/// <param name="StartedAt">When it was asked for.</param>
/// <param name="Completed">True when it was done.</param>
/// <param name="By">Who did it: the user, or the number of somebody outside.</param>
/// <param name="To">The number that it went to.</param>
/// <param name="ToUser">The user who is there now.</param>
/// <param name="OtherCall">The consultation, or the pick-up, that became a part of this call.</param>
/// <param name="SipCode">Why it failed.</param>
internal sealed record TransferModel(
    TransferKind Kind,
    DateTimeOffset StartedAt,
    bool Completed,
    string By,
    string To,
    string? ToUser,
    string? OtherCall,
    int? SipCode)
{
    public static TransferModel Of(TransferEntry transfer, TimeZoneInfo zone) => new(
        transfer.Kind,
        TimeZoneInfo.ConvertTime(transfer.StartedAt, zone),
        transfer.Completed,
        ApiId.OfOrNull(transfer.ByUserId) ?? transfer.ByNumber,
        transfer.ToNumber,
        ApiId.OfOrNull(transfer.ToUserId),
        ApiId.OfOrNull(transfer.OtherCall),
        transfer.SipCode);

    /// <summary>The transfer in one cell.</summary>
    public override string ToString() =>
        $"{Kind.ToString().ToLowerInvariant()} {By} > {To}{(OtherCall is null ? "" : $" ({OtherCall})")}{(Completed ? "" : SipCode is { } code ? $" failed {code}" : " failed")}";
}
