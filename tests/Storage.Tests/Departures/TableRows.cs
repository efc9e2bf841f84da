using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Storage.Tests.Departures;

/// <summary>A row of a user in each of some tables, with just enough in it that the database takes it.</summary>
internal sealed class TableRows(RtcDbContext db, string tenant, string user, DateTimeOffset now)
{
    private readonly Dictionary<IProperty, object?> _keys = [];
    private int _last;

    /// <summary>Adds one row to each, those first that others point to.</summary>
    public async Task AddAsync(IReadOnlyList<IEntityType> entities, IReadOnlyList<IProperty> columns, CancellationToken ct)
    {
        foreach (var entity in entities.OrderBy(entity => entity.GetForeignKeys().Count(key => entities.Contains(key.PrincipalEntityType))))
        {
            var entry = db.Entry(RuntimeHelpers.GetUninitializedObject(entity.ClrType));
            foreach (var property in entity.GetProperties().Where(property => !(property.ValueGenerated == ValueGenerated.OnAdd && property.ClrType.IsValueType)))
            {
                var value = _keys.TryGetValue(Principal(property), out var principal) ? principal : columns.Contains(property) ? Whose(property) : Some(property);
                entry.Property(property.Name).CurrentValue = value;
                _keys.TryAdd(property, value);
            }

            entry.State = EntityState.Added;
        }

        await db.SaveChangesAsync(ct);
        db.ChangeTracker.Clear();
    }

    /// <summary>Rows that name the user there.</summary>
    public Task<int> CountAsync(IProperty column, CancellationToken ct)
    {
        var sql = $"SELECT CAST(COUNT(*) AS INTEGER) AS \"Value\" FROM \"{column.DeclaringType.GetTableName()}\" WHERE \"{column.GetColumnName()}\" IN ({{0}}, {{1}})";
        return db.Database.SqlQueryRaw<int>(sql, user, $"{tenant}/{user}").SingleAsync(ct);
    }

    private static IProperty Principal(IProperty property) =>
        property.GetContainingForeignKeys().Select(key => key.PrincipalKey.Properties[key.Properties.ToList().IndexOf(property)]).FirstOrDefault(principal => principal.Name != "TenantId") ?? property;

    private string Whose(IProperty property) => property.GetColumnName() is "owner" or "user_name" or "sender" or "target" ? user : $"{tenant}/{user}";

    private object? Some(IProperty property)
    {
        var type = property.ClrType;
        return property.Name == "TenantId" ? tenant
            : property.IsNullable ? null
            : type == typeof(string) ? $"k{++_last}"
            : type == typeof(DateTimeOffset) ? now
            : type == typeof(LineKind) ? LineKind.User
            : type == typeof(byte[]) ? Array.Empty<byte>()
            : Activator.CreateInstance(type.IsInterface || type.IsArray ? typeof(List<>).MakeGenericType(type.GetElementType() ?? type.GetGenericArguments()[0]) : type);
    }
}
