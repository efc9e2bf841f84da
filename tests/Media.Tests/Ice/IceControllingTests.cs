using RtcCluster.Media.Ice;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Stun;

namespace RtcCluster.Media.Tests.Ice;

public class IceControllingTests
{
    private static readonly IceCredentials Own = Browser.Credentials(2);
    private static readonly IceFlow Peer = Browser.At("203.0.113.1", 20000);
    private readonly byte[] _packet = new byte[400];

    [Fact]
    public void Rfc8489_6_2_1_ACheckIsRepeatedSevenTimes_ThenGivenUp()
    {
        var pair = new IcePair(loss: 1);
        pair.Run(TimeSpan.FromMinutes(2));
        Assert.Equal([0, 500, 1500, 3500, 7500, 15500, 31500], pair.Sent.Select(static at => at.TotalMilliseconds));
        Assert.Equal([(TimeSpan.TicksPerHour + (39_500 * TimeSpan.TicksPerMillisecond), IceEffectKind.Failed, pair.EdgeFlow)], pair.ControllingEffects);
        Assert.Equal(MediaClock.Never, pair.Controlling.Deadline);
    }

    [Fact]
    public void Rfc8489_6_2_2_OverTcpItIsSentOnce()
    {
        var pair = new IcePair(loss: 1, edge: Peer with { Connection = 1 });
        pair.Run(TimeSpan.FromMinutes(2));
        Assert.Equal([TimeSpan.Zero], pair.Sent);
        Assert.Equal((TimeSpan.TicksPerHour + (39_500 * TimeSpan.TicksPerMillisecond), IceEffectKind.Failed), (pair.ControllingEffects[0].At, pair.ControllingEffects[0].Kind));
    }

    [Fact]
    public void Rfc8445_7_2_2_ACheckCarriesWhatItMust()
    {
        var (_, check) = Begin();
        Assert.Equal(StunStatus.Ok, StunReader.TryRead(check, out var message));
        Assert.Equal($"{Browser.Edge.Ufrag}:{Own.Ufrag}", System.Text.Encoding.ASCII.GetString(message.Username));
        Assert.Equal((StunClass.Request, true, 5UL, 0x6EFFFFFFu), (message.Class, message.UseCandidate, message.IceControlling, message.Priority));
        Assert.True(message.Verify(Browser.Edge.Key));
        Assert.True(message.HasFingerprint);
    }

    [Fact]
    public void OnlyAnAnswerOfThePeerCounts_AndOnlyOnce()
    {
        var (agent, check) = Begin();
        Assert.Equal(StunStatus.Ok, StunReader.TryRead(check, out var request));
        var good = Answer(request, Browser.Edge.Key);
        Assert.Equal(IceStatus.UnexpectedResponse, agent.Receive(good, Browser.Cellular, 0));
        Assert.Equal(IceStatus.BadIntegrity, agent.Receive(Answer(request, "guess"u8), Peer, 0));
        Assert.Equal(IceStatus.BadIntegrity, agent.Receive(Answer(request, default), Peer, 0));
        Assert.False(agent.IsConnected);
        Assert.Equal(IceStatus.Accepted, agent.Receive(good, Peer, 0));
        Assert.True(agent.IsConnected);
        Assert.Equal(IceStatus.UnexpectedResponse, agent.Receive(good, Peer, 0));
    }

    [Theory]
    [InlineData(StunErrorCode.RoleConflict, IceStatus.RoleConflict)]
    [InlineData(StunErrorCode.UnknownAttribute, IceStatus.Refused)]
    public void AnAuthenticatedErrorEndsIt(StunErrorCode code, IceStatus expected)
    {
        var (agent, check) = Begin();
        Assert.Equal(StunStatus.Ok, StunReader.TryRead(check, out var request));
        var length = StunBinding.WriteError(_packet, request, code, Browser.Edge.Key);
        Assert.Equal(expected, agent.Receive(_packet.AsSpan(0, length), Peer, 0));
        Assert.True(agent.TryTake(out var effect));
        Assert.Equal(IceEffectKind.Failed, effect.Kind);
        Assert.Equal(MediaClock.Never, agent.Deadline);
    }

