using System.Collections.Immutable;
using System.Security.Cryptography;
using RtcCluster.Storage.Blobs;

namespace RtcCluster.Storage.Sealing;

/// <summary>Writes the manifests of takes whose edge died before it could, from what reached the store.</summary>
/// <remarks>
/// Several may do this at a time: the grain of the recording, the edge that starts again, and the edge itself, which only seemed dead and still brings chunks. So whoever has written looks once more, and
/// makes the manifest anew as long as more has come than it names. What an edge has closed itself is never replaced, and a manifest only grows: one that would name less than the one that is there is not written.
/// </remarks>
public sealed class TakeSalvage(IBlobStore blobs, IDataKeys keys, SigningKeys signing)
{
    // More often than this nobody can have come in between by chance; the next look goes on.
    private const int Rounds = 4;

    /// <summary>Gives takes below a prefix that have no manifest one that says <see cref="TakeEnd.Interrupted"/>, and makes such a one anew of which more chunks came since.</summary>
    /// <param name="prefix">Where the recording's files are.</param>
    /// <param name="only">This take; null: all.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>How many were written.</returns>
    public async Task<int> CloseAsync(string prefix, ulong? only = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        var folder = prefix.TrimEnd('/');
        var written = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var now = await RoundAsync(folder, only, ct).ConfigureAwait(false);
            if (now == 0)
            {
                break;
            }

            written += now;
        }

        return written;
    }

    private async Task<int> RoundAsync(string folder, ulong? only, CancellationToken ct)
    {
        var files = new List<(SealedName Name, string Path)>();
        await foreach (var blob in blobs.ListAsync(folder, ct).ConfigureAwait(false))
        {
            files.Add((SealedName.Read(blob.Path), blob.Path));
        }

        var written = 0;
        foreach (var (opening, path) in files.Where(file => file.Name.Kind == SealedFile.Opening && (only ?? file.Name.Take) == file.Name.Take))
        {
            var place = $"{folder}/{SealedName.OfManifest(opening.Take)}";
            var present = await BlobBytes.ReadAsync(blobs, place, ct).ConfigureAwait(false);
            var chunks = Chunks(files, opening.Take);
            if (!IsOurs(present, out var before) || (before is not null && SaysAll(before, chunks)))
            {
                continue;
            }

            if (await MakeAsync(path, chunks, ct).ConfigureAwait(false) is { } made && (before is null || Grows(before, made))
                && IsSame(present, await BlobBytes.ReadAsync(blobs, place, ct).ConfigureAwait(false)))
            {
                await blobs.WriteAsync(place, SignedDocument.Sign(made, TakeSealer.ManifestType, signing), ct).ConfigureAwait(false);
                written++;
            }
        }

        return written;
    }

    /// <summary>In the order of their numbers; the draft of a chunk that is there whole is no part of the take.</summary>
    private static List<(SealedName Name, string Path)> Chunks(List<(SealedName Name, string Path)> files, ulong take) =>
        [.. files.Where(file => file.Name.Kind == SealedFile.Chunk && file.Name.Take == take).OrderBy(file => file.Name.Number).ThenBy(file => file.Name.IsDraft).DistinctBy(file => file.Name.Number)];

    /// <summary>Whether a manifest is to be made: there is none, or one that was made here. One that cannot be read is not made anew either, that somebody may look at it.</summary>
    private bool IsOurs(byte[]? present, out TakeManifest? before)
    {
        before = null;
        return present is null || (SignedDocument.TryRead(present, TakeSealer.ManifestType, signing, out before) == SignatureStatus.Valid && before!.End == TakeEnd.Interrupted);
    }

    private static bool SaysAll(TakeManifest manifest, List<(SealedName Name, string Path)> chunks) =>
        manifest.Chunks.Select(chunk => (chunk.Number, chunk.Draft)).SequenceEqual(chunks.Select(file => (file.Name.Number, file.Name.IsDraft)));

    /// <summary>Whether one says all that the other said, and more: what was signed for must not vanish from the books because its file did.</summary>
    private static bool Grows(TakeManifest before, TakeManifest made)
    {
        var now = made.Chunks.ToDictionary(chunk => chunk.Number);
        return before.Chunks.All(chunk => now.TryGetValue(chunk.Number, out var found) && (chunk.Draft ? !found.Draft || found == chunk : found == chunk))
            && !before.Chunks.SequenceEqual(made.Chunks);
    }

    private static bool IsSame(byte[]? first, byte[]? second) => first is null ? second is null : second is not null && first.AsSpan().SequenceEqual(second);

    /// <summary>Null when the opening cannot be read or its key is not ours: there is nothing then that could be signed for.</summary>
    private async Task<TakeManifest?> MakeAsync(string path, List<(SealedName Name, string Path)> files, CancellationToken ct)
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
        foreach (var (name, file) in files)
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

        return TakeSealer.Manifest(opening, Convert.ToHexStringLower(SHA256.HashData(bytes)), TakeEnd.Interrupted, chunks.ToImmutable(), SealedTime.Pauses(pauses), [.. lost]);
    }
}
