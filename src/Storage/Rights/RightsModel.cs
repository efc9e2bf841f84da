using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.History;

namespace RtcCluster.Storage.Rights;

/// <summary>The tables of requests and of bundles.</summary>
internal static class RightsModel
{
    public const int TextLength = 4_000;

    public static void Configure(ModelBuilder builder)
    {
        builder.Entity<RightsRequest>(request =>
        {
            request.ToTable("rights_requests").HasKey(r => r.Id);
            request.Property(r => r.Id).HasMaxLength(32);
            request.Property(r => r.TenantId).HasMaxLength(32);
            request.Property(r => r.UserName).HasMaxLength(80);
            request.Property(r => r.Text).HasMaxLength(TextLength);
            request.Property(r => r.CallId).HasMaxLength(HistoryModel.IdLength);
            request.Property(r => r.DecidedBy).HasMaxLength(HistoryModel.IdLength);
            request.Property(r => r.Decision).HasMaxLength(TextLength);
            request.HasIndex(r => new { r.TenantId, r.Number }).IsUnique();
            request.HasIndex(r => new { r.TenantId, r.UserName });
            request.HasIndex(r => new { r.TenantId, r.State, r.DueAt });
        });

        builder.Entity<DataExport>(export =>
        {
            export.ToTable("data_exports").HasKey(e => e.Id);
            export.Property(e => e.Id).HasMaxLength(32);
            export.Property(e => e.TenantId).HasMaxLength(32);
            export.Property(e => e.UserName).HasMaxLength(64);
            export.Property(e => e.CaseId).HasMaxLength(32);
            export.Property(e => e.AskedBy).HasMaxLength(HistoryModel.IdLength);
            export.Property(e => e.Sha256).HasMaxLength(64);
            export.Property(e => e.Problem).HasMaxLength(200);
            export.Property(e => e.Key).HasMaxLength(1000);
            export.Ignore(e => e.BlobFolder);
            export.Ignore(e => e.Purpose);
            export.HasIndex(e => new { e.TenantId, e.UserName });
            export.HasIndex(e => new { e.State, e.LeaseUntil });
        });
    }
}
