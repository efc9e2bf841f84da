using Microsoft.AspNetCore.Identity;

namespace RtcCluster.Storage.Directory;

/// <summary>
/// A user as ASP.NET Identity stores it. <see cref="IdentityUser{TKey}.Id"/> is <c>{tenant}/{name}</c>, the same key that the user's grain has;
/// <see cref="IdentityUser{TKey}.UserName"/> is the e-mail address that people sign in with. Everybody but Identity reads <see cref="DirectoryUser"/>.
/// </summary>
public sealed class AppUser : IdentityUser<string>
{
    /// <summary>The tenant that the user belongs to.</summary>
    public required string TenantId { get; set; }

    /// <summary>The user's name within the tenant, <c>[a-z0-9._-]{1,64}</c>; never changes.</summary>
    public required string Name { get; set; }

    /// <summary>The name that callers and colleagues see.</summary>
    public string DisplayName { get; set; } = "";

    /// <summary>Extension and SIP user name; null for a user without a telephone.</summary>
    public string? Extension { get; set; }

    /// <summary>What the user may do.</summary>
    public UserRole Role { get; set; }

    /// <summary>True when the user may neither sign in nor register.</summary>
    public bool Disabled { get; set; }

    /// <summary>True when the user's telephones speak SRTP over TLS or not at all.</summary>
    public bool RequireSrtp { get; set; }

    /// <summary>What the user wants done with calls.</summary>
    public UserCallSettings Calls { get; set; } = new();

    /// <summary>Name, display name, address and extension in lower case: engines differ in what they fold, so it is done before storing.</summary>
    public string SearchText { get; set; } = "";

    /// <summary>Number of saves through <see cref="IDirectoryWriter"/>; Identity has its own concurrency stamp for its own columns.</summary>
    public int Version { get; set; }
}
