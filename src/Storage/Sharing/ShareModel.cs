using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.History;

namespace RtcCluster.Storage.Sharing;

/// <summary>The tables of links and of who opened them.</summary>
internal static class ShareModel
{
    private const int HashLength = 64;

    public static void Configure(ModelBuilder builder)
    {
        builder.Entity<ShareLink>(link =>
        {
            link.ToTable("share_links").HasKey(l => l.Id);
            link.Property(l => l.Id).HasMaxLength(32);
            link.Property(l => l.TenantId).HasMaxLength(32);
            link.Property(l => l.RecordingId).HasMaxLength(HistoryModel.IdLength);
            link.Property(l => l.SecretHash).HasMaxLength(HashLength);
            link.Property(l => l.For).HasMaxLength(ShareLink.LongestFor);
            link.Property(l => l.PasswordHash).HasMaxLength(256);
            link.Property(l => l.CreatedBy).HasMaxLength(HistoryModel.IdLength);
            link.Property(l => l.RevokedBy).HasMaxLength(HistoryModel.IdLength);
            link.HasIndex(l => l.SecretHash).IsUnique();
            link.HasIndex(l => new { l.RecordingId, l.CreatedAt });
        });

        builder.Entity<ShareOpening>(opening =>
        {
            opening.ToTable("share_openings").HasKey(o => o.TicketHash);
            opening.Property(o => o.TicketHash).HasMaxLength(HashLength);
            opening.Property(o => o.TenantId).HasMaxLength(32);
            opening.Property(o => o.LinkId).HasMaxLength(32);
            opening.Property(o => o.Address).HasMaxLength(64);
            opening.HasIndex(o => new { o.LinkId, o.At });
        });
    }
}
