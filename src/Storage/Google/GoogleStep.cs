using RtcCluster.Storage.Contacts;

namespace RtcCluster.Storage.Google;

/// <summary>What one page of Google's contacts, or one of ours that was told to Google, changes: all of it in one transaction with how far we are, or nothing.</summary>
public sealed record GoogleStep
{
    /// <summary>Contacts to make (version 0) or change, as they were seen.</summary>
    public IReadOnlyList<Contact> Contacts { get; init; } = [];

    /// <summary>Contacts to delete, as they were seen.</summary>
    public IReadOnlyList<Contact> Gone { get; init; } = [];

    /// <summary>Links to put.</summary>
    public IReadOnlyList<GoogleLink> Links { get; init; } = [];

    /// <summary>Contacts that are linked no more.</summary>
    public IReadOnlyList<string> Unlinked { get; init; } = [];
}
