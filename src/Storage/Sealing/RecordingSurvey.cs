using RtcCluster.Storage.Blobs;

namespace RtcCluster.Storage.Sealing;

/// <summary>What the store has of a recording or message, by its names and manifests: no chunk is read, and nothing is proven.</summary>
public sealed record RecordingSurvey
{
    private const long ChunkMilliseconds = SealedTime.ChunkSamples * 1_000L / SealedTime.SampleRate;

    /// <summary>Chunks of which there is something.</summary>
    public int Chunks { get; private init; }

    /// <summary>When the last of it ends, from the beginning of the recording; to 2 s where a chunk has no manifest yet.</summary>
    public long DurationMilliseconds { get; private init; }

    /// <summary>Whether each take has its manifest, so that nothing more is on its way as far as the store tells.</summary>
    public bool IsSettled { get; private init; }

    /// <summary>Whether it is settled, and its end was signed for by the edge that recorded it: then it has its length.</summary>
    public bool IsEnded { get; private init; }

    /// <summary>Whether it is all that was recorded, from its beginning to an end that its edge has signed for.</summary>
    public bool IsWhole { get; private init; }

    /// <summary>When the newest of its files was written; null when there is none.</summary>
    public DateTimeOffset? Newest { get; private init; }

    /// <summary>Looks.</summary>
    /// <param name="blobs">The store.</param>
    /// <param name="signing">The public keys.</param>
    /// <param name="prefix">Where the files are.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task<RecordingSurvey> TakeAsync(IBlobStore blobs, SigningKeys signing, string prefix, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(blobs);
        ArgumentNullException.ThrowIfNull(prefix);
        var folder = prefix.TrimEnd('/');
        var files = new List<SealedName>();
        DateTimeOffset? newest = null;
        await foreach (var blob in blobs.ListAsync(folder, ct).ConfigureAwait(false))
        {
            if (blob.Length > 0 && SealedName.Read(blob.Path) is { Kind: not SealedFile.Unknown } name)
            {
                files.Add(name);
                newest = newest > blob.WrittenAt ? newest : blob.WrittenAt;
            }
        }

        var manifests = new List<TakeManifest>();
        foreach (var name in files.Where(name => name.Kind == SealedFile.Manifest))
        {
            if (await BlobBytes.ReadAsync(blobs, $"{folder}/{SealedName.OfManifest(name.Take)}", ct).ConfigureAwait(false) is { } bytes
                && SignedDocument.TryRead<TakeManifest>(bytes, TakeSealer.ManifestType, signing, out var manifest) == SignatureStatus.Valid)
            {
                manifests.Add(manifest!);
            }
        }

        var chunks = files.Where(name => name.Kind is SealedFile.Chunk or SealedFile.PlainChunk).ToList();
        var last = chunks.Select(name => name.Number).DefaultIfEmpty(-1).Max();
        manifests.Sort(static (a, b) => (a.FirstChunk, a.StartedAt).CompareTo((b.FirstChunk, b.StartedAt)));
        var isSettled = files.Where(name => name.Kind != SealedFile.PlainChunk).Select(name => name.Take).Distinct().All(take => files.Exists(name => name.Kind == SealedFile.Manifest && name.Take == take));
        return new RecordingSurvey
        {
            Chunks = chunks.Select(name => name.Number).Distinct().Count(),
            DurationMilliseconds = chunks.Where(name => name.Number == last).Select(name => EndOf(name, manifests)).DefaultIfEmpty(0).Max(),
            IsSettled = isSettled,
            IsEnded = isSettled && manifests.Count > 0 && manifests[^1].End == TakeEnd.Closed,
            IsWhole = IsOne(manifests, chunks.Where(name => !name.IsDraft).Select(name => (SealedName.TakeText(name.Take), name.Number)).ToHashSet()),
            Newest = newest,
        };
    }

    // A chunk's number is its place in time, whether those before it are there or not; how long it is itself its take's manifest says.
    private static long EndOf(SealedName name, List<TakeManifest> manifests)
    {
        var chunk = name.Kind == SealedFile.PlainChunk ? null
            : manifests.Find(manifest => manifest.Take == SealedName.TakeText(name.Take))?.Chunks.FirstOrDefault(chunk => chunk.Number == name.Number && chunk.Draft == name.IsDraft);
        var length = chunk is not null ? chunk.Samples * 1_000L / SealedTime.SampleRate : name.IsDraft ? ChunkMilliseconds / 2 : ChunkMilliseconds;
        return (name.Number * ChunkMilliseconds) + length;
    }

    /// <summary>Whether takes that their edges have closed follow each other without a hole, and every chunk of them is there.</summary>
    private static bool IsOne(List<TakeManifest> manifests, HashSet<(string Take, int Number)> stored)
    {
        var next = 0;
        var length = SealedTime.ChunkSamples;
        foreach (var take in manifests)
        {
            // The takes before the last end with a whole chunk, else something is missing between two.
            if (take.End != TakeEnd.Closed || take.FirstChunk != next || !take.Lost.IsEmpty || length != SealedTime.ChunkSamples)
            {
                return false;
            }

            foreach (var chunk in take.Chunks)
            {
                if (chunk.Number != next || chunk.Draft || !stored.Remove((take.Take, next)))
                {
                    return false;
                }

                next++;
                length = chunk.Samples;
            }
        }

        return next > 0 && stored.Count == 0;
    }
}