    [Fact]
    public void Rfc8489_9_1_4_AnUnsignedErrorEndsNothing()
    {
        var (agent, check) = Begin();
        Assert.Equal(StunStatus.Ok, StunReader.TryRead(check, out var request));
        var length = StunBinding.WriteError(_packet, request, StunErrorCode.Unauthenticated, default);
        Assert.Equal(IceStatus.BadIntegrity, agent.Receive(_packet.AsSpan(0, length), Peer, 0));
        Assert.False(agent.TryTake(out _));
        Assert.Equal(IceStatus.Accepted, agent.Receive(Answer(request, Browser.Edge.Key), Peer, 0));
    }

    [Fact]
    public void AFullPeersCheckIsAnswered()
    {
        var (agent, _) = Begin();
        Assert.Equal(IceStatus.Accepted, agent.Receive(PeersCheck(theyControl: false, 9), Peer, 0));
        Assert.Equal(0, TakeAnswerCode(agent, StunClass.Success));
    }

    [Fact]
    public void Rfc8445_7_3_1_1_TheLargerTieBreakerKeepsTheRole()
    {
        var (agent, _) = Begin();
        Assert.Equal(IceStatus.RoleConflict, agent.Receive(PeersCheck(theyControl: true, 5), Peer, 0));
        Assert.Equal(487, TakeAnswerCode(agent, StunClass.Error));
        Assert.Equal(IceStatus.RoleConflict, agent.Receive(PeersCheck(theyControl: true, 6), Peer, 0));
        Assert.True(agent.TryTake(out var effect));
        Assert.Equal(IceEffectKind.Failed, effect.Kind);
    }

    [Fact]
    public void TwoAgentsWithTheSameSeedOfAnotherPeerDoNotShareTransactions()
    {
        var first = Begin(seed: 1).Check;
        var second = Begin(seed: 2).Check;
        Assert.NotEqual(first[8..20], second[8..20]);
    }

    private static (IceControlling Agent, byte[] Check) Begin(ulong seed = 1)
    {
        var agent = new IceControlling(new IceControllingOptions { Local = Own, Remote = Browser.Edge, Destination = Peer, TieBreaker = 5 }, seed, 0);
        Assert.True(agent.TryTake(out var effect));
        Assert.Equal((IceEffectKind.Send, Peer), (effect.Kind, effect.Flow));
        return (agent, effect.Packet.ToArray());
    }

    private static int TakeAnswerCode(IceControlling agent, StunClass expected)
    {
        Assert.True(agent.TryTake(out var effect));
        Assert.Equal((IceEffectKind.Send, Peer), (effect.Kind, effect.Flow));
        Assert.Equal(StunStatus.Ok, StunReader.TryRead(effect.Packet.Span, out var answer));
        Assert.True(answer.Verify(Own.Key));
        Assert.Equal(expected, answer.Class);
        return answer.ErrorCode;
    }

    private static byte[] Answer(scoped in StunReader request, ReadOnlySpan<byte> key)
    {
        var packet = new byte[StunBinding.MaxAnswer];
        var writer = new StunWriter(packet, StunClass.Success, request.TransactionId);
        writer.XorMappedAddress(Browser.Home.Remote);
        writer.Integrity(key.IsEmpty ? StunIntegrity.None : StunIntegrity.Sha1, key);
        writer.Fingerprint();
        return packet[..writer.Length];
    }

    private ReadOnlySpan<byte> PeersCheck(bool theyControl, ulong tieBreaker)
    {
        var writer = new StunWriter(_packet, StunClass.Request, new byte[StunReader.TransactionIdLength]);
        writer.Username(Own.UfragBytes, Browser.Edge.UfragBytes);
        writer.Priority(1);
        if (theyControl)
        {
            writer.IceControlling(tieBreaker);
        }
        else
        {
            writer.IceControlled(tieBreaker);
        }

        writer.Integrity(StunIntegrity.Sha1, Own.Key);
        writer.Fingerprint();
        return _packet.AsSpan(0, writer.Length);
    }
}
