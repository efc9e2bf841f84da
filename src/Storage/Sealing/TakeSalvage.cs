using System.Collections.Immutable;
using System.Security.Cryptography;
using RtcCluster.Storage.Blobs;

namespace RtcCluster.Storage.Sealing;

/// <summary>Writes the manifests of takes whose edge died before it could, from what reached the store.</summary>
public sealed class TakeSalvage(IBlobStore blobs, IDataKeys keys, SigningKeys signing)
{
    /// <summary>Gives takes below a prefix that have no manifest one that says <see cref="TakeEnd.Interrupted"/>.</summary>
    /// <param name="prefix">Where the recording's files are.</param>
    /// <param name="only">This take, and then also if it has such a manifest, since more of it came; null: all that have none.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>How many were written.</returns>
    public async Task<int> CloseAsync(string prefix, ulong? only = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        var files = new List<(SealedName Name, string Path)>();
        await foreach (var blob in blobs.ListAsync(prefix.TrimEnd('/'), ct).ConfigureAwait(false))
        {
            files.Add((SealedName.Read(blob.Path), blob.Path));
        }

        var written = 0;
        foreach (var (opening, path) in files.Where(file => file.Name.Kind == SealedFile.Opening && (only ?? file.Name.Take) == file.Name.Take))
        {
            var manifest = files.Find(file => file.Name.Kind == SealedFile.Manifest && file.Name.Take == opening.Take).Path;
            if (manifest is not null && (only is null || await IsClosedAsync(manifest, ct).ConfigureAwait(false)))
            {
                continue;
            }

            var chunks = files.Where(file => file.Name.Kind == SealedFile.Chunk && file.Name.Take == opening.Take).ToList();
            if (await MakeAsync(path, chunks, ct).ConfigureAwait(false) is { } made)
            {
                await blobs.WriteAsync(prefix.TrimEnd('/') + "/" + SealedName.OfManifest(opening.Take), made, ct).ConfigureAwait(false);
                written++;
            }
        }

        return written;
    }

    /// <summary>Whether the edge itself has ended the take; one that cannot be read is not made anew either, that somebody may look at it.</summary>
    private async Task<bool> IsClosedAsync(string path, CancellationToken ct) =>
        await BlobBytes.ReadAsync(blobs, path, ct).ConfigureAwait(false) is { } bytes
        && SignedDocument.TryRead<TakeManifest>(bytes, TakeSealer.ManifestType, signing, out var manifest) is var status
        && (status != SignatureStatus.Valid || manifest!.End == TakeEnd.Closed);

    /// <summary>Null when the opening cannot be read or its key is not ours: there is nothing then that could be signed for.</summary>
    private async Task<byte[]?> MakeAsync(string path, List<(SealedName Name, string Path)> files, CancellationToken ct)
    {
        if (await BlobBytes.ReadAsync(blobs, path, ct).ConfigureAwait(false) is not { } bytes || TakeOpening.TryParse(bytes) is not { } opening
            || !keys.TryOpen(opening.Key, TakeOpening.PurposeOf(opening.Recording, opening.Take), out var key))
        {
            return null;
        }

        using var gcm = new AesGcm(key, SealedChunk.TagLength);
        var chunks = ImmutableArray.CreateBuilder<ManifestChunk>();
        var pauses = new List<(int, int, UInt128)>();
        var lost = new List<ManifestGap>();
        var previous = SHA256.HashData(bytes);
        var next = opening.FirstChunk;
        // In the order of their numbers; the draft of a chunk that is there whole is no part of the take.
        foreach (var (name, file) in files.OrderBy(file => file.Name.Number).ThenBy(file => file.Name.IsDraft).DistinctBy(file => file.Name.Number))
        {
            // What is signed is what was recorded: a file that was changed since is left out, and the verification says so.
            if (await BlobBytes.ReadAsync(blobs, file, ct).ConfigureAwait(false) is not { } content || !SealedChunk.TryRead(content, out var facts) || facts.Number != name.Number
                || !SealedChunk.TryOpen(gcm, opening.Recording, content, new byte[facts.PlainLength]))
            {
                continue;
            }

            if (facts.Number > next)
            {
                lost.Add(new ManifestGap(next, facts.Number - 1, SealedChunk.Previous(content).SequenceEqual(previous) ? "not written" : ManifestGap.Missing));
            }

            previous = SHA256.HashData(content);
            chunks.Add(new ManifestChunk(facts.Number, facts.Codec, facts.Samples, content.Length, Convert.ToHexStringLower(previous), facts.IsDraft));
            pauses.Add((facts.Number, facts.Samples, facts.Paused));
            next = facts.Number + 1;
        }

        var manifest = TakeSealer.Manifest(opening, Convert.ToHexStringLower(SHA256.HashData(bytes)), TakeEnd.Interrupted, chunks.ToImmutable(), SealedTime.Pauses(pauses), [.. lost]);
        return SignedDocument.Sign(manifest, TakeSealer.ManifestType, signing);
    }
}
