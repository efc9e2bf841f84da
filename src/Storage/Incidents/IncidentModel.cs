using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.History;

namespace RtcCluster.Storage.Incidents;

/// <summary>The table of cases.</summary>
internal static class IncidentModel
{
    public static void Configure(ModelBuilder builder) => builder.Entity<Incident>(incident =>
    {
        incident.ToTable("incidents").HasKey(i => i.Id);
        incident.Property(i => i.Id).HasMaxLength(32);
        incident.Property(i => i.TenantId).HasMaxLength(32);
        incident.Property(i => i.Rule).HasMaxLength(32);
        incident.Property(i => i.Subject).HasMaxLength(128);
        incident.Property(i => i.UserId).HasMaxLength(HistoryModel.IdLength);
        incident.Property(i => i.Reason).HasMaxLength(Incident.LongestText);
        incident.Property(i => i.Decision).HasMaxLength(Incident.LongestText);
        incident.Property(i => i.DecidedBy).HasMaxLength(HistoryModel.IdLength);
        incident.Property(i => i.Appeal).HasMaxLength(Incident.LongestText);
        incident.HasIndex(i => new { i.TenantId, i.OpenedAt, i.Id });
        incident.HasIndex(i => new { i.TenantId, i.State, i.Rule, i.Subject });
    });
}
