using Microsoft.EntityFrameworkCore;

namespace RtcCluster.Storage.History;

/// <summary>Tables of the history. They point at no table of the directory: history outlives the users and lines it tells of.</summary>
internal static class HistoryModel
{
    /// <summary>Shadow column of <see cref="CallLogEntry"/>: numbers and names in lower case, because engines differ in what they fold.</summary>
    public const string SearchText = nameof(SearchText);

    /// <summary>Longest id of a call, recording or user: they are grain keys, which are no longer.</summary>
    public const int IdLength = 255;

    public static void Configure(ModelBuilder builder)
    {
        builder.Entity<LedgerRow>(row =>
        {
            row.ToTable("ledger").HasKey(r => new { r.CallId, r.Number });
            row.Property(r => r.CallId).HasMaxLength(IdLength);
            row.Property(r => r.TenantId).HasMaxLength(32);
            row.Property(r => r.Kind).HasMaxLength(64);
        });

        builder.Entity<CallLogEntry>(entry =>
        {
            entry.ToTable("call_log").HasKey(e => e.CallId);
            entry.Property(e => e.CallId).HasMaxLength(IdLength);
            entry.Property(e => e.TenantId).HasMaxLength(32);
            entry.Property(e => e.Result).HasMaxLength(32);
            entry.Property(e => e.RecordingNotice).HasMaxLength(32).HasDefaultValue("");
            entry.Property(e => e.Participants).HasJson();
            entry.Property(e => e.RecordingIds).HasJson();
            entry.Property<string>(SearchText);
            entry.HasIndex(e => new { e.TenantId, e.StartedAt, e.CallId });
        });

        builder.Entity<CallParticipantRow>(row =>
        {
            row.ToTable("call_participants").HasKey(p => new { p.UserId, p.CallId });
            row.Property(p => p.CallId).HasMaxLength(IdLength);
            row.Property(p => p.UserId).HasMaxLength(IdLength);
            row.Property(p => p.TenantId).HasMaxLength(32);
            row.HasIndex(p => p.CallId);
        });

        ConfigureRecordings(builder);
    }

    private static void ConfigureRecordings(ModelBuilder builder)
    {
        builder.Entity<RecordingEntry>(entry =>
        {
            entry.ToTable("recordings").HasKey(r => r.Id);
            entry.Property(r => r.Id).HasMaxLength(IdLength);
            entry.Property(r => r.CallId).HasMaxLength(IdLength);
            entry.Property(r => r.TenantId).HasMaxLength(32);
            entry.Property(r => r.Participants).HasJson();
            entry.HasIndex(r => new { r.TenantId, r.StartedAt, r.Id });
            entry.HasIndex(r => r.CallId);
            entry.HasIndex(r => r.RetainUntil);
        });

        builder.Entity<RecordingParticipantRow>(row =>
        {
            row.ToTable("recording_participants").HasKey(p => new { p.UserId, p.RecordingId });
            row.Property(p => p.RecordingId).HasMaxLength(IdLength);
            row.Property(p => p.UserId).HasMaxLength(IdLength);
            row.Property(p => p.TenantId).HasMaxLength(32);
            row.HasIndex(p => p.RecordingId);
        });
    }
}
