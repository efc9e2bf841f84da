using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace RtcCluster.Storage.Backups;

/// <summary>Reads one backup: its index, line by line, and the chunks that it names. Anything that is not as it was written is refused.</summary>
internal sealed class EntryReader
{
    private const int MostPieces = 1_000_000;
    private readonly TenantVault _vault;
    private readonly BackupManifest _manifest;
    private readonly Dictionary<string, byte[]> _keys = new(StringComparer.Ordinal);

    public EntryReader(TenantVault vault, BackupManifest manifest)
    {
        (_vault, _manifest) = (vault, manifest);
        foreach (var (folder, wrapped) in manifest.Keys)
        {
            _keys[folder] = vault.TryUnwrapEntryKey(folder, wrapped) ?? throw Refused("has a key that cannot be opened");
        }

        if (manifest.Index.Length > MostPieces || !_keys.ContainsKey(manifest.Folder))
        {
            throw Refused("has no index that can be read");
        }
    }

    public async IAsyncEnumerable<IndexLine> LinesAsync([EnumeratorCancellation] CancellationToken ct)
    {
        for (var piece = 0; piece < _manifest.Index.Length; piece++)
        {
            var box = await _vault.Store.ReadAsync(BackupStore.Index(_vault.Tenant, _manifest.Folder, piece), ct).ConfigureAwait(false) ?? throw Refused("lacks a part of its index");
            if (Convert.ToHexStringLower(SHA256.HashData(box)) != _manifest.Index[piece]
                || SealedBox.TryOpenPacked(_keys[_manifest.Folder], box, _vault.PlaceOfIndex(_manifest.Folder, piece)) is not { } lines)
            {
                throw Refused("has an index that was changed or cut off");
            }

            foreach (var line in Lines(lines))
            {
                yield return IndexLine.TryRead(line.Span) ?? throw Refused("has an index that cannot be read");
            }
        }
    }

    /// <summary>A chunk's bytes.</summary>
    /// <param name="chunk">Which.</param>
    /// <param name="own">The own key of its blob; null for what is under an entry's.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<byte[]> ChunkAsync(ChunkPlace chunk, OwnKey? own, CancellationToken ct)
    {
        if (chunk is not { Id.Length: 32, In: not null } || !chunk.Id.All(char.IsAsciiHexDigitLower) || !_keys.TryGetValue(chunk.In, out var key))
        {
            throw Refused("names a chunk that is none");
        }

        var box = await _vault.Store.ReadAsync(BackupStore.Chunk(_vault.Tenant, chunk), ct).ConfigureAwait(false) ?? throw Refused($"lacks chunk {chunk.Id}");
        var plain = SealedBox.TryOpenPacked(own?.Key ?? key, box, _vault.PlaceOf(chunk));
        return plain is not null && plain.Length == chunk.Length && _vault.NameOf(plain, own) == chunk.Id ? plain : throw Refused($"has chunk {chunk.Id} changed or cut off");
    }

    public static IEnumerable<ReadOnlyMemory<byte>> Lines(ReadOnlyMemory<byte> text)
    {
        while (!text.IsEmpty)
        {
            var end = text.Span.IndexOf((byte)'\n');
            yield return end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
        }
    }

    public BackupRefusedException Refused(string why) => new(FormattableString.Invariant($"Backup {_manifest.Number} of {_manifest.Tenant} {why}."));
}
