using System.Net;
using System.Text;
using RtcCluster.Sip.Digest;
using RtcCluster.Sip.Messages;
using RtcCluster.Sip.Tests.Agent;
using Xunit;

namespace RtcCluster.Sip.Tests.Digest;

public sealed class DigestAuthenticatorTests
{
    private const string Password = "demo";
    private static readonly IPAddress Source = IPAddress.Parse("127.0.0.9");
    private readonly DigestOptions _options = new() { Realm = "demo.test", EdgeName = "edge1", ClusterKey = new byte[32], MaxNonces = 3 };
    private readonly DigestAuthenticator _door;

    public DigestAuthenticatorTests() => _door = new DigestAuthenticator(_options, new SeededEntropy(1));

    [Fact]
    public void Rfc8760_2_4_ChallengesStrongestFirst()
    {
        var lines = _door.Challenge(Source, stale: false, 0);
        Assert.Equal(["WWW-Authenticate", "WWW-Authenticate"], lines.Select(line => line.Name));
        Assert.Contains("algorithm=SHA-256, qop=\"auth\"", lines[0].Value, StringComparison.Ordinal);
        Assert.Contains("algorithm=MD5, qop=\"auth\"", lines[1].Value, StringComparison.Ordinal);
        Assert.DoesNotContain("stale", lines[0].Value, StringComparison.Ordinal);
        Assert.EndsWith(", stale=true", _door.Challenge(Source, stale: true, 0)[0].Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DigestAlgorithm.Md5)]
    [InlineData(DigestAlgorithm.Sha256)]
    public void AcceptsTheRightSecret(DigestAlgorithm algorithm)
    {
        Assert.Equal(DigestStatus.Read, Read(Authorization(Nonce(), "00000001", algorithm), out var credentials));
        Assert.Equal("1001", credentials!.Username);
        Assert.Equal(DigestStatus.Accepted, _door.Verify(credentials, Ha1(algorithm), 0));
    }

    [Fact]
    public void RefusesAWrongSecret_AndAnUnknownAccount_Alike()
    {
        Read(Authorization(Nonce(), "00000001"), out var credentials);
        Assert.Equal(DigestStatus.Wrong, _door.Verify(credentials!, DigestMath.Ha1(DigestAlgorithm.Md5, "1001", "demo.test", "other"), 0));
        Assert.Equal(DigestStatus.Wrong, _door.Verify(credentials!, null, 0));
        Assert.Equal(0, _door.RememberedNonces);
    }

    [Fact]
    public void Rfc7616_3_4_NonceCountIsGoodOnce_WhateverTheOrder()
    {
        var nonce = Nonce();
        foreach (var (count, expected) in new[]
        {
            ("00000001", DigestStatus.Accepted), ("00000001", DigestStatus.Replayed), ("00000003", DigestStatus.Accepted), ("00000002", DigestStatus.Accepted),
            ("00000002", DigestStatus.Replayed), ("00000064", DigestStatus.Accepted), ("00000004", DigestStatus.Replayed),
        })
        {
            Read(Authorization(nonce, count), out var credentials);
            Assert.Equal(expected, _door.Verify(credentials!, Ha1(DigestAlgorithm.Md5), 0));
        }
    }

    [Fact]
    public void NonceIsStale_AfterItsLife_FromElsewhere_OrOfAnotherIncarnation()
    {
        var nonce = Nonce();
        var life = _options.NonceLifetime.Ticks;
        Assert.Equal(DigestStatus.Read, Read(Authorization(nonce, "00000001"), out _, life));
        Assert.Equal(DigestStatus.Stale, Read(Authorization(nonce, "00000001"), out _, life + 1));
        Assert.Equal(DigestStatus.Stale, Read(Authorization(nonce, "00000001"), out _, 0, IPAddress.Parse("127.0.0.10")));
        var restarted = new DigestAuthenticator(_options, new SeededEntropy(2));
        Assert.Equal(DigestStatus.Stale, restarted.TryReadCredentials(Message(Authorization(nonce, "00000001")), Source, 0, out _));
        Assert.Equal(DigestStatus.Stale, Read(Authorization(nonce[..^1] + (nonce[^1] == '0' ? '1' : '0'), "00000001"), out _));
        Assert.Equal(DigestStatus.Stale, Read(Authorization("abc", "00000001"), out _));
    }

