using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.History;

namespace RtcCluster.Storage.Voicemail;

/// <summary>The table of voicemail messages. It points at no table of the directory: as history it outlives the users that it tells of.</summary>
internal static class VoicemailModel
{
    public static void Configure(ModelBuilder builder) => builder.Entity<VoicemailMessage>(message =>
    {
        message.ToTable("voicemail_messages").HasKey(m => m.Id);
        message.Property(m => m.Id).HasMaxLength(HistoryModel.IdLength);
        message.Property(m => m.TenantId).HasMaxLength(32);
        message.Property(m => m.OwnerId).HasMaxLength(HistoryModel.IdLength);
        message.Property(m => m.CallId).HasMaxLength(HistoryModel.IdLength);
        message.Property(m => m.FromNumber).HasMaxLength(64);
        message.Property(m => m.FromName).HasMaxLength(200);
        message.HasIndex(m => new { m.OwnerId, m.At, m.Id });
        message.HasIndex(m => m.RetainUntil);
    });
}
