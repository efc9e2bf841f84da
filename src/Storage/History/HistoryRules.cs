namespace RtcCluster.Storage.History;

/// <summary>Bounds that every engine must hold alike; SQLite would take longer ids than PostgreSQL, and a call must not depend on that.</summary>
internal static class HistoryRules
{
    private const int MaxId = HistoryModel.IdLength;
    private const int MaxTenant = 32;
    private const int MaxKind = 64;
    private const int MaxResult = 32;

    /// <summary>The reason why a history can never be stored; null when it can.</summary>
    public static string? Check(CallHistory history) =>
        history.Ledger.Select(Check).Concat(history.Recordings.Select(Check)).Concat(history.Work.Select(Check)).FirstOrDefault(reason => reason is not null)
        ?? (history.Entry is { } entry ? Check(entry) : null);

    private static string? Check(LedgerRow row) =>
        IsId(row.CallId, MaxId) && IsId(row.TenantId, MaxTenant) && IsId(row.Kind, MaxKind) && row.Number > 0
            ? null
            : $"Ledger event {row.Number} of call '{row.CallId}' needs a tenant (32), call id (255) and kind (64) of that many characters at most, and a number above 0.";

    private static string? Check(CallLogEntry entry) =>
        IsId(entry.CallId, MaxId) && IsId(entry.TenantId, MaxTenant) && entry.Result.Length <= MaxResult && entry.Participants.All(u => IsId(u, MaxId))
        && StoredText.Accepts(entry.FromUserId, entry.ToUserId, entry.Line, entry.Trunk, entry.Result, entry.HangupBy, entry.MergedInto)
            ? null
            : $"The log entry of call '{entry.CallId}' has an id that is empty, too long or not text.";

    private static string? Check(RecordingEntry entry) =>
        IsId(entry.Id, MaxId) && IsId(entry.CallId, MaxId) && IsId(entry.TenantId, MaxTenant) && entry.Participants.All(u => IsId(u, MaxId))
        && StoredText.Accepts(entry.BlobPrefix, entry.KeyId)
            ? null
            : $"Recording '{entry.Id}' has an id that is empty, too long or not text.";

    private static string? Check(AgentWorkEntry entry) =>
        IsId(entry.AgentId, MaxId) && IsId(entry.TenantId, MaxTenant) && StoredText.Accepts(entry.QueueId)
            ? null
            : $"The work of agent '{entry.AgentId}' has an id that is empty, too long or not text.";

    private static bool IsId(string text, int max) => text.Length > 0 && text.Length <= max && StoredText.Accepts(text);
}
