using System.Text.Json;
using System.Text.Json.Serialization;

namespace RtcCluster.Storage.Backups;

/// <summary>A line of an index: a table begins, rows of it, or a blob.</summary>
internal sealed record IndexLine
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault };

    /// <summary>A table begins: its name.</summary>
    public string? Table { get; init; }

    /// <summary>Of a table: columns, each with the letter of its kind before it (<see cref="RowCodec"/>).</summary>
    public string[]? Columns { get; init; }

    /// <summary>Of rows: how many.</summary>
    public int Rows { get; init; }

    /// <summary>A blob: its path.</summary>
    public string? Blob { get; init; }

    /// <summary>Of a blob: bytes.</summary>
    public long Length { get; init; }

    /// <summary>Of a blob: when it was written, in ticks of UTC.</summary>
    public long Written { get; init; }

    /// <summary>Of a blob: whether it has a key of its own, which goes when it is erased.</summary>
    public bool Own { get; init; }

    /// <summary>Of a blob with a key of its own: the id of that key.</summary>
    public string? Key { get; init; }

    /// <summary>Of rows and blobs: where the bytes are.</summary>
    public ChunkPlace[]? Chunks { get; init; }

    public static IndexLine? TryRead(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize<IndexLine>(line, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, Json);
}

/// <summary>A chunk of a backup.</summary>
/// <param name="Id">Its name: a keyed hash of what it holds.</param>
/// <param name="In">Folder of the entry that stored it.</param>
/// <param name="Length">Bytes that it holds.</param>
internal sealed record ChunkPlace(string Id, string In, int Length);
