using System.Net;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Digest;
using RtcCluster.Sip.Messages;
using Xunit;

namespace RtcCluster.Sip.Tests.Agent;

public sealed class ChallengeTests
{
    private const string Md5 = "WWW-Authenticate: Digest realm=\"carrier\", nonce=\"n1\", algorithm=MD5, qop=\"auth,auth-int\", opaque=\"o\"";
    private const string Sha256 = "WWW-Authenticate: Digest realm=\"carrier\", nonce=\"n1\", algorithm=SHA-256, qop=\"auth\"";
    private readonly Desk _desk = new(options => options with { Credentials = new OneAccount() });

    [Fact]
    public void Rfc3261_22_2_InviteIsTriedAgainWithCredentials_InTheSameCall()
    {
        var (leg, invite) = _desk.Calling();
        _desk.Reply(invite, 401, headers: Md5);
        Assert.Equal(Desk.Header(invite, "Via"), Desk.Header(_desk.TakeSent("ACK"), "Via"));
        var again = _desk.TakeSent("INVITE");
        Assert.Equal(("2 INVITE", Desk.Header(invite, "Call-ID"), Desk.Header(invite, "From")), (Desk.Header(again, "CSeq"), Desk.Header(again, "Call-ID"), Desk.Header(again, "From")));
        Assert.NotEqual(Desk.Header(invite, "Via"), Desk.Header(again, "Via"));
        var authorization = Desk.Header(again, "Authorization");
        Check(authorization, DigestAlgorithm.Md5, "INVITE", "sip:bob@127.0.0.2:5080");
        Assert.Contains(", opaque=\"o\"", authorization, StringComparison.Ordinal);
        _desk.Reply(again, 200, body: "v=0\ns=answer\n");
        Assert.Equal(leg, _desk.Take<Answered>().Leg);
        var ack = _desk.TakeSent("ACK");
        Assert.Equal(("2 ACK", authorization), (Desk.Header(ack, "CSeq"), Desk.Header(ack, "Authorization")));
    }

    [Fact]
    public void Rfc8760_2_4_OfSeveralChallenges_TheStrongestIsAnswered()
    {
        var (_, invite) = _desk.Calling();
        _desk.Reply(invite, 401, headers: Md5 + "\n" + Sha256);
        Check(Desk.Header(_desk.TakeSent("INVITE"), "Authorization"), DigestAlgorithm.Sha256, "INVITE", "sip:bob@127.0.0.2:5080");
    }

    [Fact]
    public void RefusedCredentials_AreNotSentAgain_ButAStaleNonceIsAnswered()
    {
        var (_, invite) = _desk.Calling();
        _desk.Reply(invite, 401, headers: Md5);
        _desk.TakeSent("ACK");
        var second = _desk.TakeSent("INVITE");
        _desk.Reply(second, 401, headers: Md5.Replace("n1", "n2", StringComparison.Ordinal) + ", stale=true");
        _desk.TakeSent("ACK");
        var third = _desk.TakeSent("INVITE");
        Assert.Contains("nonce=\"n2\"", Desk.Header(third, "Authorization"), StringComparison.Ordinal);
        Assert.Equal("3 INVITE", Desk.Header(third, "CSeq"));
        _desk.Reply(third, 401, headers: Md5.Replace("n1", "n3", StringComparison.Ordinal));
        Assert.Equal(401, _desk.Take<Failed>().End.Code);
    }

    [Fact]
    public void EndlessStaleNonces_EndAfterFourTries()
    {
        var (_, invite) = _desk.Calling();
        for (var i = 0; i < 4; i++)
        {
            _desk.Reply(invite, 401, headers: Md5 + ", stale=true");
            _desk.TakeSent("ACK");
            invite = _desk.TakeSent("INVITE");
        }

        _desk.Reply(invite, 401, headers: Md5 + ", stale=true");
        Assert.Equal(401, _desk.Take<Failed>().End.Code);
    }

    [Fact]
    public void Rfc7616_3_4_NonceCountGrows_WhenANonceComesAgain()
    {
        for (var i = 1; i <= 3; i++)
        {
            var (_, invite) = _desk.Calling();
            _desk.Reply(invite, 401, headers: Md5);
            Assert.Contains($", nc=0000000{i}", Desk.Header(_desk.TakeSent("INVITE"), "Authorization"), StringComparison.Ordinal);
            _desk.Sent.Clear();
        }
    }

