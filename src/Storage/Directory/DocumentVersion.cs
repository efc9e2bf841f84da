namespace RtcCluster.Storage.Directory;

/// <summary>A version of a <see cref="Document"/> that was in force once, or is.</summary>
internal sealed class DocumentVersion
{
    /// <inheritdoc cref="Document.TenantId"/>
    public required string TenantId { get; init; }

    /// <inheritdoc cref="Document.Kind"/>
    public required string Kind { get; init; }

    /// <inheritdoc cref="Document.Name"/>
    public required string Name { get; init; }

    /// <inheritdoc cref="Document.Version"/>
    public required int Version { get; init; }

    /// <inheritdoc cref="Document.Json"/>
    public required string Json { get; init; }

    /// <inheritdoc cref="Document.ChangedAt"/>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <inheritdoc cref="Document.ChangedBy"/>
    public required string ChangedBy { get; init; }
}
