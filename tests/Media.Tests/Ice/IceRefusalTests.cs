using RtcCluster.Media.Ice;
using RtcCluster.Media.Stun;

namespace RtcCluster.Media.Tests.Ice;

/// <summary>Threat T14: what does not prove that it is the peer changes nothing, and is answered with little or nothing.</summary>
public class IceRefusalTests
{
    private static readonly Browser Attacker = new();

    [Fact]
    public void Rfc8489_9_1_3_WithoutIntegrityOrUsernameIs400()
    {
        var bench = new LiteBench();
        Assert.Equal(IceStatus.MissingIntegrity, bench.Receive(Attacker.Incomplete(Browser.Edge, integrity: false), Browser.Home));
        Assert.Equal(400, bench.ErrorCode());
        Assert.Equal(IceStatus.MissingIntegrity, bench.Receive(Attacker.Incomplete(Browser.Edge, username: false), Browser.Home));
        Assert.Equal(400, bench.ErrorCode());
        AssertUntouched(bench, IceStatus.MissingIntegrity, 2);
    }

    [Fact]
    public void Rfc8489_9_1_3_AWrongPasswordIs401_UnsignedAndWithoutEffect()
    {
        var bench = new LiteBench();
        Assert.Equal(IceStatus.BadIntegrity, bench.Receive(Attacker.Check(Browser.Edge, password: "not the password at all"), Browser.Home));
        Assert.Equal(401, bench.ErrorCode());
        Assert.Equal(StunStatus.Ok, StunReader.TryRead(bench.Answer, out var answer));
        Assert.Equal(StunIntegrity.None, answer.Integrity);
        AssertUntouched(bench, IceStatus.BadIntegrity, 1);
    }

    [Fact]
    public void Rfc8489_9_1_3_AnUnknownUsernameIs401()
    {
        var bench = new LiteBench();
        Assert.Equal(IceStatus.UnknownUsername, bench.Receive(Attacker.Check(Browser.Credentials(99)), Browser.Home));
        Assert.Equal(401, bench.ErrorCode());
        AssertUntouched(bench, IceStatus.UnknownUsername, 1);
    }

    [Fact]
    public void Rfc8489_6_3_1_AnUnknownAttributeIs420_Signed()
    {
        var bench = new LiteBench();
        Assert.Equal(IceStatus.UnknownAttributes, bench.Receive(WithUnknownAttribute(Browser.Edge.Key), Browser.Home));
        Assert.Equal(StunStatus.Ok, StunReader.TryRead(bench.Answer, out var answer));
        Assert.Equal((420, 1, 0x7ABC), (answer.ErrorCode, answer.RefusedCount, answer.Refused(0)));
        Assert.True(answer.Verify(Browser.Edge.Key));
        AssertUntouched(bench, IceStatus.UnknownAttributes, 1);
    }

    [Fact]
    public void AnUnknownAttributeWithoutThePasswordTellsNothing()
    {
        var bench = new LiteBench();
        Assert.Equal(IceStatus.BadIntegrity, bench.Receive(WithUnknownAttribute("guess"u8), Browser.Home));
        Assert.Equal(401, bench.ErrorCode());
    }

    [Fact]
    public void Rfc8445_7_1_WithoutFingerprintIsDropped()
    {
        var bench = new LiteBench();
        Assert.Equal(IceStatus.MissingFingerprint, bench.Receive(Attacker.Incomplete(Browser.Edge, fingerprint: false), Browser.Home));
        AssertSilent(bench, IceStatus.MissingFingerprint);
    }

    [Fact]
    public void AWrongFingerprintAndATruncatedCheckAreDropped()
    {
        var bench = new LiteBench();
        var check = Attacker.Check(Browser.Edge).ToArray();
        Assert.Equal(IceStatus.Malformed, bench.Receive(check.AsSpan(0, check.Length - 8), Browser.Home));
        check[^1] ^= 1;
        Assert.Equal(IceStatus.Malformed, bench.Receive(check, Browser.Home));
        Assert.Equal(2, bench.Agent.Count(IceStatus.Malformed));
        Assert.True(bench.Answer.IsEmpty);
    }

    [Theory]
    [InlineData(StunClass.Success)]
    [InlineData(StunClass.Error)]
    public void AResponseIsNeverAnswered_SoTwoAgentsCannotLoop(StunClass kind)
    {
        var bench = LiteBench.Connected();
        Assert.Equal(IceStatus.UnexpectedResponse, bench.Receive(Attacker.Incomplete(Browser.Edge, kind: kind), Browser.Home));
        AssertSilent(bench, IceStatus.UnexpectedResponse);
        bench.Receive(bench.Browser.Check(Browser.Edge), Browser.Home);
        var own = bench.Answer.ToArray();
        Assert.Equal(IceStatus.UnexpectedResponse, bench.Receive(own, Browser.Home));
        Assert.True(bench.Answer.IsEmpty);
    }

