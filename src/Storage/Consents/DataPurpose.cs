namespace RtcCluster.Storage.Consents;

/// <summary>What data are kept for. Those that rest on a consent are joined with others only where the query names that consent (<see cref="PurposeGuard"/>).</summary>
public enum DataPurpose
{
    /// <summary>The service itself: calls, messages, faxes, contacts, settings, accounts.</summary>
    Service,

    /// <summary>What is owed and paid.</summary>
    Money,

    /// <summary>What the law asks to be kept, done and proven: the trail, cases, requests, receipts, policies, consents.</summary>
    Proof,

    /// <summary>Keeping attackers and fraud away.</summary>
    Security,

    /// <summary>Finding faults; rests on <see cref="ConsentPurpose.Diagnostics"/>.</summary>
    Diagnostics,

    /// <summary>Where a device is; rests on <see cref="ConsentPurpose.Location"/>.</summary>
    Location,

    /// <summary>What is exchanged with another house; rests on <see cref="ConsentPurpose.ThirdParties"/>.</summary>
    ThirdParties,
}

/// <summary>The purpose of each table.</summary>
public static class DataPurposes
{
    private static readonly Dictionary<string, DataPurpose> Tables = Tagged(
        (DataPurpose.Service,
        [
            "agent_work", "broadcast_list_members", "broadcast_lists", "broadcasts", "call_legs", "call_log", "call_participants", "call_transfers", "chat_blocks", "chat_messages", "contact_favorites", "contact_keys",
            "contact_versions", "contacts", "conversation_members", "conversations", "departures", "document_versions", "documents", "fax_messages", "idempotency_keys", "ledger", "lines", "queue_offers", "queue_visits",
            "recording_participants", "recordings", "seen_notices", "share_links", "share_openings", "sign_in_sessions", "sip_accounts", "tenants", "trunk_addresses", "trunks", "user_claims", "user_logins", "user_tokens",
            "users", "voicemail_messages",
        ]),
        (DataPurpose.Money, ["call_usage", "invoices", "payment_receipts"]),
        (DataPurpose.Proof, ["audit", "audit_chain", "consent_changes", "data_exports", "legal_cases", "policy_acceptances", "policy_versions", "retention_receipts", "retention_sweeps", "rights_requests"]),
        (DataPurpose.Security, ["incidents"]),
        (DataPurpose.Diagnostics, ["diagnostic_reports"]),
        (DataPurpose.Location, ["device_locations"]),
        (DataPurpose.ThirdParties, ["google_accounts", "google_links"]));

    /// <summary>The purpose of a table; null when nobody said one.</summary>
    public static DataPurpose? Of(string? table) => table is not null && Tables.TryGetValue(table, out var purpose) ? purpose : null;

    /// <summary>The consent that a purpose rests on; null when it rests on the contract or the law.</summary>
    public static ConsentPurpose? ConsentOf(DataPurpose purpose) => purpose switch
    {
        DataPurpose.Diagnostics => ConsentPurpose.Diagnostics,
        DataPurpose.Location => ConsentPurpose.Location,
        DataPurpose.ThirdParties => ConsentPurpose.ThirdParties,
        _ => null,
    };

    private static Dictionary<string, DataPurpose> Tagged(params (DataPurpose Purpose, string[] Tables)[] tagged) =>
        tagged.SelectMany(static of => of.Tables.Select(table => (table, of.Purpose))).ToDictionary(static each => each.table, static each => each.Purpose, StringComparer.Ordinal);
}
