using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.Contacts;

namespace RtcCluster.Storage.Google;

/// <summary>Tables of accounts of Google.</summary>
internal static class GoogleModel
{
    public const int ResourceLength = 128;
    public const int TextLength = 256;

    public static void Configure(ModelBuilder builder)
    {
        builder.Entity<GoogleAccount>(account =>
        {
            account.ToTable("google_accounts").HasKey(a => new { a.TenantId, a.UserName });
            account.Property(a => a.TenantId).HasMaxLength(32);
            account.Property(a => a.UserName).HasMaxLength(64);
            account.Property(a => a.Subject).HasMaxLength(TextLength);
            account.Property(a => a.Email).HasMaxLength(TextLength);
            account.Property(a => a.Version).IsConcurrencyToken();
            account.Property(a => a.Problems).HasJson();
            account.Property(a => a.Reading).HasJson();
        });

        builder.Entity<GoogleLink>(link =>
        {
            link.ToTable("google_links").HasKey(l => new { l.TenantId, l.UserName, l.ContactId });
            link.Property(l => l.TenantId).HasMaxLength(32);
            link.Property(l => l.UserName).HasMaxLength(64);
            link.Property(l => l.ContactId).HasMaxLength(ContactModel.IdLength);
            link.Property(l => l.ResourceName).HasMaxLength(ResourceLength);
            link.Property(l => l.ETag).HasMaxLength(TextLength);
            link.Property(l => l.Common).HasJson();
            link.Property(l => l.ReadingId).HasMaxLength(36);
            link.Property(l => l.Refusal).HasMaxLength(TextLength);
            link.HasIndex(l => new { l.TenantId, l.UserName, l.ResourceName }).IsUnique();
        });
    }
}