    [Fact]
    public void AnIndicationIsNotAnswered_AndIsNoConsent()
    {
        var bench = LiteBench.Connected();
        var deadline = bench.Agent.Deadline;
        bench.Pass(TimeSpan.FromSeconds(3));
        Assert.Equal(IceStatus.Indication, bench.Receive(bench.Browser.Incomplete(Browser.Edge, kind: StunClass.Indication), Browser.Home));
        Assert.True(bench.Answer.IsEmpty);
        Assert.Equal(deadline, bench.Agent.Deadline);
    }

    [Fact]
    public void AnotherMethodIsDropped()
    {
        var bench = new LiteBench();
        var allocate = Convert.FromHexString("00030000" + "2112a442" + "000102030405060708090a0b");
        Assert.Equal(IceStatus.UnknownMethod, bench.Receive(allocate, Browser.Home));
        AssertSilent(bench, IceStatus.UnknownMethod);
    }

    [Theory]
    [InlineData("224.0.0.1", 5000)]
    [InlineData("255.255.255.255", 5000)]
    [InlineData("0.0.0.0", 5000)]
    [InlineData("ff02::1", 5000)]
    [InlineData("192.0.2.10", 0)]
    public void ACheckFromWhereMediaIsNeverSentIsDropped(string address, ushort port)
    {
        var bench = new LiteBench();
        Assert.Equal(IceStatus.BadSource, bench.Receive(bench.Browser.Check(Browser.Edge), Browser.At(address, port)));
        AssertSilent(bench, IceStatus.BadSource);
    }

    [Fact]
    public void NoAnswerIsMoreThanHalfLongerThanItsCheck()
    {
        // IPv4 as an attacker forges it; everything that is answered at all.
        foreach (var integrity in new[] { StunIntegrity.Sha1, StunIntegrity.Sha256 })
        {
            AssertShort(Attacker.Check(Browser.Edge, integrity: integrity));
            AssertShort(Attacker.Check(Browser.Edge, integrity: integrity, password: "guess"));
        }

        AssertShort(Attacker.Check(Browser.Credentials(9)));
        AssertShort(Attacker.ControlledCheck(Browser.Edge));
        AssertShort(Attacker.Incomplete(Browser.Edge, integrity: false));
        AssertShort(WithUnknownAttribute(Browser.Edge.Key));
    }

    [Fact]
    public void AFloodFromElsewhereIsDropped_AndCostsTheLegNothing()
    {
        var bench = LiteBench.Connected();
        bench.Pass(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 5_000; i++)
        {
            bench.Receive(Attacker.Check(Browser.Edge, password: "guess"), Browser.At("203.0.113.1", (ushort)(1000 + i)));
        }

        Assert.Equal((50, 4_950), (bench.Agent.Count(IceStatus.BadIntegrity), bench.Agent.Count(IceStatus.Flood)));
        Assert.Equal(IceStatus.Accepted, bench.Receive(bench.Browser.Check(Browser.Edge), Browser.Home));
        Assert.Empty(bench.Effects());
    }

    [Fact]
    public void TheRateGrowsAgainWithTime_AndAPauseSavesNoMoreThanASecond()
    {
        var bench = new LiteBench();
        Flood(1_000);
        Assert.Equal(50, bench.Agent.Count(IceStatus.BadIntegrity));
        bench.Pass(TimeSpan.FromMilliseconds(100));
        Flood(1_000);
        Assert.Equal(55, bench.Agent.Count(IceStatus.BadIntegrity));
        bench.Pass(TimeSpan.FromHours(1));
        Flood(1_000);
        Assert.Equal(105, bench.Agent.Count(IceStatus.BadIntegrity));

        void Flood(int checks)
        {
            for (var i = 0; i < checks; i++)
            {
                bench.Receive(Attacker.Check(Browser.Edge, password: "guess"), Browser.Cellular);
            }
        }
    }

    private static void AssertShort(ReadOnlySpan<byte> check)
    {
        var bench = new LiteBench();
        bench.Receive(check, Browser.Home);
        Assert.False(bench.Answer.IsEmpty);
        Assert.True(bench.Answer.Length * 2 <= check.Length * 3, $"{bench.Answer.Length} bytes answer {check.Length}");
    }

    private static void AssertSilent(LiteBench bench, IceStatus expected)
    {
        Assert.True(bench.Answer.IsEmpty);
        AssertUntouched(bench, expected, 1);
    }

    private static void AssertUntouched(LiteBench bench, IceStatus expected, int times)
    {
        Assert.Equal(times, bench.Agent.Count(expected));
        Assert.Empty(bench.Effects());
    }

    private static ReadOnlySpan<byte> WithUnknownAttribute(ReadOnlySpan<byte> key)
    {
        // There is no writer for what nobody knows: PRIORITY becomes 0x7ABC before the hash is made.
        var packet = new byte[200];
        var writer = new StunWriter(packet, StunClass.Request, new byte[StunReader.TransactionIdLength]);
        writer.Username(Browser.Edge.UfragBytes, "brow"u8);
        var at = writer.Length;
        writer.Priority(1);
        (packet[at], packet[at + 1]) = (0x7A, 0xBC);
        writer.UseCandidate();
        writer.Integrity(StunIntegrity.Sha1, key);
        writer.Fingerprint();
        return packet.AsSpan(0, writer.Length);
    }
}
