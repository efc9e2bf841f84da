using Microsoft.EntityFrameworkCore;

namespace RtcCluster.Storage.Consents;

/// <summary>The tables of what users allow, of what is kept only while they do, and of the notices that they have seen.</summary>
internal static class ConsentModel
{
    public const int DeviceLength = 400;
    public const int VersionLength = 64;

    private const int NameLength = 64;

    public static void Configure(ModelBuilder builder)
    {
        builder.Entity<ConsentChange>(change =>
        {
            change.ToTable("consent_changes").HasKey(c => new { c.TenantId, c.UserName, c.Purpose, c.Number });
            change.Property(c => c.TenantId).HasMaxLength(32);
            change.Property(c => c.UserName).HasMaxLength(NameLength);
            change.Property(c => c.Number).ValueGeneratedNever();
            change.Property(c => c.PolicyHash).HasMaxLength(64);
            change.Property(c => c.Device).HasMaxLength(DeviceLength);
            change.Property(c => c.Address).HasMaxLength(64);
        });

        builder.Entity<DeviceLocation>(location =>
        {
            location.ToTable("device_locations").HasKey(l => new { l.TenantId, l.UserName });
            location.Property(l => l.TenantId).HasMaxLength(32);
            location.Property(l => l.UserName).HasMaxLength(NameLength);
        });

        builder.Entity<DiagnosticReport>(report =>
        {
            report.ToTable("diagnostic_reports").HasKey(r => r.Id);
            report.Property(r => r.Id).HasMaxLength(64);
            report.Property(r => r.TenantId).HasMaxLength(32);
            report.Property(r => r.UserName).HasMaxLength(NameLength);
            report.Property(r => r.Version).HasMaxLength(VersionLength);
            report.Property(r => r.Text).HasMaxLength(DiagnosticReport.LongestText);
            report.Property(r => r.Device).HasMaxLength(DeviceLength);
            report.HasIndex(r => new { r.TenantId, r.UserName, r.At });
        });

        builder.Entity<SeenNotice>(seen =>
        {
            seen.ToTable("seen_notices").HasKey(s => new { s.TenantId, s.UserName, s.Notice });
            seen.Property(s => s.TenantId).HasMaxLength(32);
            seen.Property(s => s.UserName).HasMaxLength(NameLength);
            seen.Property(s => s.Notice).HasMaxLength(128);
        });
    }
}