    [Fact]
    public void ReplayGuardIsBounded_AndWhatItForgotIsStale()
    {
        var nonces = Enumerable.Range(0, 4).Select(time => Nonce(time)).ToArray();
        foreach (var nonce in nonces)
        {
            Read(Authorization(nonce, "00000001"), out var credentials);
            Assert.Equal(DigestStatus.Accepted, _door.Verify(credentials!, Ha1(DigestAlgorithm.Md5), 4));
        }

        Assert.Equal(3, _door.RememberedNonces);
        Assert.Equal(DigestStatus.Stale, Read(Authorization(nonces[0], "00000001"), out _));
        Assert.Equal(DigestStatus.Read, Read(Authorization(nonces[3], "00000002"), out _));
    }

    [Theory]
    [InlineData("qop=auth", "qop=auth-int", DigestStatus.UnsupportedQop)]
    [InlineData(", qop=auth", "", DigestStatus.UnsupportedQop)]
    [InlineData("algorithm=MD5", "algorithm=MD5-sess", DigestStatus.UnsupportedAlgorithm)]
    [InlineData("realm=\"demo.test\"", "realm=\"other\"", DigestStatus.Missing)]
    [InlineData("nc=00000001", "nc=1", DigestStatus.Malformed)]
    [InlineData("nc=00000001", "nc=-0000001", DigestStatus.Malformed)]
    [InlineData("username=\"1001\"", "username=\"\"", DigestStatus.Malformed)]
    [InlineData("cnonce=\"c\"", "cnonce=\"\"", DigestStatus.Malformed)]
    [InlineData("response=\"", "response=\"z", DigestStatus.Malformed)]
    [InlineData("Digest ", "Basic ", DigestStatus.Missing)]
    public void SaysWhatIsWrong(string part, string replacement, DigestStatus expected)
    {
        var value = Authorization(Nonce(), "00000001").Replace(part, replacement, StringComparison.Ordinal);
        Assert.Equal(expected, Read(value, out var credentials));
        Assert.Null(credentials);
    }

    [Fact]
    public void WithoutCredentials_TheyAreMissing() => Assert.Equal(DigestStatus.Missing, _door.TryReadCredentials(Message(null), Source, 0, out _));

    private static string Ha1(DigestAlgorithm algorithm) => DigestMath.Ha1(algorithm, "1001", "demo.test", Password);

    private static SipMessage Message(string? authorization)
    {
        var text = "REGISTER sip:demo.test SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.9;branch=z9hG4bKx\r\nFrom: <sip:1001@demo.test>;tag=a\r\nTo: <sip:1001@demo.test>\r\nCall-ID: c\r\nCSeq: 1 REGISTER\r\nMax-Forwards: 70\r\n"
            + (authorization is null ? "" : $"Authorization: {authorization}\r\n") + "Content-Length: 0\r\n\r\n";
        Assert.Equal(SipParseStatus.Ok, SipMessage.TryParse(Encoding.ASCII.GetBytes(text), SipLimits.Default, out var message));
        return message!;
    }

    private string Nonce(long now = 0)
    {
        var value = _door.Challenge(Source, stale: false, now)[0].Value;
        var start = value.IndexOf("nonce=\"", StringComparison.Ordinal) + 7;
        return value[start..value.IndexOf('"', start)];
    }

    private static string Authorization(string nonce, string nc, DigestAlgorithm algorithm = DigestAlgorithm.Md5)
    {
        var response = DigestMath.Response(algorithm, Ha1(algorithm), nonce, nc, "c", "auth", "REGISTER", "sip:demo.test");
        return $"Digest username=\"1001\", realm=\"demo.test\", nonce=\"{nonce}\", uri=\"sip:demo.test\", response=\"{response}\", algorithm={DigestMath.Token(algorithm)}, cnonce=\"c\", nc={nc}, qop=auth";
    }

    private DigestStatus Read(string authorization, out DigestCredentials? credentials, long now = 0, IPAddress? source = null)
    {
        using var message = Message(authorization);
        return _door.TryReadCredentials(message, source ?? Source, now, out credentials);
    }
}
