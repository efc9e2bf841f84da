namespace RtcCluster.Storage.Sessions;

/// <summary>One request that was made under an <c>Idempotency-Key</c>; without an answer while it is worked on.</summary>
internal sealed record IdempotencyRow
{
    public required string UserId { get; init; }

    public required string Key { get; init; }

    public required string RequestHash { get; init; }

    public int? Status { get; init; }

    public string ContentType { get; init; } = "";

    public byte[] Body { get; init; } = [];

    public required DateTimeOffset ExpiresAt { get; init; }
}
