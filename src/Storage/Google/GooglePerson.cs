using RtcCluster.Storage.Contacts;

namespace RtcCluster.Storage.Google;

/// <summary>A contact as Google has it.</summary>
/// <param name="ResourceName">Google's name of it.</param>
/// <param name="ETag">Google's mark of this state.</param>
/// <param name="Card">What it says, as far as it can be kept here; null when nothing of it can.</param>
/// <param name="ChangedAt">When Google says that it was changed last; null when it does not.</param>
/// <param name="IsDeleted">Whether it is gone.</param>
/// <param name="ContactId">The contact of ours that it was made for; null when it was not made by us.</param>
/// <param name="FormerNames">Names that it had before, as after a merge there.</param>
public sealed record GooglePerson(
    string ResourceName, string ETag, ContactCard? Card, DateTimeOffset? ChangedAt = null, bool IsDeleted = false, string? ContactId = null, IReadOnlyList<string>? FormerNames = null);