    [Fact]
    public void ProxyAndServer_AreBothAnswered()
    {
        var (_, invite) = _desk.Calling();
        _desk.Reply(invite, 407, headers: Md5.Replace("WWW", "Proxy", StringComparison.Ordinal));
        _desk.TakeSent("ACK");
        var second = _desk.TakeSent("INVITE");
        Assert.StartsWith("Digest ", Desk.Header(second, "Proxy-Authorization"), StringComparison.Ordinal);
        _desk.Reply(second, 401, headers: Md5);
        _desk.TakeSent("ACK");
        var third = _desk.TakeSent("INVITE");
        Assert.StartsWith("Digest ", Desk.Header(third, "Proxy-Authorization"), StringComparison.Ordinal);
        Assert.StartsWith("Digest ", Desk.Header(third, "Authorization"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("WWW-Authenticate: Digest realm=\"phisher\", nonce=\"n\"", 1)]
    [InlineData("WWW-Authenticate: Digest realm=\"carrier\", nonce=\"n\", qop=\"auth-int\"", 0)]
    [InlineData("WWW-Authenticate: Digest realm=\"carrier\", nonce=\"n\", algorithm=SHA-512-256", 0)]
    [InlineData("WWW-Authenticate: Basic realm=\"carrier\"", 0)]
    [InlineData("", 0)]
    public void ChallengesThatAreNotOurs_AreNeverAnswered(string header, int foreign)
    {
        var (_, invite) = _desk.Calling();
        _desk.Reply(invite, 401, headers: header);
        _desk.TakeSent("ACK");
        Assert.Empty(_desk.Sent);
        Assert.Equal(401, _desk.Take<Failed>().End.Code);
        Assert.Equal(foreign, _desk.Agent.Counters.ForeignChallenges);
    }

    [Fact]
    public void ChallengeOfAnotherPeer_IsNotAnswered()
    {
        var (_, invite) = _desk.Calling(call => call with { Target = "sip:bob@127.0.0.66:5080" });
        _desk.Reply(invite, 401, headers: Md5);
        Assert.Equal(401, _desk.Take<Failed>().End.Code);
        Assert.Equal(1, _desk.Agent.Counters.ForeignChallenges);
    }

    [Fact]
    public void RequestsInAndOutsideOfADialog_AreAnsweredForToo()
    {
        var (leg, _) = _desk.Talking();
        _desk.Do((agent, now) => agent.Hangup(leg, null, now));
        _desk.Reply(_desk.TakeSent("BYE"), 401, headers: Md5);
        var bye = _desk.TakeSent("BYE");
        Check(Desk.Header(bye, "Authorization"), DigestAlgorithm.Md5, "BYE", "sip:peer@127.0.0.2:5080");
        Assert.Equal("3 BYE", Desk.Header(bye, "CSeq"));
        var id = _desk.Do((agent, now) => agent.Request(
            new OutboundRequest { Method = SipMethod.Options, Target = "sip:127.0.0.2:5080", From = "<sip:a@b>", To = "<sip:127.0.0.2>" }, now));
        _desk.Reply(_desk.TakeSent("OPTIONS"), 401, headers: Md5);
        _desk.None<ResponseReceived>();
        _desk.Reply(_desk.TakeSent("OPTIONS"), 200);
        Assert.Equal((id, 200), (_desk.Take<ResponseReceived>() is var answer ? answer.Request : default, answer.Code));
    }

    private static void Check(string authorization, DigestAlgorithm algorithm, string method, string uri)
    {
        string Of(string name)
        {
            var start = authorization.IndexOf($"{name}=\"", StringComparison.Ordinal) + name.Length + 2;
            return authorization[start..authorization.IndexOf('"', start)];
        }

        Assert.Equal(("us", "carrier", uri), (Of("username"), Of("realm"), Of("uri")));
        Assert.Contains($"algorithm={DigestMath.Token(algorithm)}", authorization, StringComparison.Ordinal);
        var nc = authorization[(authorization.IndexOf("nc=", StringComparison.Ordinal) + 3)..][..8];
        var ha1 = DigestMath.Ha1(algorithm, "us", "carrier", "secret");
        Assert.Equal(DigestMath.Response(algorithm, ha1, Of(" nonce"), nc, Of("cnonce"), "auth", method, uri), Of("response"));
    }

    private sealed class OneAccount : ISipCredentials
    {
        public bool TryFind(string realm, IPEndPoint peer, out SipCredential credential)
        {
            credential = new SipCredential("us", "secret");
            return realm == "carrier" && peer.Equals(Desk.There);
        }
    }
}
