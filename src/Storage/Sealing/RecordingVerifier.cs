using System.Security.Cryptography;
using RtcCluster.Storage.Blobs;

namespace RtcCluster.Storage.Sealing;

/// <summary>Reads all files of a recording and says what is not as it was recorded: tags, the chain of hashes, signatures, what is missing and what is too much.</summary>
/// <param name="blobs">The store.</param>
/// <param name="keys">Opens chunks; null where only the public keys are there: then hashes and signatures are checked, and tags are not.</param>
/// <param name="signing">The public keys.</param>
public sealed class RecordingVerifier(IBlobStore blobs, IDataKeys? keys, SigningKeys signing)
{
    /// <summary>Verifies the files below a prefix.</summary>
    /// <param name="prefix">Where they are.</param>
    /// <param name="recording">The recording that they must be of; null takes what the takes say.</param>
    /// <param name="isOver">Whether the recording has ended: each take must have its manifest then.</param>
    /// <param name="isWhole">Whether the recording was ended by its edge: the last take must say so then.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<RecordingVerdict> VerifyAsync(string prefix, string? recording, bool isOver = true, bool isWhole = false, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        var run = new Run { Recording = recording };
        var files = new List<(SealedName Name, string Path)>();
        await foreach (var blob in blobs.ListAsync(prefix.TrimEnd('/'), ct).ConfigureAwait(false))
        {
            files.Add((SealedName.Read(blob.Path), blob.Path));
        }

        foreach (var (_, path) in files.Where(file => file.Name.Kind == SealedFile.Unknown))
        {
            run.Fault($"{path} is no file of a recording");
        }

        run.Plain = files.Count(file => file.Name.Kind == SealedFile.PlainChunk);
        var sealedFiles = files.Where(file => file.Name.Kind is SealedFile.Chunk or SealedFile.Opening or SealedFile.Manifest).ToList();
        if (run.Plain > 0 && sealedFiles.Count > 0)
        {
            run.Fault("chunks without a seal lie among sealed ones");
        }

        var takes = new List<(TakeOpening Opening, TakeManifest? Manifest)>();
        foreach (var take in sealedFiles.GroupBy(file => file.Name.Take))
        {
            if (await TakeAsync(run, take.Key, [.. take], isOver, ct).ConfigureAwait(false) is { } found)
            {
                takes.Add(found);
            }
        }

        Join(run, takes, isWhole);
        if (files.Count == 0 && isWhole)
        {
            run.Fault("nothing of it is in the store");
        }

