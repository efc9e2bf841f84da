using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace RtcCluster.Storage.Backups;

/// <summary>A table as backups see it, read off the model: a table that comes with a later version needs nothing here as long as it has a tenant.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">Its columns, in the order of the backup.</param>
/// <param name="Kinds">A letter of <see cref="RowCodec"/> for each.</param>
/// <param name="Key">Columns of its key.</param>
/// <param name="Numbered">The column that the database numbers by itself; null when there is none.</param>
/// <param name="Filter">Which rows are a tenant's, in SQL with <c>@tenant</c>.</param>
internal sealed record BackupTable(string Name, string[] Columns, string Kinds, string[] Key, string? Numbered, string Filter)
{
    // Sessions, remembered answers and shared links: who comes back signs in again, and what was ended or revoked since the backup must not live again.
    private static readonly string[] Left = ["sign_in_sessions", "idempotency_keys", "share_links", "share_openings"];

    private static readonly Dictionary<string, string> Filters = new(StringComparer.Ordinal)
    {
        ["tenants"] = "id = @tenant",
        ["user_claims"] = "user_id IN (SELECT id FROM users WHERE tenant_id = @tenant)",
        ["user_logins"] = "user_id IN (SELECT id FROM users WHERE tenant_id = @tenant)",
        ["user_tokens"] = "user_id IN (SELECT id FROM users WHERE tenant_id = @tenant)",
        ["contact_versions"] = "contact_id IN (SELECT id FROM contacts WHERE tenant_id = @tenant)",
    };

    public string Select => $"SELECT {string.Join(", ", Columns.Select(Quoted))} FROM {Quoted(Name)} WHERE {Filter} ORDER BY {string.Join(", ", Key.Select(Quoted))}";

    /// <summary>Every table of the model that belongs into a backup, those that others point at first.</summary>
    public static List<BackupTable> Of(RtcDbContext db)
    {
        var open = db.Model.GetEntityTypes().Where(entity => entity.GetTableName() is { } name && !Left.Contains(name)).OrderBy(entity => entity.GetTableName(), StringComparer.Ordinal).ToList();
        var tables = new List<BackupTable>();
        var done = new HashSet<IEntityType>();
        while (open.Count > 0)
        {
            var next = open.Find(entity => entity.GetForeignKeys().All(key => key.PrincipalEntityType == entity || done.Contains(key.PrincipalEntityType)))
                ?? throw new InvalidOperationException("Tables point at each other in a circle.");
            open.Remove(next);
            done.Add(next);
            tables.Add(Of(next));
        }

        return tables;
    }

    public static string Quoted(string name) => $"\"{name}\"";

    private static BackupTable Of(IEntityType entity)
    {
        var name = entity.GetTableName()!;
        var store = StoreObjectIdentifier.Table(name, entity.GetSchema());
        var properties = entity.GetProperties().OrderBy(property => property.GetColumnName(store), StringComparer.Ordinal).ToList();
        var columns = properties.ConvertAll(property => property.GetColumnName(store)!);
        var key = entity.FindPrimaryKey()!.Properties;
        var filter = columns.Contains("tenant_id") ? "tenant_id = @tenant"
            : Filters.TryGetValue(name, out var other) ? other
            : throw new InvalidOperationException($"Table {name} has no tenant_id: say in {nameof(BackupTable)} whose its rows are.");
        return new BackupTable(
            name,
            [.. columns],
            string.Concat(properties.Select(property => KindOf(property, name))),
            [.. key.Select(property => property.GetColumnName(store)!)],
            key is [{ ValueGenerated: ValueGenerated.OnAdd } number] && (number.ClrType == typeof(long) || number.ClrType == typeof(int)) ? number.GetColumnName(store) : null,
            filter);
    }

    private static char KindOf(IProperty property, string table)
    {
        var type = property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType;
        return RowCodec.KindOf(Nullable.GetUnderlyingType(type) ?? type) ?? throw new InvalidOperationException($"Column {property.Name} of {table} is of a kind that backups do not know: {type}.");
    }
}
