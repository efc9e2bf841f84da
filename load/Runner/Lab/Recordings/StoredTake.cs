using System.Buffers.Text;
using System.Text.Json;

namespace RtcCluster.Load.Runner.Lab.Recordings;

/// <summary>What a take's manifest says, read without its signature: the verification reads that.</summary>
/// <param name="Recording">The recording.</param>
/// <param name="FirstChunk">Number of its first chunk.</param>
/// <param name="EndedAt">When its last chunk ends.</param>
/// <param name="End">How it ended.</param>
internal sealed record StoredTake(string Recording, int FirstChunk, DateTimeOffset EndedAt, string End)
{
    /// <summary>The takes in a store of files, in the order of their time.</summary>
    public static List<StoredTake> ReadAll(string store) =>
        [.. Directory.GetFiles(store, "*.manifest", SearchOption.AllDirectories).Select(Read).OrderBy(static take => take.FirstChunk)];

    private static StoredTake Read(string path)
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(path));
        return JsonSerializer.Deserialize<StoredTake>(Base64Url.DecodeFromChars(file.RootElement.GetProperty("payload").GetString()), JsonSerializerOptions.Web)
            ?? throw new InvalidDataException($"{path} is no manifest.");
    }
}
