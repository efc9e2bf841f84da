namespace RtcCluster.Storage;

/// <summary>One page of a list and how to ask for the next.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">At most as many as asked for, in the list's order.</param>
/// <param name="Next">Opaque cursor of the next page; null when this was the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next)
{
    /// <summary>False when the cursor that was given is not one of ours; the page is empty then.</summary>
    public bool CursorAccepted { get; private init; } = true;

    /// <summary>The answer to a cursor that cannot be read.</summary>
    internal static Page<T> CursorRefused { get; } = new([], null) { CursorAccepted = false };

    /// <summary>Makes a page of what a query for one row more than the page holds gave.</summary>
    internal static Page<T> Cut(List<T> found, int limit, Func<T, PageCursor> place)
    {
        if (found.Count <= limit)
        {
            return new Page<T>(found, null);
        }

        found.RemoveRange(limit, found.Count - limit);
        return new Page<T>(found, place(found[^1]).Encode());
    }
}
