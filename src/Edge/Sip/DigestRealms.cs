using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using RtcCluster.Edge.Configuration;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Digest;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Edge.Sip;

/// <summary>One authenticator per realm, shared by all shards: a nonce that one shard gave is good at every other.</summary>
internal sealed class DigestRealms
{
    private const int KeyLength = 32;
    private const int MaxRealms = 10_000;

    private readonly ConcurrentDictionary<string, (Lock Lock, DigestAuthenticator Authenticator)> _realms = new(StringComparer.Ordinal);
    private readonly string _edgeName;
    private readonly byte[] _key;

    public DigestRealms(SipOptions options, string edgeName, string sharedPath)
    {
        _edgeName = edgeName;
        _key = options.NonceKey.Length > 0 ? SHA256.HashData(Encoding.UTF8.GetBytes(options.NonceKey)) : OwnKey(sharedPath);
    }

    /// <summary>The lines of a challenge; in MD5 alone for a client that cannot read of another hash.</summary>
    public IReadOnlyList<AddedHeader> Challenge(string realm, IPAddress source, bool stale, long now, bool proxy, bool md5Only)
    {
        var (guard, authenticator) = For(realm);
        lock (guard)
        {
            return authenticator.Challenge(source, stale, now, proxy, md5Only);
        }
    }

    /// <summary>Reads credentials and checks everything but the secret.</summary>
    public DigestStatus TryRead(string realm, SipMessage request, IPAddress source, long now, bool proxy, out DigestCredentials? credentials)
    {
        var (guard, authenticator) = For(realm);
        lock (guard)
        {
            return authenticator.TryReadCredentials(request, source, now, out credentials, proxy);
        }
    }

    /// <summary>Checks the secret and uses the nonce count up.</summary>
    public DigestStatus Verify(string realm, DigestCredentials credentials, string? ha1, long now)
    {
        var (guard, authenticator) = For(realm);
        lock (guard)
        {
            return authenticator.Verify(credentials, ha1, now);
        }
    }

    private (Lock Lock, DigestAuthenticator Authenticator) For(string realm)
    {
        if (_realms.TryGetValue(realm, out var known))
        {
            return known;
        }

        if (_realms.Count >= MaxRealms)
        {
            _realms.Clear();
        }

        return _realms.GetOrAdd(realm, name => (new Lock(), new DigestAuthenticator(
            new DigestOptions { Realm = name, EdgeName = _edgeName, ClusterKey = _key }, new CryptographicEntropy())));
    }

    private static byte[] OwnKey(string folder)
    {
        var path = Path.Combine(folder, "sip-nonce.key");
        if (TryRead(path) is { } kept)
        {
            return kept;
        }

        Directory.CreateDirectory(folder);
        var own = $"{path}.{Environment.ProcessId}-{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var key = RandomNumberGenerator.GetBytes(KeyLength);
        using (var file = new FileStream(own, options))
        {
            file.Write(key);
        }

        try
        {
            // Whole or not at all, and never over another edge's that started at the same moment.
            File.Move(own, path, overwrite: File.Exists(path) && TryRead(path) is null);
            return key;
        }
        catch (IOException) when (TryRead(path) is { } others)
        {
            File.Delete(own);
            return others;
        }
    }

    private static byte[]? TryRead(string path) => File.Exists(path) && File.ReadAllBytes(path) is { Length: KeyLength } key ? key : null;
}
