using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Storage.Sessions;

/// <summary>Tables of sign-in sessions and idempotency keys.</summary>
internal static class SessionModel
{
    public static void Configure(ModelBuilder builder)
    {
        builder.Entity<SignInSession>(session =>
        {
            session.ToTable("sign_in_sessions").HasKey(s => s.Id);
            session.Property(s => s.Id).HasMaxLength(64);
            session.Property(s => s.UserId).HasMaxLength(97);
            session.Property(s => s.Address).HasMaxLength(64);
            session.Property(s => s.UserAgent).HasMaxLength(400);
            session.HasIndex(s => s.UserId);
            session.HasIndex(s => s.RevokedAt);
            session.HasOne<AppUser>().WithMany().HasForeignKey(s => s.UserId).OnDelete(DeleteBehavior.Cascade);
        });

        builder.Entity<IdempotencyRow>(row =>
        {
            row.ToTable("idempotency_keys").HasKey(r => new { r.UserId, r.Key });
            row.Property(r => r.UserId).HasMaxLength(97);
            row.Property(r => r.Key).HasMaxLength(200);
            row.Property(r => r.RequestHash).HasMaxLength(128);
            row.Property(r => r.ContentType).HasMaxLength(200);
            row.HasIndex(r => r.ExpiresAt);
        });
    }
}
