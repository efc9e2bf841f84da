using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.History;

namespace RtcCluster.Storage.Conversations;

/// <summary>Tables of conversations. As history they point at no table of the directory: they outlive the users that they tell of.</summary>
internal static class ConversationModel
{
    public const int UserLength = 64;
    public const int IdLength = 160;
    public const int ClientIdLength = 64;
    public const int NameLength = 100;

    public static void Configure(ModelBuilder builder)
    {
        builder.Entity<Conversation>(conversation =>
        {
            conversation.ToTable("conversations").HasKey(c => new { c.TenantId, c.Id });
            conversation.Property(c => c.TenantId).HasMaxLength(32);
            conversation.Property(c => c.Id).HasMaxLength(IdLength);
            conversation.Property(c => c.Name).HasMaxLength(NameLength);
            conversation.Property(c => c.Owner).HasMaxLength(UserLength);
        });

        builder.Entity<ConversationMember>(member =>
        {
            member.ToTable("conversation_members").HasKey(m => new { m.TenantId, m.ConversationId, m.UserName });
            member.Property(m => m.TenantId).HasMaxLength(32);
            member.Property(m => m.ConversationId).HasMaxLength(IdLength);
            member.Property(m => m.UserName).HasMaxLength(UserLength);
            member.HasIndex(m => new { m.TenantId, m.UserName, m.LastAt, m.ConversationId });
        });

        builder.Entity<ChatMessage>(message =>
        {
            message.ToTable("chat_messages").HasKey(m => m.Id);
            message.Property(m => m.Id).HasMaxLength(HistoryModel.IdLength);
            message.Property(m => m.TenantId).HasMaxLength(32);
            message.Property(m => m.ConversationId).HasMaxLength(IdLength);
            message.Property(m => m.Sender).HasMaxLength(UserLength);
            message.Property(m => m.ClientId).HasMaxLength(ClientIdLength);
            message.Property(m => m.Text).HasMaxLength(ChatMessage.LongestText);
            message.Property(m => m.Prompt).HasMaxLength(64);
            message.Property(m => m.BroadcastId).HasMaxLength(64);
            message.HasIndex(m => new { m.TenantId, m.ConversationId, m.Number }).IsUnique();
            message.HasIndex(m => new { m.TenantId, m.ConversationId, m.Sender, m.ClientId }).IsUnique();
            message.HasIndex(m => new { m.TenantId, m.At, m.Id });
        });

        builder.Entity<ChatBlock>(block =>
        {
            block.ToTable("chat_blocks").HasKey(b => new { b.TenantId, b.UserName, b.Blocked });
            block.Property(b => b.TenantId).HasMaxLength(32);
            block.Property(b => b.UserName).HasMaxLength(UserLength);
            block.Property(b => b.Blocked).HasMaxLength(UserLength);
        });
    }
}
