using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.History;

namespace RtcCluster.Storage.Audits;

/// <summary>The tables of the audit trail and of its chain.</summary>
internal static class AuditModel
{
    public static void Configure(ModelBuilder builder)
    {
        builder.Entity<AuditRow>(row =>
        {
            row.ToTable("audit").HasKey(a => a.Id);
            row.Property(a => a.Id).ValueGeneratedOnAdd();
            row.Property(a => a.TenantId).HasMaxLength(32);
            row.Property(a => a.Action).HasMaxLength(64);
            row.Property(a => a.EntryId).HasMaxLength(32).HasDefaultValue("");
            row.Property(a => a.Signature).HasMaxLength(128).HasDefaultValue("");
            row.HasIndex(a => new { a.TenantId, a.Id });
        });

        // Two keys, both unique: two processes that seal at once cannot give one number twice, nor one row two numbers.
        builder.Entity<AuditLink>(link =>
        {
            link.ToTable("audit_chain").HasKey(l => new { l.TenantId, l.Number });
            link.Property(l => l.TenantId).HasMaxLength(32);
            link.Property(l => l.Hash).HasMaxLength(64);
            link.HasIndex(l => l.RowId).IsUnique();
        });
    }
}
