using System.ComponentModel.DataAnnotations;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Sharing;

namespace RtcCluster.Edge.Http.Sharing;

/// <summary>A link by which a recording or a voicemail message is heard without an account.</summary>
/// <param name="Id">Its id; it opens nothing.</param>
/// <param name="Recording">The recording, or the message.</param>
/// <param name="For">For whom it was made.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="ExpiresAt">When it ends by itself.</param>
/// <param name="MostViews">How often it may be opened; null: as often as somebody likes.</param>
/// <param name="Views">How often it was.</param>
/// <param name="HasPassword">Whether a password is asked for.</param>
/// <param name="WrongPasswords">How often a wrong one was given.</param>
/// <param name="RevokedAt">When it was revoked; null: it was not.</param>
/// <param name="RevokedBy">Who revoked it; null also where too many wrong passwords did.</param>
/// <param name="IsOpen">Whether it opens once more.</param>
/// <param name="Address">The link, below the server's own address; only where it has just been made, because nobody keeps it.</param>
internal sealed record ShareLinkModel(
    string Id,
    string Recording,
    string For,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    int? MostViews,
    int Views,
    bool HasPassword,
    int WrongPasswords,
    DateTimeOffset? RevokedAt,
    string? RevokedBy,
    bool IsOpen,
    string? Address = null)
{
    public static ShareLinkModel Of(ShareLink link, DateTimeOffset now) => new(
        link.Id,
        ApiId.Of(link.RecordingId),
        link.For,
        ApiId.Of(link.CreatedBy),
        link.CreatedAt,
        link.ExpiresAt,
        link.MostViews == 0 ? null : link.MostViews,
        link.Views,
        link.PasswordHash.Length > 0,
        link.WrongPasswords,
        link.RevokedAt,
        ApiId.OfOrNull(link.RevokedBy),
        link.IsOpen(now));
}

/// <summary>One time that a link was opened.</summary>
/// <param name="At">When.</param>
/// <param name="Address">From where, without the last part of the address.</param>
internal sealed record ShareOpeningModel(DateTimeOffset At, string Address);

/// <summary>A link to be made.</summary>
/// <param name="ExpiresAt">When it ends by itself, at most 90 days from now.</param>
/// <param name="MostViews">How often it may be opened; null: as often as somebody likes.</param>
/// <param name="Password">What whoever opens it must know; null: nothing.</param>
/// <param name="For">For whom it is.</param>
public sealed record ShareLinkRequest(
    DateTimeOffset ExpiresAt, [Range(1, 1000)] int? MostViews = null, [StringLength(128, MinimumLength = 8)] string? Password = null, [StringLength(ShareLink.LongestFor)] string? For = null)
{
    /// <summary>Leaves the password out.</summary>
    public override string ToString() => nameof(ShareLinkRequest);
}

/// <summary>What opens a link.</summary>
/// <param name="Secret">What stands in the link.</param>
/// <param name="Password">The password, where one is asked for.</param>
public sealed record ShareOpenRequest([Required, StringLength(128)] string Secret, [StringLength(128)] string? Password = null)
{
    /// <summary>Leaves both out.</summary>
    public override string ToString() => nameof(ShareOpenRequest);
}

/// <summary>A recording that somebody opened by a link. It says nothing of who speaks.</summary>
/// <param name="StartedAt">When it began.</param>
/// <param name="DurationSeconds">Length in seconds.</param>
/// <param name="Until">Until when it plays.</param>
/// <param name="ViewsLeft">How often the link opens after this; null: as often as somebody likes.</param>
/// <param name="Segments">The sound; a recording whose codec changed has several.</param>
internal sealed record SharedRecordingModel(DateTimeOffset StartedAt, double DurationSeconds, DateTimeOffset Until, int? ViewsLeft, IReadOnlyList<Recordings.RecordingSegmentModel> Segments);
