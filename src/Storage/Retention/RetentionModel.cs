using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Legal;

namespace RtcCluster.Storage.Retention;

/// <summary>The tables of retention and of legal cases.</summary>
internal static class RetentionModel
{
    public static void Configure(ModelBuilder builder)
    {
        builder.Entity<RetentionReceipt>(receipt =>
        {
            receipt.ToTable("retention_receipts").HasKey(r => r.Id);
            receipt.Property(r => r.Id).ValueGeneratedOnAdd();
            receipt.Property(r => r.TenantId).HasMaxLength(32);
            receipt.Property(r => r.ObjectId).HasMaxLength(HistoryModel.IdLength);
            receipt.Property(r => r.Rule).HasMaxLength(32);
            receipt.HasIndex(r => new { r.TenantId, r.Id });
            receipt.HasIndex(r => r.ObjectId);
        });

        builder.Entity<RetentionSweep>(sweep =>
        {
            sweep.ToTable("retention_sweeps").HasKey(s => s.Id);
            sweep.Property(s => s.Id).ValueGeneratedOnAdd();
            sweep.Property(s => s.TenantId).HasMaxLength(32);
            sweep.HasIndex(s => new { s.TenantId, s.Id });
        });

        builder.Entity<LegalCase>(held =>
        {
            held.ToTable("legal_cases").HasKey(c => c.Id);
            held.Property(c => c.Id).HasMaxLength(32);
            held.Property(c => c.TenantId).HasMaxLength(32);
            held.Property(c => c.Name).HasMaxLength(200);
            held.Property(c => c.Reason).HasMaxLength(2000);
            held.Property(c => c.Scope).HasJson();
            held.Property(c => c.ProposedBy).HasMaxLength(HistoryModel.IdLength);
            held.Property(c => c.ApprovedBy).HasMaxLength(HistoryModel.IdLength);
            held.Property(c => c.ReleaseAskedBy).HasMaxLength(HistoryModel.IdLength);
            held.Property(c => c.ReleasedBy).HasMaxLength(HistoryModel.IdLength);
            held.HasIndex(c => new { c.TenantId, c.State });
        });
    }
}
