using System.Security.Cryptography;
using System.Text;

namespace RtcCluster.Storage.Sharing;

/// <summary>A link by which somebody without an account hears one recording or voicemail message, until it expires, is used up or is revoked.</summary>
public sealed record ShareLink
{
    /// <summary>Longest <see cref="For"/>, in characters.</summary>
    public const int LongestFor = 200;

    /// <summary>Its id; it opens nothing.</summary>
    public required string Id { get; init; }

    /// <summary>The tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>The recording, or the message, <c>{tenant}/{name}</c>: no two of them have one name.</summary>
    public required string RecordingId { get; init; }

    /// <summary><see cref="HashOf"/> of the secret in the link: whoever reads the database cannot open it.</summary>
    public required string SecretHash { get; init; }

    /// <summary>For whom it was made, in its maker's words.</summary>
    public string For { get; init; } = "";

    /// <summary>Hash of the password; empty when none is asked for.</summary>
    public string PasswordHash { get; init; } = "";

    /// <summary>Who made it, <c>{tenant}/{name}</c>.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ends by itself.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>How often it may be opened; 0: as often as somebody likes.</summary>
    public int MostViews { get; init; }

    /// <summary>How often it was.</summary>
    public int Views { get; init; }

    /// <summary>How often a wrong password was given.</summary>
    public int WrongPasswords { get; init; }

    /// <summary>When it was revoked; null: it was not.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Who revoked it; null also where too many wrong passwords did.</summary>
    public string? RevokedBy { get; init; }

    /// <summary>Whether it opens once more, as far as the link itself says.</summary>
    /// <param name="now">The time.</param>
    public bool IsOpen(DateTimeOffset now) => IsAlive(now) && (MostViews == 0 || Views < MostViews);

    /// <summary>Whether what it opened before still plays.</summary>
    /// <param name="now">The time.</param>
    public bool IsAlive(DateTimeOffset now) => RevokedAt is null && now < ExpiresAt;

    /// <summary>What is stored of a secret of 256 random bits: it needs no salt, and is found by it.</summary>
    /// <param name="secret">The secret, as it stands in a link.</param>
    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
