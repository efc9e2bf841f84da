namespace RtcCluster.Contracts.Ids;

/// <summary>The shape of every tenant-scoped grain key: <c>{tenant}/{name}</c>.</summary>
/// <remarks>The tenant is the prefix so that a call filter can refuse a foreign tenant without knowing the grain's type.</remarks>
public static class GrainKey
{
    /// <summary>Longest accepted key in characters; stores index keys and 255 is the smallest bound among them.</summary>
    public const int MaxLength = 255;

    private const int MaxPlainName = 64;

    /// <summary>Joins a tenant and a name.</summary>
    /// <exception cref="ArgumentException">The tenant is empty or holds a slash, the name is empty, or the key is longer than <see cref="MaxLength"/>.</exception>
    public static string Join(TenantId tenant, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(tenant.Value);
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (tenant.Value.Contains('/', StringComparison.Ordinal))
        {
            throw new ArgumentException($"The tenant '{tenant.Value}' holds a slash.", nameof(tenant));
        }

        var key = string.Concat(tenant.Value, "/", name);
        return key.Length <= MaxLength
            ? key
            : throw new ArgumentException($"The key of {key.Length} characters is longer than {MaxLength}.", nameof(name));
    }

    /// <summary>Splits a key at its first slash; false for a key without a tenant or without a name.</summary>
    public static bool TrySplit(ReadOnlySpan<char> key, out ReadOnlySpan<char> tenant, out ReadOnlySpan<char> name)
    {
        var slash = key.IndexOf('/');
        if (slash <= 0 || slash == key.Length - 1)
        {
            tenant = default;
            name = default;
            return false;
        }

        tenant = key[..slash];
        name = key[(slash + 1)..];
        return true;
    }

    /// <summary>Whether an administrator may call something so: 1 to 64 of a-z, 0-9, dot, underscore and hyphen.</summary>
    public static bool IsPlainName(string? name) =>
        name is { Length: > 0 and <= MaxPlainName } && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-');

    internal static TenantId TenantOf(string key) =>
        TrySplit(key, out var tenant, out _) ? new TenantId(tenant.ToString()) : default;

    internal static string NameOf(string key) =>
        TrySplit(key, out _, out var name) ? name.ToString() : "";
}
