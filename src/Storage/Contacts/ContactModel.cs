using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Storage.Contacts;

/// <summary>Tables of contacts.</summary>
internal static class ContactModel
{
    public const int IdLength = 36;

    public static void Configure(ModelBuilder builder, bool isPostgreSql)
    {
        builder.Entity<Contact>(contact =>
        {
            contact.ToTable("contacts").HasKey(c => c.Id);
            Ordered(contact.Property(c => c.Id).HasMaxLength(IdLength), isPostgreSql);
            contact.Property(c => c.TenantId).HasMaxLength(32);
            contact.Property(c => c.Owner).HasMaxLength(64);
            contact.Property(c => c.Card).HasJson();
            Ordered(contact.Property(c => c.SortKey).HasMaxLength(ContactRules.LongestName), isPostgreSql);
            contact.Property(c => c.Version).IsConcurrencyToken();
            contact.Property(c => c.ChangedBy).HasMaxLength(64);
            contact.Property(c => c.MergedInto).HasMaxLength(IdLength);
            contact.HasIndex(c => new { c.TenantId, c.Owner, c.SortKey, c.Id });
            contact.HasIndex(c => c.MergedInto);
            contact.HasOne<Tenant>().WithMany().HasForeignKey(c => c.TenantId).OnDelete(DeleteBehavior.Restrict);
        });

        builder.Entity<ContactKey>(key =>
        {
            key.ToTable("contact_keys").HasKey(k => new { k.TenantId, k.Owner, k.Key, k.ContactId });
            key.Property(k => k.TenantId).HasMaxLength(32);
            key.Property(k => k.Owner).HasMaxLength(64);
            Ordered(key.Property(k => k.Key).HasMaxLength(ContactKeys.Longest), isPostgreSql);
            Ordered(key.Property(k => k.ContactId).HasMaxLength(IdLength), isPostgreSql);
            key.HasIndex(k => new { k.ContactId, k.Key });
            key.HasOne<Contact>().WithMany().HasForeignKey(k => k.ContactId).OnDelete(DeleteBehavior.Cascade);
        });

        builder.Entity<ContactVersion>(version =>
        {
            version.ToTable("contact_versions").HasKey(v => new { v.ContactId, v.Version });
            Ordered(version.Property(v => v.ContactId).HasMaxLength(IdLength), isPostgreSql);
            version.Property(v => v.Card).HasJson();
            version.Property(v => v.ChangedBy).HasMaxLength(64);
            version.HasOne<Contact>().WithMany().HasForeignKey(v => v.ContactId).OnDelete(DeleteBehavior.Cascade);
        });

        builder.Entity<ContactFavorite>(favorite =>
        {
            favorite.ToTable("contact_favorites").HasKey(f => new { f.TenantId, f.UserName, f.ContactId });
            favorite.Property(f => f.TenantId).HasMaxLength(32);
            favorite.Property(f => f.UserName).HasMaxLength(64);
            Ordered(favorite.Property(f => f.ContactId).HasMaxLength(IdLength), isPostgreSql);
            favorite.HasOne<Contact>().WithMany().HasForeignKey(f => f.ContactId).OnDelete(DeleteBehavior.Cascade);
        });
    }

    // By bytes, as SQLite does anyway: a prefix is a range only in an order that knows no language.
    private static void Ordered(PropertyBuilder<string> property, bool isPostgreSql)
    {
        if (isPostgreSql)
        {
            property.UseCollation("C");
        }
    }
}
