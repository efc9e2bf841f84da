using System.IO.Compression;
using System.Security.Cryptography;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Storage.Rights;

/// <summary>Says whether a bundle is as it was made here: the manifest's signature, and every file's length and hash.</summary>
public sealed class BundleVerifier
{
    private const int BufferLength = 81_920;
    private const long LargestManifest = 64 << 20;

    private readonly SigningKeys _keys;

    internal BundleVerifier(SigningKeys keys) => _keys = keys;

    /// <summary>Verifies a bundle; it reads no more of a file than its manifest says it has.</summary>
    /// <param name="bundle">The archive; it can be sought in.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<BundleVerdict> VerifyAsync(Stream bundle, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        try
        {
            var archive = new ZipArchive(bundle, ZipArchiveMode.Read, leaveOpen: true);
            await using (archive.ConfigureAwait(false))
            {
                return await VerifyAsync(archive, ct).ConfigureAwait(false);
            }
        }
        catch (InvalidDataException e)
        {
            return new BundleVerdict(null, [$"It is no bundle: {e.Message}"]);
        }
    }

    private static async Task<(byte[]? Bytes, long Length, string Sha256)> ReadAsync(ZipArchiveEntry entry, long most, bool keeps, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var kept = new MemoryStream();
        var buffer = new byte[BufferLength];
        long length = 0;
        var stream = await entry.OpenAsync(ct).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            int read;
            while (length <= most && (read = await stream.ReadAsync(buffer, ct).ConfigureAwait(false)) > 0)
            {
                hash.AppendData(buffer.AsSpan(0, read));
                length += read;
                if (keeps)
                {
                    kept.Write(buffer.AsSpan(0, read));
                }
            }
        }

        return (keeps ? kept.ToArray() : null, length, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private async Task<BundleVerdict> VerifyAsync(ZipArchive archive, CancellationToken ct)
    {
        var entries = archive.Entries.ToLookup(entry => entry.FullName, StringComparer.Ordinal);
        if (entries[BundleManifest.File].ToList() is not [var signed])
        {
            return new BundleVerdict(null, [$"It has no {BundleManifest.File}, or several."]);
        }

        var (bytes, length, _) = await ReadAsync(signed, LargestManifest, keeps: true, ct).ConfigureAwait(false);
        if (length > LargestManifest)
        {
            return new BundleVerdict(null, ["Its manifest is too long."]);
        }

        var status = SignedDocument.TryRead<BundleManifest>(bytes, BundleManifest.Type, _keys, out var manifest);
        if (status != SignatureStatus.Valid)
        {
            return new BundleVerdict(manifest, [status switch
            {
                SignatureStatus.UnknownKey => "Its manifest is signed with a key that is not known here.",
                SignatureStatus.Forged => "Its manifest or the signature was changed.",
                _ => "Its manifest is no signed document of a bundle.",
            }]);
        }

        var problems = new List<string>();
        foreach (var file in manifest!.Files)
        {
            if (entries[file.Name].ToList() is not [var entry])
            {
                problems.Add($"{file.Name} is missing, or there twice.");
                continue;
            }

            var found = await ReadAsync(entry, file.Bytes, keeps: false, ct).ConfigureAwait(false);
            if (found.Length != file.Bytes || found.Sha256 != file.Sha256)
            {
                problems.Add($"{file.Name} was changed.");
            }
        }

        var known = manifest.Files.Select(file => file.Name).Append(BundleManifest.File).ToHashSet(StringComparer.Ordinal);
        problems.AddRange(entries.Select(group => group.Key).Where(name => !known.Contains(name)).Select(name => $"{name} was put in."));
        return new BundleVerdict(manifest, problems);
    }
}

/// <summary>What became of a bundle's verification.</summary>
/// <param name="Manifest">The manifest, where it could be read.</param>
/// <param name="Problems">What is wrong; empty when nothing is.</param>
public sealed record BundleVerdict(BundleManifest? Manifest, IReadOnlyList<string> Problems)
{
    /// <summary>Whether it is as it was made.</summary>
    public bool IsGood => Problems.Count == 0;

    /// <inheritdoc/>
    public override string ToString() => IsGood
        ? $"OK {Manifest!.Tenant} export {Manifest.Export}: {Manifest.Files.Length} files, {Manifest.Files.Sum(file => file.Bytes)} bytes, {Manifest.Missing.Length} missing"
        : $"FAULTY: {Problems.Count} problems";
}
