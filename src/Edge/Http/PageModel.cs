using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage;

namespace RtcCluster.Edge.Http;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The page.</param>
/// <param name="Next">Cursor of the next page; null when this was the last.</param>
internal sealed record PageModel<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Pages of the API from pages of the stores.</summary>
internal static class PageModel
{
    public const int DefaultLimit = 50;

    public const int MaxLimit = 500;

    public static int Limit(int? asked) => Math.Clamp(asked ?? DefaultLimit, 1, MaxLimit);

    public static Results<Ok<PageModel<TModel>>, ProblemHttpResult> Of<TStored, TModel>(Page<TStored> page, Func<TStored, TModel> map) =>
        page.CursorAccepted
            ? TypedResults.Ok(new PageModel<TModel>([.. page.Items.Select(map)], page.Next))
            : ApiProblem.Invalid("The cursor is not one that this list gave out.");
}