        return new RecordingVerdict(
            sealedFiles.Select(file => file.Name.Take).Distinct().Count(), run.Chunks, run.Plain, run.Lost, takes.Count(take => take.Manifest?.End == TakeEnd.Interrupted), [.. run.Faults])
        {
            Notices = [.. run.Notices.Distinct().OrderBy(static notice => notice.At)],
        };
    }

    private async Task<(TakeOpening Opening, TakeManifest? Manifest)?> TakeAsync(Run run, ulong take, List<(SealedName Name, string Path)> files, bool isOver, CancellationToken ct)
    {
        var text = SealedName.TakeText(take);
        var path = files.Find(file => file.Name.Kind == SealedFile.Opening).Path;
        if (path is null || await BlobBytes.ReadAsync(blobs, path, ct).ConfigureAwait(false) is not { } bytes || TakeOpening.TryParse(bytes) is not { } opening)
        {
            run.Fault($"take {text} has no opening that can be read");
            return null;
        }

        run.Recording ??= opening.Recording;
        if (opening.Take != text || opening.Recording != run.Recording)
        {
            run.Fault($"the opening of take {text} is that of {opening.Recording}, take {opening.Take}");
        }

        var manifest = await ManifestAsync(run, text, opening, bytes, files, isOver, ct).ConfigureAwait(false);
        await ChunksAsync(run, text, opening, bytes, manifest, files, ct).ConfigureAwait(false);
        return (opening, manifest);
    }

    private async Task<TakeManifest?> ManifestAsync(
        Run run, string take, TakeOpening opening, byte[] openingBytes, List<(SealedName Name, string Path)> files, bool isOver, CancellationToken ct)
    {
        var path = files.Find(file => file.Name.Kind == SealedFile.Manifest).Path;
        if (path is null || await BlobBytes.ReadAsync(blobs, path, ct).ConfigureAwait(false) is not { } bytes)
        {
            if (isOver)
            {
                run.Fault($"take {take} has no manifest");
            }

            return null;
        }

        var status = SignedDocument.TryRead<TakeManifest>(bytes, TakeSealer.ManifestType, signing, out var manifest);
        if (status != SignatureStatus.Valid || manifest is null)
        {
            run.Fault($"the manifest of take {take} does not verify: {status}");
            return manifest;
        }

        if (manifest.Recording != opening.Recording || manifest.Take != take || manifest.FirstChunk != opening.FirstChunk || manifest.OpeningSha256 != Convert.ToHexStringLower(SHA256.HashData(openingBytes)))
        {
            run.Fault($"the manifest of take {take} is of another opening");
        }

        if (!manifest.Notices.SequenceEqual(opening.Notices))
        {
            run.Fault($"the manifest of take {take} tells of other notices than its opening");
        }

        run.Notices.AddRange(manifest.Notices);

        foreach (var gap in manifest.Lost)
        {
            run.Lost += gap.Last - gap.First + 1;
            if (gap.Why == ManifestGap.Missing)
            {
                run.Fault($"chunks {gap.First} to {gap.Last} of take {take} were written, and gone when its manifest was made");
            }
        }

        return manifest;
    }

    private async Task ChunksAsync(
        Run run, string take, TakeOpening opening, byte[] openingBytes, TakeManifest? manifest, List<(SealedName Name, string Path)> files, CancellationToken ct)
    {
        using var gcm = Open(run, take, opening);
        foreach (var twice in files.Where(file => file.Name.Kind == SealedFile.Chunk).GroupBy(file => (file.Name.Number, file.Name.IsDraft)).Where(group => group.Count() > 1))
        {
            run.Fault($"chunk {twice.Key.Number} of take {take} is there {twice.Count()} times");
        }

        var listed = manifest?.Chunks.ToDictionary(chunk => chunk.Number) ?? [];
        var previous = SHA256.HashData(openingBytes);
        var next = opening.FirstChunk;
        foreach (var (name, path) in files.Where(file => file.Name.Kind == SealedFile.Chunk).OrderBy(file => file.Name.Number).ThenBy(file => file.Name.IsDraft).DistinctBy(file => file.Name.Number))
        {
            run.Chunks++;
            var what = $"chunk {name.Number} of take {take}";
            var content = await BlobBytes.ReadAsync(blobs, path, ct).ConfigureAwait(false) ?? [];
            if (!SealedChunk.TryRead(content, out var facts) || facts.Take != name.Take || facts.Number != name.Number || SealedName.OfChunk(facts) != path[(path.LastIndexOf('/') + 1)..])
            {
                run.Fault($"{what} is no chunk of that name");
            }
            else
            {
                if (!SealedChunk.Previous(content).SequenceEqual(previous))
                {
                    run.Fault($"{what} does not follow what is before it");
                }

                if (gcm is not null && !SealedChunk.TryOpen(gcm, opening.Recording, content, new byte[facts.PlainLength]))
                {
                    run.Fault($"{what} was changed: its tag does not verify");
                }
            }

            Gap(run, take, manifest, next, name.Number - 1);
            next = Math.Max(next, name.Number + 1);
            previous = SHA256.HashData(content);
            if (manifest is null)
            {
                continue;
            }

            if (!listed.Remove(name.Number, out var entry))
            {
                run.Fault($"{what} is not in the manifest");
            }
            else if (entry.Sha256 != Convert.ToHexStringLower(previous) || entry.Bytes != content.Length || entry.Samples != facts.Samples || entry.Codec != facts.Codec || entry.Draft != facts.IsDraft)
            {
                run.Fault($"{what} is not the one of the manifest");
            }
        }

        foreach (var missing in listed.Keys.Order())
        {
            run.Fault($"chunk {missing} of take {take} is missing");
        }
    }

    /// <summary>Chunks of which nothing is there: all must be among the losses that the manifest names.</summary>
    private static void Gap(Run run, string take, TakeManifest? manifest, int first, int last)
    {
        for (var number = first; number <= last; number++)
        {
            if (manifest?.Lost.Any(gap => gap.First <= number && number <= gap.Last) != true && manifest?.Chunks.Any(chunk => chunk.Number == number) != true)
            {
                run.Fault($"chunk {number} of take {take} is missing");
            }
        }
    }

    private AesGcm? Open(Run run, string take, TakeOpening opening)
    {
        if (keys is null)
        {
            return null;
        }

        if (keys.TryOpen(opening.Key, TakeOpening.PurposeOf(opening.Recording, opening.Take), out var key))
        {
            return new AesGcm(key, SealedChunk.TagLength);
        }

        run.Fault($"the key of take {take} cannot be unwrapped with {opening.Key.Id}");
        return null;
    }

    /// <summary>Takes follow each other: only an interruption leaves a hole between two.</summary>
    private static void Join(Run run, List<(TakeOpening Opening, TakeManifest? Manifest)> takes, bool isWhole)
    {
        var ordered = takes.OrderBy(take => take.Opening.FirstChunk).ThenBy(take => take.Opening.StartedAt).ToList();
        if (ordered.Count == 0)
        {
            return;
        }

        if (ordered[0].Opening.FirstChunk != 0)
        {
            run.Fault($"its beginning is missing: the first take begins with chunk {ordered[0].Opening.FirstChunk}");
        }

        for (var i = 1; i < ordered.Count; i++)
        {
            if (ordered[i - 1].Manifest is { End: TakeEnd.Closed } before && ordered[i].Opening.FirstChunk > before.FirstChunk + before.Chunks.Length + before.Lost.Sum(gap => gap.Last - gap.First + 1))
            {
                run.Fault($"a take is missing before chunk {ordered[i].Opening.FirstChunk}");
            }
        }

        if (isWhole && ordered[^1].Manifest is { End: not TakeEnd.Closed })
        {
            run.Fault("its end is missing: the last take was interrupted, and the catalogue says that the recording is complete");
        }
    }

    private sealed class Run
    {
        public string? Recording { get; set; }

        public int Chunks { get; set; }

        public int Plain { get; set; }

        public int Lost { get; set; }

        public List<string> Faults { get; } = [];

        public List<TakeNotice> Notices { get; } = [];

        public void Fault(string what) => Faults.Add(what);
    }
}
