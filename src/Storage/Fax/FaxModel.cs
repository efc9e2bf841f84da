using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.History;

namespace RtcCluster.Storage.Fax;

/// <summary>The table of faxes. It points at no table of the directory: as history it outlives the users that it tells of.</summary>
internal static class FaxModel
{
    public const int NumberLength = 64;
    public const int NameLength = 200;
    public const int StationLength = 32;
    public const int ResultLength = 200;

    public static void Configure(ModelBuilder builder) => builder.Entity<FaxMessage>(fax =>
    {
        fax.ToTable("fax_messages").HasKey(f => f.Id);
        fax.Property(f => f.Id).HasMaxLength(HistoryModel.IdLength);
        fax.Property(f => f.TenantId).HasMaxLength(32);
        fax.Property(f => f.OwnerId).HasMaxLength(HistoryModel.IdLength);
        fax.Property(f => f.CallId).HasMaxLength(HistoryModel.IdLength);
        fax.Property(f => f.Number).HasMaxLength(NumberLength);
        fax.Property(f => f.Name).HasMaxLength(NameLength);
        fax.Property(f => f.Station).HasMaxLength(StationLength);
        fax.Property(f => f.Result).HasMaxLength(ResultLength);
        fax.HasIndex(f => new { f.OwnerId, f.At, f.Id });
        fax.HasIndex(f => f.RetainUntil);
    });
}
