using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Edge.Media;
using RtcCluster.Media.Fax;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Edge.Fax;

/// <summary>Puts pages that somebody wants to send into the blob store, sealed as received ones are.</summary>
internal sealed class FaxOutbox(RecordingVault vault, EdgeIdentity identity, EdgeClock clock)
{
    /// <summary>Stores the pages, each brought to what fax machines have.</summary>
    /// <param name="fax">The fax.</param>
    /// <param name="prefix">Where they go; ends with a slash.</param>
    /// <param name="pages">The pages.</param>
    /// <param name="ct">Ends it. What was written until it ended, or failed, is erased: nobody else would know of it.</param>
    public async Task StoreAsync(RecordingId fax, string prefix, IReadOnlyList<FaxPage> pages, CancellationToken ct)
    {
        try
        {
            await WriteAsync(fax, prefix, pages, ct);
        }
        catch
        {
            await EraseAsync(prefix);
            throw;
        }
    }

    /// <summary>Takes back what was stored.</summary>
    public async Task EraseAsync(string prefix)
    {
        await foreach (var blob in vault.Blobs.ListAsync(prefix.TrimEnd('/')))
        {
            await vault.Blobs.DeleteAsync(blob.Path);
        }
    }

    private async Task WriteAsync(RecordingId fax, string prefix, IReadOnlyList<FaxPage> pages, CancellationToken ct)
    {
        using var sealer = new TakeSealer(vault.Keys, new TakeOpening
        {
            Recording = fax.Key,
            Call = fax.Key,
            Tenant = fax.Tenant.Value,
            Edge = identity.Name,
            StartedAt = clock.Utc,
            FirstChunk = 0,
            Take = "",
            Key = new WrappedKey("", ""),
        });
        await vault.Blobs.WriteAsync(prefix + SealedName.OfOpening(sealer.Take), sealer.Opening, ct);
        for (var number = 0; number < pages.Count; number++)
        {
            var page = FaxTiff.Write([FaxFit.ToFax(pages[number])]);
            var facts = new SealedChunkFacts { Number = number, Codec = SealedCodec.Page, IsLast = number == pages.Count - 1 };
            var file = new byte[page.Length + SealedChunk.Overhead];
            sealer.Seal(facts, page, file);
            await vault.Blobs.WriteAsync(prefix + SealedName.OfChunk(facts with { Take = sealer.Take }), file, ct);
            sealer.Stored();
        }

        await vault.Blobs.WriteAsync(prefix + SealedName.OfManifest(sealer.Take), sealer.Close(vault.Signing), ct);
    }
}
