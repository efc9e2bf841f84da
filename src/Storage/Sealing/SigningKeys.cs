using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace RtcCluster.Storage.Sealing;

/// <summary>
/// The cluster's key for signatures, and the public keys that signatures are checked with. The private key is in the configuration, or made once and kept under Data Protection
/// in the folder that the cluster shares; the public ones lie beside it as PEM, those of before too.
/// </summary>
public sealed class SigningKeys : IDisposable
{
    private const string PrivateFile = "recordings-signing.key";
    private const string PublicFolder = "recordings";
    private const string PublicEnding = ".pem";
    private const int IdBytes = 8;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, ECDsa?> _public = new(StringComparer.Ordinal);
    private readonly IDataProtector _protector;
    private readonly string _configured;
    private readonly string _folder;
    private ECDsa? _private;
    private string _id = "";

    internal SigningKeys(IDataProtectionProvider protection, IOptions<SealingOptions> options, string folder)
    {
        _protector = protection.CreateProtector("RtcCluster.Storage.SigningKeys");
        _configured = options.Value.SigningKey;
        _folder = folder;
    }

    /// <summary>The public keys' folder.</summary>
    public string Folder => Path.Combine(_folder, PublicFolder);

    /// <summary>Id of the key that signs: the first 8 bytes of the SHA-256 of the public key (SubjectPublicKeyInfo), in hexadecimal.</summary>
    public string CurrentId
    {
        get
        {
            lock (_lock)
            {
                Open();
                return _id;
            }
        }
    }

    /// <summary>The id of a public key.</summary>
    public static string IdOf(ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()).AsSpan(0, IdBytes));
    }

    /// <summary>Signs with ECDSA P-256 and SHA-256; 64 bytes, r and s (ES256 of RFC 7518, 3.4).</summary>
    public byte[] Sign(ReadOnlySpan<byte> data, out string id)
    {
        lock (_lock)
        {
            var key = Open();
            id = _id;
            return key.SignData(data, HashAlgorithmName.SHA256);
        }
    }

    /// <summary>Checks a signature; null when the key is not known.</summary>
    public bool? Verify(string id, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        lock (_lock)
        {
            return Find(id)?.VerifyData(data, signature, HashAlgorithmName.SHA256);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _private?.Dispose();
        foreach (var key in _public.Values)
        {
            key?.Dispose();
        }
    }

    /// <summary>Reads a private key of the configuration.</summary>
    /// <exception cref="FormatException">It is no base64.</exception>
    /// <exception cref="CryptographicException">It is no ECDSA P-256 key.</exception>
    internal static ECDsa Import(string base64)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportPkcs8PrivateKey(Convert.FromBase64String(base64.Trim()), out _);
            return key.ExportParameters(false).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value ? key : throw new CryptographicException("It is of another curve than P-256.");
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private ECDsa Open()
    {
        if (_private is null)
        {
            var key = _configured.Length > 0 ? Import(_configured) : ReadOrMake();
            _id = IdOf(key);
            Publish(key);
            _private = key;
        }

        return _private;
    }

    private ECDsa ReadOrMake()
    {
        var path = Path.Combine(_folder, PrivateFile);
        if (!File.Exists(path))
        {
            using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            TryPlace(path, _protector.Protect(Convert.ToBase64String(made.ExportPkcs8PrivateKey())));
        }

        // What another process placed in between is the cluster's key.
        return Import(_protector.Unprotect(File.ReadAllText(path)));
    }

    private void Publish(ECDsa key)
    {
        System.IO.Directory.CreateDirectory(Folder);
        var path = Path.Combine(Folder, _id + PublicEnding);
        if (!File.Exists(path))
        {
            TryPlace(path, key.ExportSubjectPublicKeyInfoPem());
        }
    }

    /// <summary>Writes a file whole; one that is there stays.</summary>
    private static void TryPlace(string path, string text)
    {
        var unfinished = $"{path}.{Guid.NewGuid():N}";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var writer = new StreamWriter(unfinished, options))
            {
                writer.Write(text);
            }

            File.Move(unfinished, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was first.
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private ECDsa? Find(string id)
    {
        if (_public.TryGetValue(id, out var known))
        {
            return known;
        }

        // The id comes from a file that somebody may have changed: nothing else than an id of ours becomes a path.
        var path = id.Length == 2 * IdBytes && id.All(char.IsAsciiHexDigitLower) ? Path.Combine(Folder, id + PublicEnding) : null;
        if (path is null || !File.Exists(path))
        {
            return null;
        }

        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            return _public[id] = null;
        }

        return _public[id] = IdOf(key) == id ? key : null;
    }
}
