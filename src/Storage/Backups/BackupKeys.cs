using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Storage.Backups;

/// <summary>The keys of the configuration: one that new things are sealed and signed with, and those of before. What seals and what signs are derived from each (HKDF, RFC 5869).</summary>
internal sealed class BackupKeys
{
    private readonly Dictionary<string, (byte[] Seal, byte[] Sign)> _keys = new(StringComparer.Ordinal);

    public BackupKeys(IOptions<BackupOptions> options)
    {
        CurrentId = options.Value.Key.Length > 0 ? Add(options.Value.Key) : "";
        foreach (var former in DataKeys.Split(options.Value.FormerKeys))
        {
            Add(former);
        }
    }

    /// <summary>Empty when there is none, and so no backups.</summary>
    public string CurrentId { get; }

    public bool IsSet => CurrentId.Length > 0;

    public bool Knows(string id) => _keys.ContainsKey(id);

    /// <summary>Seals with the current key; the box says which that is.</summary>
    public byte[] Seal(ReadOnlySpan<byte> plain, string place)
    {
        var box = SealedBox.Seal(_keys[CurrentId].Seal, plain, place);
        return [.. Encoding.ASCII.GetBytes(CurrentId), .. box];
    }

    /// <summary>The id of the key that a file says it is sealed with.</summary>
    public string IdOf(ReadOnlySpan<byte> file) => file.Length < CurrentId.Length ? "" : Encoding.ASCII.GetString(file[..CurrentId.Length]);

    public byte[]? TryOpen(ReadOnlySpan<byte> file, string place) =>
        _keys.TryGetValue(IdOf(file), out var key) ? SealedBox.TryOpen(key.Seal, file[CurrentId.Length..], place) : null;

    /// <summary>HMAC-SHA256 (HS256 of RFC 7518, 3.2).</summary>
    public byte[] Sign(ReadOnlySpan<byte> data) => HMACSHA256.HashData(_keys[CurrentId].Sign, data);

    /// <summary>Null when the key is not known.</summary>
    public bool? Verify(string id, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        _keys.TryGetValue(id, out var key) ? CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(key.Sign, data), signature) : null;

    private string Add(string text)
    {
        var key = DataKeys.Decode(text)!;
        // Of the key's hash only what tells keys apart; all ids are of one length.
        var id = "backup-" + Convert.ToHexStringLower(SHA256.HashData(key).AsSpan(0, 4));
        _keys[id] = (HKDF.DeriveKey(HashAlgorithmName.SHA256, key, SealedBox.KeyLength, info: "rtc backup seal"u8.ToArray()),
            HKDF.DeriveKey(HashAlgorithmName.SHA256, key, SealedBox.KeyLength, info: "rtc backup sign"u8.ToArray()));
        return id;
    }
}
