using Microsoft.EntityFrameworkCore;

namespace RtcCluster.Storage.Departures;

/// <summary>The table of users who were deleted.</summary>
internal static class DepartureModel
{
    public static void Configure(ModelBuilder builder) => builder.Entity<Departure>(departure =>
    {
        departure.ToTable("departures").HasKey(d => new { d.TenantId, d.UserName });
        departure.Property(d => d.TenantId).HasMaxLength(32);
        departure.Property(d => d.UserName).HasMaxLength(64);
        departure.Ignore(d => d.UserId);
        departure.HasIndex(d => new { d.TenantId, d.EndedAt });
    });
}
