using System.Net;
using BenchmarkDotNet.Attributes;
using RtcCluster.Sip.Digest;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Load.Micro.Sip;

/// <summary>What an authenticated request costs beside its parsing.</summary>
[MemoryDiagnoser]
public class DigestCheck : IDisposable
{
    private const string Realm = "demo.test", Account = "1001", Uri = "sip:demo.test";
    private readonly DigestOptions _options = new() { Realm = Realm, EdgeName = "edge1", ClusterKey = new byte[32] };
    private readonly IPAddress _source = IPAddress.Parse("127.0.0.9");
    private readonly DigestAuthenticator _door;
    private readonly SipMessage _md5;
    private readonly SipMessage _sha256;
    private readonly string _md5Secret = DigestMath.Ha1(DigestAlgorithm.Md5, Account, Realm, "demo");
    private readonly string _sha256Secret = DigestMath.Ha1(DigestAlgorithm.Sha256, Account, Realm, "demo");

    /// <summary>Prepares requests that are answered to challenges of one authenticator.</summary>
    public DigestCheck()
    {
        _door = new DigestAuthenticator(_options, new SeededEntropy());
        _md5 = Request(DigestAlgorithm.Md5, _md5Secret);
        _sha256 = Request(DigestAlgorithm.Sha256, _sha256Secret);
    }

    /// <summary>The header lines of a 401, in both hashes.</summary>
    [Benchmark]
    public int Challenge() => _door.Challenge(_source, stale: false, 0).Count;

    /// <summary>Credentials read and verified with MD5.</summary>
    [Benchmark]
    public int Md5() => Verify(_md5, _md5Secret);

    /// <summary>Credentials read and verified with SHA-256.</summary>
    [Benchmark]
    public int Sha256() => Verify(_sha256, _sha256Secret);

    /// <summary>Gives the buffers back.</summary>
    public void Dispose()
    {
        _md5.Dispose();
        _sha256.Dispose();
        GC.SuppressFinalize(this);
    }

    // Read while the nonce lives, verified when it just has expired: the replay guard forgets it each time, and the same request is
    // accepted again, by the path of a nonce's first use.
    private int Verify(SipMessage request, string secret) =>
        _door.TryReadCredentials(request, _source, 0, out var credentials) == DigestStatus.Read
        && _door.Verify(credentials!, secret, _options.NonceLifetime.Ticks + 1) == DigestStatus.Accepted
            ? 1
            : 0;

    private SipMessage Request(DigestAlgorithm algorithm, string secret)
    {
        var challenge = _door.Challenge(_source, stale: false, 0)[0].Value;
        var from = challenge.IndexOf("nonce=\"", StringComparison.Ordinal) + 7;
        var nonce = challenge[from..challenge.IndexOf('"', from)];
        var response = DigestMath.Response(algorithm, secret, nonce, "00000001", "c7f0a1", "auth", "REGISTER", Uri);
        return WireText.Read(WireText.Register(
            $"Digest username=\"{Account}\", realm=\"{Realm}\", nonce=\"{nonce}\", uri=\"{Uri}\", response=\"{response}\", algorithm={DigestMath.Token(algorithm)}, cnonce=\"c7f0a1\", nc=00000001, qop=auth"));
    }
}
