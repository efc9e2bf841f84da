using System.ComponentModel.DataAnnotations;
using RtcCluster.Contracts.Users;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Http.Users;

/// <summary>A user, as the API shows it.</summary>
/// <param name="Name">Name within the tenant; never changes.</param>
/// <param name="DisplayName">Shown to others.</param>
/// <param name="Email">Sign-in name.</param>
/// <param name="Extension">Extension and SIP account; null for a user without a telephone.</param>
/// <param name="Role">What the user may do.</param>
/// <param name="Disabled">True when the user may neither sign in nor register.</param>
/// <param name="RequireSrtp">True when the user's telephones speak SRTP over TLS or not at all.</param>
internal sealed record UserModel(string Name, string DisplayName, string Email, string? Extension, UserRole Role, bool Disabled, bool RequireSrtp)
{
    public static UserModel Of(DirectoryUser user) => new(user.Name, user.DisplayName, user.Email, user.Extension, user.Role, user.Disabled, user.RequireSrtp);
}

/// <summary>What an administrator sets of a user.</summary>
public sealed record UserChange
{
    /// <summary>Sign-in name.</summary>
    [Required, EmailAddress, StringLength(256)]
    public required string Email { get; init; }

    /// <summary>Shown to others.</summary>
    [Required, StringLength(100, MinimumLength = 1)]
    public required string DisplayName { get; init; }

    /// <summary>Extension and SIP account, 2 to 10 digits.</summary>
    [Required, RegularExpression("^[0-9]{2,10}$")]
    public required string Extension { get; init; }

    /// <summary>What the user may do.</summary>
    public UserRole Role { get; init; } = UserRole.Agent;

    /// <summary>New password, at least 4 characters; null keeps the old one. Needed for a new user and for a new extension.</summary>
    [StringLength(256, MinimumLength = 4)]
    public string? Password { get; init; }

    /// <summary>True: no sign-in, no registration, no calls.</summary>
    public bool Disabled { get; init; }

    /// <summary>True: the user's telephones speak SRTP over TLS or not at all; browsers always do.</summary>
    public bool RequireSrtp { get; init; }

    /// <summary>Leaves the password out.</summary>
    public override string ToString() => $"{nameof(UserChange)} {{ {Extension}, {Role} }}";

    internal UserSettings ToSettings() => new(Email, DisplayName, Extension, Role.ToString(), Password, Disabled, RequireSrtp);
}
