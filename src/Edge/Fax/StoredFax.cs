using RtcCluster.Edge.Http.Recordings;
using RtcCluster.Edge.Media;
using RtcCluster.Media.Fax;

namespace RtcCluster.Edge.Fax;

/// <summary>The pages of a fax as they rest in the blob store.</summary>
internal static class StoredFax
{
    /// <summary>Reads the pages; one that is missing or was changed since it was written is left out.</summary>
    /// <param name="vault">The store and its keys.</param>
    /// <param name="prefix">Where they are.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task<IReadOnlyList<FaxPage>> ReadAsync(RecordingVault vault, string prefix, CancellationToken ct)
    {
        using var chunks = await RecordingChunks.OpenAsync(vault, prefix, ct);
        var pages = new List<FaxPage>();
        foreach (var number in chunks.Numbers)
        {
            if (await ReadAsync(chunks, number, ct) is { } page)
            {
                pages.Add(page);
            }
        }

        return pages;
    }

    /// <summary>Reads the pages as they are to be sent: all of them, or none where one is missing or was changed since it was written.</summary>
    /// <remarks>That the last ones are missing is not seen here: whoever sends knows how many there are.</remarks>
    /// <param name="vault">The store and its keys.</param>
    /// <param name="prefix">Where they are.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task<IReadOnlyList<FaxPage>> ReadWholeAsync(RecordingVault vault, string prefix, CancellationToken ct)
    {
        using var chunks = await RecordingChunks.OpenAsync(vault, prefix, ct);
        var pages = new List<FaxPage>();
        foreach (var number in chunks.Numbers)
        {
            if (number != pages.Count || await ReadAsync(chunks, number, ct) is not { } page)
            {
                return [];
            }

            pages.Add(page);
        }

        return pages;
    }

    /// <summary>Reads one page; null when there is none.</summary>
    /// <param name="vault">The store and its keys.</param>
    /// <param name="prefix">Where they are.</param>
    /// <param name="number">Which, from 0.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task<FaxPage?> ReadAsync(RecordingVault vault, string prefix, int number, CancellationToken ct)
    {
        using var chunks = await RecordingChunks.OpenAsync(vault, prefix, ct);
        return await ReadAsync(chunks, number, ct);
    }

    private static async Task<FaxPage?> ReadAsync(RecordingChunks chunks, int number, CancellationToken ct) =>
        await chunks.LoadPageAsync(number, ct) is { } file && FaxTiff.TryRead(file, FaxLimits.Default, out var pages) == FaxTiffStatus.Ok ? pages[0] : null;
}
