using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Grains.Tests.Cluster;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Grains.Tests.Recordings;

/// <summary>A take as an edge makes it, whose files come into the store when the test wants them to.</summary>
internal sealed class StoredTake
{
    private readonly GrainHouse _house;
    private readonly string _prefix;
    private readonly ulong _take;
    private readonly List<(string Path, byte[] Bytes)> _files = [];
    private readonly byte[] _closed;
    private int _stored;

    /// <summary>Makes one of whole chunks.</summary>
    /// <param name="house">Its keys seal it.</param>
    /// <param name="recording">The recording's or message's id.</param>
    /// <param name="prefix">Where its files go.</param>
    /// <param name="first">Number of its first chunk.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="last">Samples of the last one.</param>
    public StoredTake(GrainHouse house, string recording, string prefix, int first, int count, int last = SealedTime.ChunkSamples)
    {
        (_house, _prefix) = (house, prefix);
        using var sealer = new TakeSealer(house.Services.GetRequiredService<IDataKeys>(), new TakeOpening
        {
            Recording = recording, Call = "demo/c", Tenant = "demo", Take = "", Edge = "edge-a", StartedAt = house.Time.GetUtcNow().AddSeconds(2 * first), FirstChunk = first, Key = new WrappedKey("", ""),
        });
        _take = sealer.Take;
        _files.Add((prefix + SealedName.OfOpening(_take), sealer.Opening.ToArray()));
        for (var number = first; number < first + count; number++)
        {
            var facts = new SealedChunkFacts { Number = number, Codec = SealedCodec.G711, Samples = number == first + count - 1 ? last : SealedTime.ChunkSamples };
            var file = new byte[100 + SealedChunk.Overhead];
            sealer.Seal(facts, new byte[100], file);
            sealer.Stored();
            _files.Add((prefix + SealedName.OfChunk(facts with { Take = _take }), file));
        }

        _closed = sealer.Close(house.Services.GetRequiredService<SigningKeys>());
    }

    private IBlobStore Blobs => _house.Services.GetRequiredService<IBlobStore>();

    private string ManifestPath => _prefix + SealedName.OfManifest(_take);

    /// <summary>Stores the opening and the next chunks.</summary>
    public async Task<StoredTake> StoreAsync(int chunks = int.MaxValue)
    {
        for (var end = Math.Min(_files.Count, (long)Math.Max(1, _stored) + chunks); _stored < end; _stored++)
        {
            await Blobs.WriteAsync(_files[_stored].Path, _files[_stored].Bytes, TestContext.Current.CancellationToken);
        }

        return this;
    }

    /// <summary>Stores the rest, and the manifest with which its edge ended it.</summary>
    public async Task CloseAsync()
    {
        await StoreAsync();
        await Blobs.WriteAsync(ManifestPath, _closed, TestContext.Current.CancellationToken);
    }

    /// <summary>What the manifest in the store says of the end; null when there is none.</summary>
    public async Task<TakeEnd?> EndAsync()
    {
        if (await Blobs.OpenReadAsync(ManifestPath, ct: TestContext.Current.CancellationToken) is not { } stream)
        {
            return null;
        }

        await using (stream)
        {
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, TestContext.Current.CancellationToken);
            Assert.Equal(SignatureStatus.Valid, SignedDocument.TryRead<TakeManifest>(bytes.ToArray(), TakeSealer.ManifestType, _house.Services.GetRequiredService<SigningKeys>(), out var manifest));
            return manifest!.End;
        }
    }

    /// <summary>Its files in the store.</summary>
    public async Task<int> CountAsync()
    {
        var count = 0;
        await foreach (var _ in Blobs.ListAsync(_prefix.TrimEnd('/'), TestContext.Current.CancellationToken))
        {
            count++;
        }

        return count;
    }
}
