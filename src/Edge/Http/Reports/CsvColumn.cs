namespace RtcCluster.Edge.Http.Reports;

/// <summary>A column of a report.</summary>
/// <typeparam name="T">A row.</typeparam>
/// <param name="Name">The name in the first line.</param>
/// <param name="Of">The cell of a row: text, a number, a moment or nothing.</param>
internal sealed record CsvColumn<T>(string Name, Func<T, object?> Of);
