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

    public DigestRealms(SipOptions options, string edgeName, string dataPath)
    {
        _edgeName = edgeName;
        _key = options.NonceKey.Length > 0 ? SHA256.HashData(Encoding.UTF8.GetBytes(options.NonceKey)) : OwnKey(dataPath);
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

    private static byte[] OwnKey(string dataPath)
    {
        var path = Path.Combine(dataPath, "sip-nonce.key");
        if (File.Exists(path) && File.ReadAllBytes(path) is { Length: KeyLength } kept)
        {
            return kept;
        }

        var key = RandomNumberGenerator.GetBytes(KeyLength);
        Directory.CreateDirectory(dataPath);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
        file.Write(key);
        return key;
    }
}
