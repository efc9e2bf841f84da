using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace RtcCluster.Storage.Directory;

/// <summary>Tables of the directory.</summary>
internal static class DirectoryModel
{
    /// <summary>Shadow column of <see cref="Trunk"/>: the record that callers see never carries the secret.</summary>
    public const string ProtectedPassword = nameof(ProtectedPassword);

    public static void Configure(ModelBuilder builder)
    {
        builder.Entity<Tenant>(tenant =>
        {
            tenant.ToTable("tenants").HasKey(t => t.Id);
            tenant.Property(t => t.Id).HasMaxLength(32);
            tenant.Property(t => t.SipRealm).HasMaxLength(253);
            tenant.Property(t => t.Name).HasMaxLength(200);
            tenant.Property(t => t.Country).HasMaxLength(2);
            tenant.Property(t => t.Settings).HasJson();
            tenant.Property(t => t.Version).IsConcurrencyToken();
            tenant.HasIndex(t => t.SipRealm).IsUnique();
        });

        ConfigureUsers(builder);

        builder.Entity<Line>(line =>
        {
            line.ToTable("lines").HasKey(l => new { l.TenantId, l.Number });
            line.Property(l => l.Number).HasMaxLength(32);
            line.Property(l => l.Target).HasMaxLength(200);
            line.Property(l => l.Name).HasMaxLength(200);
            line.Property(l => l.Version).IsConcurrencyToken();
            line.HasOne<Tenant>().WithMany().HasForeignKey(l => l.TenantId).OnDelete(DeleteBehavior.Restrict);
        });

        ConfigureTrunks(builder);
        ConfigureDocuments(builder);
    }

    private static void ConfigureDocuments(ModelBuilder builder)
    {
        builder.Entity<Document>(document =>
        {
            document.ToTable("documents").HasKey(d => new { d.TenantId, d.Kind, d.Name });
            document.Property(d => d.Kind).HasMaxLength(32);
            document.Property(d => d.Name).HasMaxLength(64);
            document.Property(d => d.ChangedBy).HasMaxLength(64);
            document.Property(d => d.Version).IsConcurrencyToken();
            document.HasOne<Tenant>().WithMany().HasForeignKey(d => d.TenantId).OnDelete(DeleteBehavior.Restrict);
        });

        builder.Entity<DocumentVersion>(version =>
        {
            version.ToTable("document_versions").HasKey(v => new { v.TenantId, v.Kind, v.Name, v.Version });
            version.Property(v => v.Kind).HasMaxLength(32);
            version.Property(v => v.Name).HasMaxLength(64);
            version.Property(v => v.ChangedBy).HasMaxLength(64);
            version.HasOne<Tenant>().WithMany().HasForeignKey(v => v.TenantId).OnDelete(DeleteBehavior.Restrict);
        });
    }

    private static void ConfigureUsers(ModelBuilder builder)
    {
        builder.Entity<AppUser>(user =>
        {
            user.ToTable("users");
            user.Property(u => u.Id).HasMaxLength(97);
            user.Property(u => u.TenantId).HasMaxLength(32);
            user.Property(u => u.Name).HasMaxLength(64);
            user.Property(u => u.DisplayName).HasMaxLength(200);
            user.Property(u => u.Extension).HasMaxLength(16);
            user.Property(u => u.Calls).HasJson();
            user.Property(u => u.Version).IsConcurrencyToken();
            user.HasIndex(u => new { u.TenantId, u.Name }).IsUnique();
            user.HasIndex(u => new { u.TenantId, u.Extension }).IsUnique();
            // Sign-in is by address alone, so two users of one address cannot be told apart.
            user.HasIndex(u => u.NormalizedEmail).IsUnique();
            user.HasOne<Tenant>().WithMany().HasForeignKey(u => u.TenantId).OnDelete(DeleteBehavior.Restrict);
        });
        builder.Entity<IdentityUserClaim<string>>().ToTable("user_claims");
        builder.Entity<IdentityUserLogin<string>>().ToTable("user_logins");
        builder.Entity<IdentityUserToken<string>>().ToTable("user_tokens");

        builder.Entity<SipAccountRow>(account =>
        {
            account.ToTable("sip_accounts").HasKey(a => new { a.TenantId, a.Username });
            account.Property(a => a.Username).HasMaxLength(16);
            account.Property(a => a.Realm).HasMaxLength(253);
            account.HasIndex(a => new { a.Realm, a.Username }).IsUnique();
            account.HasIndex(a => a.UserId).IsUnique();
            account.HasOne<AppUser>().WithMany().HasForeignKey(a => a.UserId).OnDelete(DeleteBehavior.Cascade);
        });
    }

    private static void ConfigureTrunks(ModelBuilder builder)
    {
        builder.Entity<Trunk>(trunk =>
        {
            trunk.ToTable("trunks").HasKey(t => new { t.TenantId, t.Name });
            trunk.Property(t => t.Name).HasMaxLength(64);
            trunk.Property(t => t.Username).HasMaxLength(200);
            trunk.Property(t => t.Realm).HasMaxLength(253);
            trunk.Property(t => t.CallerId).HasMaxLength(32);
            trunk.Property(t => t.Peers).HasJson();
            trunk.Property(t => t.AcceptFrom).HasJson();
            trunk.Property(t => t.NumberRules).HasJson();
            trunk.Property<string?>(ProtectedPassword);
            trunk.Property(t => t.Version).IsConcurrencyToken();
            trunk.HasOne<Tenant>().WithMany().HasForeignKey(t => t.TenantId).OnDelete(DeleteBehavior.Restrict);
        });

        builder.Entity<TrunkAddressRow>(address =>
        {
            address.ToTable("trunk_addresses").HasKey(a => a.Network);
            address.Property(a => a.Network).HasMaxLength(50);
            address.HasOne<Trunk>().WithMany().HasForeignKey(a => new { a.TenantId, a.TrunkName }).OnDelete(DeleteBehavior.Cascade);
        });
    }
}
