using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.History;

namespace RtcCluster.Storage.Policies;

/// <summary>The tables of documents and of who accepted them.</summary>
internal static class PolicyModel
{
    public static void Configure(ModelBuilder builder)
    {
        builder.Entity<PolicyVersion>(version =>
        {
            version.ToTable("policy_versions").HasKey(v => new { v.TenantId, v.Kind, v.Version });
            version.Property(v => v.TenantId).HasMaxLength(32);
            version.Property(v => v.Version).ValueGeneratedNever();
            version.Property(v => v.TitleEs).HasMaxLength(PolicyVersion.LongestTitle);
            version.Property(v => v.TitleEn).HasMaxLength(PolicyVersion.LongestTitle);
            version.Property(v => v.TextEs).HasMaxLength(PolicyVersion.LongestText);
            version.Property(v => v.TextEn).HasMaxLength(PolicyVersion.LongestText);
            version.Property(v => v.Hash).HasMaxLength(64);
            version.Property(v => v.ChangedBy).HasMaxLength(HistoryModel.IdLength);
        });

        builder.Entity<PolicyAcceptance>(acceptance =>
        {
            acceptance.ToTable("policy_acceptances").HasKey(a => new { a.TenantId, a.UserName, a.Kind, a.Version });
            acceptance.Property(a => a.TenantId).HasMaxLength(32);
            acceptance.Property(a => a.UserName).HasMaxLength(64);
            acceptance.Property(a => a.Version).ValueGeneratedNever();
            acceptance.Property(a => a.Hash).HasMaxLength(64);
            acceptance.Property(a => a.Device).HasMaxLength(PolicyAcceptance.LongestDevice);
            acceptance.Property(a => a.Address).HasMaxLength(64);
        });
    }
}
