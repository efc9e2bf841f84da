using Microsoft.EntityFrameworkCore;

namespace RtcCluster.Storage.History;

/// <summary>Tables that reports are made of. Like the rest of the history they point at no table of the directory.</summary>
internal static class ReportModel
{
    private const int IdLength = HistoryModel.IdLength;

    public static void Configure(ModelBuilder builder)
    {
        builder.Entity<CallLegEntry>(entry =>
        {
            entry.ToTable("call_legs").HasKey(e => new { e.CallId, e.Leg });
            entry.Property(e => e.CallId).HasMaxLength(IdLength);
            entry.Property(e => e.TenantId).HasMaxLength(32);
            entry.Property(e => e.EndKind).HasMaxLength(32);
            entry.HasIndex(e => new { e.TenantId, e.StartedAt, e.CallId, e.Leg });
        });

        builder.Entity<QueueVisitEntry>(entry =>
        {
            entry.ToTable("queue_visits").HasKey(e => new { e.CallId, e.Visit });
            entry.Property(e => e.CallId).HasMaxLength(IdLength);
            entry.Property(e => e.TenantId).HasMaxLength(32);
            entry.Property(e => e.QueueId).HasMaxLength(IdLength);
            entry.Property(e => e.AgentId).HasMaxLength(IdLength);
            entry.Property(e => e.Holds).HasJson();
            entry.Ignore(e => e.Waited).Ignore(e => e.Talked).Ignore(e => e.Held);
            entry.HasIndex(e => new { e.TenantId, e.OfferedAt, e.CallId, e.Visit });
            entry.HasIndex(e => new { e.TenantId, e.EndedAt });
        });

        builder.Entity<QueueOfferEntry>(entry =>
        {
            entry.ToTable("queue_offers").HasKey(e => new { e.CallId, e.Visit, e.Offer });
            entry.Property(e => e.CallId).HasMaxLength(IdLength);
            entry.Property(e => e.TenantId).HasMaxLength(32);
            entry.Property(e => e.QueueId).HasMaxLength(IdLength);
            entry.Property(e => e.AgentId).HasMaxLength(IdLength);
            entry.HasIndex(e => new { e.TenantId, e.OfferedAt, e.CallId, e.Offer });
        });

        builder.Entity<TransferEntry>(entry =>
        {
            entry.ToTable("call_transfers").HasKey(e => new { e.CallId, e.Number });
            entry.Property(e => e.CallId).HasMaxLength(IdLength);
            entry.Property(e => e.TenantId).HasMaxLength(32);
        });

        builder.Entity<AgentWorkEntry>(entry =>
        {
            entry.ToTable("agent_work").HasKey(e => new { e.AgentId, e.Number });
            entry.Property(e => e.AgentId).HasMaxLength(IdLength);
            entry.Property(e => e.TenantId).HasMaxLength(32);
            entry.Property(e => e.QueueId).HasMaxLength(IdLength);
            entry.HasIndex(e => new { e.TenantId, e.StartedAt, e.AgentId, e.Number });
            entry.HasIndex(e => new { e.TenantId, e.EndedAt });
            entry.HasIndex(e => new { e.QueueId, e.Offer });
        });
    }
}
