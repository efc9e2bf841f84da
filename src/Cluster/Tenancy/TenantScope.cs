using System.Text;

namespace RtcCluster.Cluster.Tenancy;

/// <summary>The tenant for which the present code makes grain calls; travels with each call.</summary>
public static class TenantScope
{
    /// <summary>The key in the request context.</summary>
    public const string ContextKey = "rtc.tenant";

    /// <summary>The tenant of the present code, or null outside any.</summary>
    public static string? Current => RequestContext.Get(ContextKey) as string;

    /// <summary>Makes grain calls for a tenant until the result is disposed. Scopes nest; the inner one must name the same tenant or be a deliberate change of hands.</summary>
    /// <param name="tenant">The tenant's name, the part before '/' of its grain keys.</param>
    /// <returns>Ends the scope.</returns>
    /// <exception cref="ArgumentException">The name is empty or has a '/'.</exception>
    public static TenantLease Enter(string tenant)
    {
        ArgumentException.ThrowIfNullOrEmpty(tenant);
        if (tenant.Contains('/', StringComparison.Ordinal))
        {
            throw new ArgumentException($"'{tenant}' is no tenant name: it has a '/'.", nameof(tenant));
        }

        var before = Current;
        RequestContext.Set(ContextKey, tenant);
        return new TenantLease(before);
    }

    /// <summary>The tenant in a grain key <c>{tenant}/{name}</c>, or null for a system grain.</summary>
    /// <param name="grain">The grain.</param>
    public static string? Of(GrainId grain) => Prefix(grain) is { Length: > 0 } prefix ? Encoding.UTF8.GetString(prefix) : null;

    /// <summary>The bytes before the first '/' of a key; empty for a system grain. Without allocation: it runs on every grain call.</summary>
    internal static ReadOnlySpan<byte> Prefix(GrainId grain)
    {
        if (grain.IsSystemTarget() || grain.IsClient())
        {
            return default;
        }

        var key = grain.Key.AsSpan();
        var slash = key.IndexOf((byte)'/');
        return slash <= 0 ? default : key[..slash];
    }

    /// <summary>Whether the bytes are that tenant's name.</summary>
    internal static bool Is(ReadOnlySpan<byte> prefix, string tenant) =>
        Ascii.Equals(prefix, tenant) || (!Ascii.IsValid(tenant) && Encoding.UTF8.GetBytes(tenant).AsSpan().SequenceEqual(prefix));
}
