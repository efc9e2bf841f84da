using RtcCluster.Contracts.Google;

namespace RtcCluster.Edge.Http.Google;

/// <summary>The user's account of Google.</summary>
/// <param name="IsOffered">Whether accounts can be connected here.</param>
/// <param name="Email">Its address; null when none is connected.</param>
/// <param name="ConnectedAt">Since when.</param>
/// <param name="Parts">What is connected, part by part.</param>
/// <param name="SyncedAt">When contacts were last the same on both sides.</param>
/// <param name="IsReading">Whether contacts are being compared now.</param>
/// <param name="Met">How many were read so far.</param>
/// <param name="Total">How many there are; 0 while Google has not said.</param>
/// <param name="Linked">Contacts that are on both sides.</param>
internal sealed record GoogleModel(
    bool IsOffered, string? Email, DateTimeOffset? ConnectedAt, IReadOnlyList<GooglePartModel> Parts, DateTimeOffset? SyncedAt, bool IsReading, int Met, int Total, int Linked)
{
    public static GoogleModel Of(GoogleCard card) => new(
        card.IsOffered, card.Email, card.ConnectedAt, [.. card.Parts.Select(static part => new GooglePartModel(part.Name, part.IsOn, part.Reason, part.Since))], card.SyncedAt, card.IsReading, card.Met, card.Total, card.Linked);
}

/// <summary>One part of it.</summary>
/// <param name="Name"><c>contacts</c>, <c>directory</c>, <c>calendar</c>, <c>meet</c>, <c>gmail</c> or <c>chat</c>.</param>
/// <param name="IsOn">Whether it works, as far as is known.</param>
/// <param name="Reason">Why not: <c>revoked</c>, <c>scope</c> (you did not allow it), <c>disabled</c> (by an administrator of Google), <c>throttled</c>, <c>away</c>, <c>refused</c> or <c>full</c>.</param>
/// <param name="Since">Since when.</param>
internal sealed record GooglePartModel(string Name, bool IsOn, string? Reason, DateTimeOffset? Since);
