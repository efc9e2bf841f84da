using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.Conversations;

namespace RtcCluster.Storage.Broadcasts;

/// <summary>Tables of broadcasts.</summary>
internal static class BroadcastModel
{
    public const int IdLength = 64;
    public const int NameLength = 100;

    public static void Configure(ModelBuilder builder, bool isPostgreSql)
    {
        builder.Entity<BroadcastList>(list =>
        {
            list.ToTable("broadcast_lists").HasKey(l => new { l.TenantId, l.Id });
            list.Property(l => l.TenantId).HasMaxLength(32);
            list.Property(l => l.Id).HasMaxLength(IdLength);
            list.Property(l => l.Name).HasMaxLength(NameLength);
            list.Property(l => l.Owner).HasMaxLength(ConversationModel.UserLength);
        });

        builder.Entity<BroadcastListMember>(member =>
        {
            member.ToTable("broadcast_list_members").HasKey(m => new { m.TenantId, m.ListId, m.UserName });
            member.Property(m => m.TenantId).HasMaxLength(32);
            member.Property(m => m.ListId).HasMaxLength(IdLength);
            var name = member.Property(m => m.UserName).HasMaxLength(ConversationModel.UserLength);
            if (isPostgreSql)
            {
                // By bytes, as SQLite does anyway: a broadcast goes on after the last name that was served.
                name.UseCollation("C");
            }
        });

        builder.Entity<Broadcast>(broadcast =>
        {
            broadcast.ToTable("broadcasts").HasKey(b => new { b.TenantId, b.Id });
            broadcast.Property(b => b.TenantId).HasMaxLength(32);
            broadcast.Property(b => b.Id).HasMaxLength(IdLength);
            broadcast.Property(b => b.ListId).HasMaxLength(IdLength);
            broadcast.Property(b => b.Sender).HasMaxLength(ConversationModel.UserLength);
            broadcast.Property(b => b.Text).HasMaxLength(ChatMessage.LongestText);
            broadcast.Property(b => b.Prompt).HasMaxLength(64);
            broadcast.Property(b => b.Cursor).HasMaxLength(ConversationModel.UserLength);
            broadcast.HasIndex(b => new { b.TenantId, b.StartedAt, b.Id });
            broadcast.HasIndex(b => new { b.TenantId, b.ListId, b.State });
        });
    }
}
