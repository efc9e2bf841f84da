namespace RtcCluster.Storage.Rights;

/// <summary>Where a user's archive holds what each column with a user's name is of, or why it does not.</summary>
/// <remarks>Whoever adds such a column says so here; a test compares this with the model, and another with an archive.</remarks>
public static class ArchiveInventory
{
    /// <summary>By table and column: the file of the archive.</summary>
    public static IReadOnlyDictionary<string, string> Files { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["agent_work.agent_id"] = "data/agent-work.jsonl",
        ["audit.actor"] = "data/activity.jsonl",
        ["broadcast_lists.owner"] = "data/broadcast-lists.jsonl",
        ["broadcasts.sender"] = "data/broadcasts.jsonl",
        ["call_log.from_user_id"] = "data/calls.jsonl",
        ["call_log.to_user_id"] = "data/calls.jsonl",
        ["call_participants.user_id"] = "data/calls.jsonl",
        ["chat_blocks.user_name"] = "data/blocked.json",
        ["chat_messages.sender"] = "data/messages.jsonl",
        ["consent_changes.user_name"] = "data/consents.json",
        ["contact_favorites.user_name"] = "data/favorites.jsonl",
        ["contacts.owner"] = "data/contacts.jsonl",
        ["conversation_members.user_name"] = "data/conversations.jsonl",
        ["conversations.owner"] = "data/conversations.jsonl",
        ["data_exports.user_name"] = "data/exports.json",
        ["device_locations.user_name"] = "data/location.json",
        ["diagnostic_reports.user_name"] = "data/reports.json",
        ["fax_messages.owner_id"] = "data/faxes.json",
        ["google_accounts.user_name"] = "data/google.json",
        ["incidents.user_id"] = "data/incidents.jsonl",
        ["lines.target"] = "data/profile.json",
        ["policy_acceptances.user_name"] = "data/acceptances.json",
        ["queue_offers.agent_id"] = "data/queue-offers.jsonl",
        ["recording_participants.user_id"] = "data/recordings.json",
        ["rights_requests.user_name"] = "data/requests.json",
        ["seen_notices.user_name"] = "data/notices.json",
        ["share_links.created_by"] = "data/share-links.json",
        ["sign_in_sessions.user_id"] = "data/sessions.json",
        ["users.user_name"] = "data/profile.json",
        ["voicemail_messages.owner_id"] = "data/voicemail.json",
    };

    /// <summary>By table and column: why an archive leaves it out.</summary>
    public static IReadOnlyDictionary<string, string> LeftOut { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["audit.target"] = "Says who did something to the account, which is of them too; who asks is told by a person.",
        ["broadcast_list_members.user_name"] = "Is of the list's owner, in whose archive it is.",
        ["call_legs.user_id"] = "Signalling of a call whose entry is there; its other legs are of others.",
        ["call_transfers.by_user_id"] = "A step inside a call whose entry is there, with numbers of others.",
        ["call_transfers.to_user_id"] = "A step inside a call whose entry is there, with numbers of others.",
        ["contact_keys.owner"] = "An index of the contacts, which are there.",
        ["departures.user_name"] = "Is of who had the name before.",
        ["google_links.user_name"] = "Which of the contacts is which at Google; the contacts are there.",
        ["idempotency_keys.user_id"] = "Hashes by which a request that is sent twice is known, for a day.",
        ["queue_visits.agent_id"] = "Is of the caller who waited; what the user was offered is there.",
        ["sip_accounts.user_id"] = "A secret: the password of the telephones.",
        ["user_claims.user_id"] = "Part of signing in, without anything that the profile has not.",
        ["user_logins.user_id"] = "Part of signing in: the key by which another house knows the user.",
        ["user_tokens.user_id"] = "A secret.",
    };
}
