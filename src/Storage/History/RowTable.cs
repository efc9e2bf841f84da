using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace RtcCluster.Storage.History;

/// <summary>How rows of one type lie in their table, as the model says: its statements and the values of a row.</summary>
internal sealed class RowTable
{
    private readonly Column[] _columns;
    private readonly Column[] _keyLast;

    public RowTable(IEntityType type)
    {
        var table = Quoted(type.GetTableName()!);
        _columns = [.. type.GetProperties().Select(property => new Column(property, property.GetRelationalTypeMapping(), property.IsShadowProperty() ? null : property.GetGetter()))];
        Column[] keys = [.. _columns.Where(column => column.Property.IsPrimaryKey())];
        Column[] rest = [.. _columns.Except(keys)];
        _keyLast = [.. rest, .. keys];
        Insert = $"INSERT INTO {table} ({string.Join(", ", _columns.Select(Name))}) VALUES ({string.Join(", ", _columns.Select((_, i) => $"@p{i}"))})";
        Update = $"UPDATE {table} SET {string.Join(", ", rest.Select((column, i) => $"{Name(column)} = @p{i}"))} "
            + $"WHERE {string.Join(" AND ", keys.Select((column, i) => $"{Name(column)} = @p{rest.Length + i}"))}";
    }

    /// <summary>Adds a row.</summary>
    public string Insert { get; }

    /// <summary>Replaces all but the key of a row.</summary>
    public string Update { get; }

    /// <summary>Gives a statement the values of a row.</summary>
    /// <param name="command">Makes the parameters.</param>
    /// <param name="parameters">Emptied and filled: a batch has them apart from the command.</param>
    /// <param name="row">The row.</param>
    /// <param name="shadow">The value of the column that the type has no property for.</param>
    /// <param name="isUpdate">For <see cref="Update"/>; else for <see cref="Insert"/>.</param>
    public void Bind(DbCommand command, DbParameterCollection parameters, object row, object? shadow, bool isUpdate)
    {
        parameters.Clear();
        var columns = isUpdate ? _keyLast : _columns;
        for (var i = 0; i < columns.Length; i++)
        {
            var (property, mapping, getter) = columns[i];
            var value = getter is null ? shadow : getter.GetClrValue(row);
            parameters.Add(mapping.CreateParameter(command, $"@p{i}", value, property.IsNullable));
        }
    }

    /// <summary>Gives a statement that has had the values of another row those of this one, in the parameters that it has.</summary>
    /// <param name="parameters">As <see cref="Bind"/> made them for the same statement.</param>
    /// <param name="row">The row.</param>
    /// <param name="shadow">The value of the column that the type has no property for.</param>
    /// <param name="isUpdate">For <see cref="Update"/>; else for <see cref="Insert"/>.</param>
    public void BindAgain(DbParameterCollection parameters, object row, object? shadow, bool isUpdate)
    {
        var columns = isUpdate ? _keyLast : _columns;
        for (var i = 0; i < columns.Length; i++)
        {
            var (_, mapping, getter) = columns[i];
            var value = getter is null ? shadow : getter.GetClrValue(row);
            // As the mapping does when it makes a parameter.
            parameters[i].Value = (value is null || mapping.Converter is not { } converter ? value : converter.ConvertToProvider(value)) ?? DBNull.Value;
        }
    }

    private static string Name(Column column) => Quoted(column.Property.GetColumnName());

    private static string Quoted(string name) => $"\"{name}\"";

    private readonly record struct Column(IProperty Property, RelationalTypeMapping Mapping, IClrPropertyGetter? Getter);
}
