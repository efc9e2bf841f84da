using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;

namespace RtcCluster.Storage.Consents;

/// <summary>Refuses a query that puts data together which were given for different purposes, unless it names the consent that allows it.</summary>
/// <remarks>
/// A query is looked at once, when it is compiled. What it names is in its text, and so in the database's log. Whether the user gave the consent is
/// decided where the data are written: without it there are none, and a withdrawal takes them along. SQL of our own is not looked into.
/// </remarks>
internal sealed class PurposeGuard : IQueryExpressionInterceptor
{
    /// <summary>The one there is: with another Entity Framework would make its services anew.</summary>
    public static readonly PurposeGuard Instance = new();

    public const string Tag = "across purposes by consent: ";

    private PurposeGuard()
    {
    }

    public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData)
    {
        var read = new Reading(eventData.Context?.Model);
        read.Visit(queryExpression);
        var purposes = read.Tables.ToLookup(PurposeOf, static table => table);
        foreach (var purpose in purposes.Where(_ => purposes.Count > 1).Select(static each => each.Key))
        {
            if (DataPurposes.ConsentOf(purpose) is { } consent && !read.Tags.Contains(Tag + consent))
            {
                throw new InvalidOperationException(
                    $"The query joins {string.Join(", ", purposes[purpose])}, kept for {purpose}, with {string.Join(", ", purposes.Where(each => each.Key != purpose).SelectMany(static each => each))}: "
                    + $"without AcrossPurposes({consent}) it is refused.");
            }
        }

        return queryExpression;
    }

    private static DataPurpose PurposeOf(string table) => DataPurposes.Of(table) ?? throw new InvalidOperationException($"Nobody said what the table {table} is kept for: DataPurposes does.");

    private sealed class Reading(IModel? model) : ExpressionVisitor
    {
        public HashSet<string> Tables { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Tags { get; } = new(StringComparer.Ordinal);

        protected override Expression VisitExtension(Expression node)
        {
            // What SQL of our own gives is of no table.
            if (node is EntityQueryRootExpression root && model?.FindEntityType(root.EntityType.Name)?.GetTableName() is { } table)
            {
                Tables.Add(table);
            }

            return base.VisitExtension(node);
        }

        protected override Expression VisitMethodCall(MethodCallExpression node)
        {
            if (node.Method.Name == nameof(EntityFrameworkQueryableExtensions.TagWith) && node.Arguments is [_, ConstantExpression { Value: string tag }])
            {
                Tags.Add(tag);
            }

            return base.VisitMethodCall(node);
        }
    }
}

/// <summary>What a query says that puts data of several purposes together.</summary>
internal static class PurposeQueries
{
    /// <summary>Lets a query join data of a purpose with others by the consent that they were given with.</summary>
    public static IQueryable<T> AcrossPurposes<T>(this IQueryable<T> query, ConsentPurpose consent) => query.TagWith(PurposeGuard.Tag + consent);
}
