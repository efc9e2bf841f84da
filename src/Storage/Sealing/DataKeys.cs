using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace RtcCluster.Storage.Sealing;

/// <summary>Wraps data keys with AES-256-GCM under a master key of the configuration, or with ASP.NET Data Protection under the keys that the cluster shares.</summary>
internal sealed class DataKeys : IDataKeys
{
    /// <summary>Bytes of every key here.</summary>
    public const int KeyLength = 32;

    private const string SharedId = "keys";
    private const string MasterPrefix = "master-";
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly IDataProtector _shared;
    private readonly Dictionary<string, byte[]> _masters = new(StringComparer.Ordinal);

    public DataKeys(IDataProtectionProvider protection, IOptions<SealingOptions> options)
    {
        // The purpose is part of the key derivation: changing it makes every recording unreadable.
        _shared = protection.CreateProtector("RtcCluster.Storage.DataKeys");
        CurrentId = options.Value.MasterKey.Length > 0 ? Add(options.Value.MasterKey) : SharedId;
        foreach (var former in Split(options.Value.FormerMasterKeys))
        {
            Add(former);
        }
    }

    public string CurrentId { get; }

    /// <summary>The bytes of a master key; null when the text is none.</summary>
    public static byte[]? Decode(string text)
    {
        var key = new byte[KeyLength];
        return Convert.TryFromBase64String(text.Trim(), key, out var length) && length == KeyLength ? key : null;
    }

    public static string[] Split(string keys) => keys.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public byte[] Create(string purpose, out WrappedKey wrapped)
    {
        var key = RandomNumberGenerator.GetBytes(KeyLength);
        wrapped = new WrappedKey(CurrentId, CurrentId == SharedId ? Convert.ToBase64String(_shared.CreateProtector(purpose).Protect(key)) : Wrap(_masters[CurrentId], key, purpose));
        return key;
    }

    public bool TryOpen(WrappedKey wrapped, string purpose, [NotNullWhen(true)] out byte[]? key)
    {
        ArgumentNullException.ThrowIfNull(wrapped);
        try
        {
            key = wrapped.Id == SharedId ? _shared.CreateProtector(purpose).Unprotect(Convert.FromBase64String(wrapped.Value))
                : _masters.TryGetValue(wrapped.Id, out var master) ? Unwrap(master, Convert.FromBase64String(wrapped.Value), purpose)
                : null;
            return key is { Length: KeyLength };
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            key = null;
            return false;
        }
    }

    // Random nonces are enough here: a master key wraps far fewer than 2^32 keys (NIST SP 800-38D, 8.3).
    private static string Wrap(byte[] master, byte[] key, string purpose)
    {
        var box = new byte[NonceLength + KeyLength + TagLength];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceLength));
        using var gcm = new AesGcm(master, TagLength);
        gcm.Encrypt(box.AsSpan(0, NonceLength), key, box.AsSpan(NonceLength, KeyLength), box.AsSpan(NonceLength + KeyLength), Encoding.UTF8.GetBytes(purpose));
        return Convert.ToBase64String(box);
    }

    private static byte[]? Unwrap(byte[] master, byte[] box, string purpose)
    {
        if (box.Length != NonceLength + KeyLength + TagLength)
        {
            return null;
        }

        var key = new byte[KeyLength];
        using var gcm = new AesGcm(master, TagLength);
        gcm.Decrypt(box.AsSpan(0, NonceLength), box.AsSpan(NonceLength, KeyLength), box.AsSpan(NonceLength + KeyLength), key, Encoding.UTF8.GetBytes(purpose));
        return key;
    }

    private string Add(string text)
    {
        var key = Decode(text)!;
        // Of the key's hash only what tells keys apart.
        var id = MasterPrefix + Convert.ToHexStringLower(SHA256.HashData(key).AsSpan(0, 4));
        _masters[id] = key;
        return id;
    }
}
