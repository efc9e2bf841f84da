using Microsoft.EntityFrameworkCore;

namespace RtcCluster.Storage.Directory;

/// <summary>Writes a document and its version in one transaction.</summary>
internal static class DocumentSave
{
    /// <summary>Versions that are kept of a document; the oldest go.</summary>
    public const int KeptVersions = 200;

    /// <summary>Saves it as the version after the one it names.</summary>
    public static async Task<SaveResult> SaveAsync(RtcDbContext db, Document document, DateTimeOffset now, CancellationToken ct)
    {
        var versions = db.DocumentVersions.Where(v => v.TenantId == document.TenantId && v.Kind == document.Kind && v.Name == document.Name);
        var last = await versions.MaxAsync(v => (int?)v.Version, ct).ConfigureAwait(false) ?? 0;
        var next = document with { Version = document.Version == 0 ? last + 1 : document.Version + 1, ChangedAt = now };
        var entry = db.Entry(next);
        entry.State = document.Version == 0 ? EntityState.Added : EntityState.Modified;
        entry.Property(d => d.Version).OriginalValue = document.Version;
        db.Add(new DocumentVersion
        {
            TenantId = next.TenantId,
            Kind = next.Kind,
            Name = next.Name,
            Version = next.Version,
            Json = next.Json,
            ChangedAt = next.ChangedAt,
            ChangedBy = next.ChangedBy,
        });
        await db.SaveChangesAsync(ct).ConfigureAwait(false);
        await versions.Where(v => v.Version <= next.Version - KeptVersions).ExecuteDeleteAsync(ct).ConfigureAwait(false);
        return SaveResult.Saved(next.Version);
    }
}
