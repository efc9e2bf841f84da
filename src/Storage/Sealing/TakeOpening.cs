using System.Collections.Immutable;
using System.Text.Json;

namespace RtcCluster.Storage.Sealing;

/// <summary>What a take begins with: written before its first chunk, whose chain begins with this file's hash. A take is what one process recorded of a recording.</summary>
public sealed record TakeOpening
{
    /// <summary>The version of this document.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Id of the recording.</summary>
    public required string Recording { get; init; }

    /// <summary>Id of the call.</summary>
    public required string Call { get; init; }

    /// <summary>The tenant.</summary>
    public required string Tenant { get; init; }

    /// <summary>The take, as in its files' names.</summary>
    public required string Take { get; init; }

    /// <summary>The edge that records it.</summary>
    public required string Edge { get; init; }

    /// <summary>When its first chunk begins (UTC).</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Number of its first chunk: more than 0 when another edge recorded the beginning.</summary>
    public int FirstChunk { get; init; }

    /// <summary>What parties were told before it began; none where nobody had to be.</summary>
    public ImmutableArray<TakeNotice> Notices { get; init; } = [];

    /// <summary>The key of its chunks.</summary>
    public required WrappedKey Key { get; init; }

    /// <summary>What the key of a recording's take is for.</summary>
    public static string PurposeOf(string recording, string take) => $"recording {recording} take {take}";

    /// <summary>Reads one; null when it is none.</summary>
    public static TakeOpening? TryParse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            // Whoever reads this reads a file that anybody may have changed: a name that is not there is none of ours.
            return JsonSerializer.Deserialize<TakeOpening>(bytes, SignedDocument.Json)
                is { Recording: not null, Call: not null, Tenant: not null, Take: not null, Edge: not null, Key: { Id: not null, Value: not null } } opening ? opening : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
