namespace RtcCluster.Cluster.Tenancy;

/// <summary>An entered <see cref="TenantScope"/>; dispose it to leave.</summary>
public readonly struct TenantLease : IDisposable, IEquatable<TenantLease>
{
    private readonly string? _before;

    internal TenantLease(string? before) => _before = before;

    /// <summary>Puts back the tenant that was current before.</summary>
    public void Dispose()
    {
        if (_before is null)
        {
            RequestContext.Remove(TenantScope.ContextKey);
        }
        else
        {
            RequestContext.Set(TenantScope.ContextKey, _before);
        }
    }

    /// <inheritdoc/>
    public bool Equals(TenantLease other) => string.Equals(_before, other._before, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TenantLease other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _before?.GetHashCode(StringComparison.Ordinal) ?? 0;

    /// <summary>Whether both put back the same tenant.</summary>
    public static bool operator ==(TenantLease left, TenantLease right) => left.Equals(right);

    /// <summary>Whether they put back different tenants.</summary>
    public static bool operator !=(TenantLease left, TenantLease right) => !left.Equals(right);
}
