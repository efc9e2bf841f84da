namespace RtcCluster.Edge.Http;

/// <summary>A value of an enumeration in a query, in whatever case: bodies have them in camel case, and a query is read as they are spelt.</summary>
/// <typeparam name="T">The enumeration.</typeparam>
/// <param name="Value">The value.</param>
internal readonly record struct QueryWord<T>(T Value)
    where T : struct, Enum
{
    public static bool TryParse(string? text, out QueryWord<T> word)
    {
        var isKnown = Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text![0]);
        word = new QueryWord<T>(value);
        return isKnown;
    }
}
