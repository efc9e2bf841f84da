using System.Text;
using RtcCluster.Media.Addresses;
using RtcCluster.Media.Calls;
using RtcCluster.Media.Sdp;
using RtcCluster.Media.Tones;
using static RtcCluster.Media.Tests.Calls.CallBench;

namespace RtcCluster.Media.Tests.Calls;

/// <summary>Threat T9: RTP bleed and injection.</summary>
public class LatchTests
{
    private static readonly MediaEndpoint Stranger = Phone.Endpoint("127.0.0.66", 4444);

    [Fact]
    public void AStrangerMidCallIsDroppedAndCounted()
    {
        var bench = Talking();
        bench.Run(TimeSpan.FromSeconds(1), A, B);
        var forward = bench.Send(A, bench.Alice.Speak(), Stranger);
        Assert.True(forward.IsNone);
        Assert.True(bench.Send(A, bench.Alice.Speak(), bench.Alice.Rtp.WithPort(5)).IsNone);
        Assert.Equal(2, bench.Media.Statistics(A)!.Strangers);
        Assert.Equal(B, bench.Send(A, bench.Alice.Speak()).Target);
    }

    [Fact]
    public void AStrangerBeforeTheFirstPacketDoesNotLatch()
    {
        var bench = Talking();
        Assert.True(bench.Send(A, bench.Alice.Speak(), Stranger).IsNone);
        Assert.Equal(bench.Alice.Rtp, bench.Send(B, bench.Bob.Speak()).Destination);
        Assert.Equal(0, bench.Count(MediaEffectKind.MediaUp, A));
    }

    [Fact]
    public void AnotherPortOfTheSameAddressLatchesOnce()
    {
        var bench = Talking();
        var real = bench.Alice.Rtp.WithPort(40404);
        Assert.Equal(B, bench.Send(A, bench.Alice.Speak(), real).Target);
        Assert.Equal(real, bench.Send(B, bench.Bob.Speak()).Destination);
        Assert.True(bench.Send(A, bench.Alice.Speak()).IsNone);
    }

    [Fact]
    public void ThePlaceThatSignallingCameFromMayLatch()
    {
        var bench = new CallBench();
        var phone = new Phone("192.168.1.7", 30000, 440, 1);
        var outside = Phone.Endpoint("203.0.113.9", 55555);
        Assert.True(bench.Media.AddLeg(A, Leg(20100) with { SignallingSource = outside.WithPort(5060) }, bench.Now));
        Assert.Equal(NegotiationStatus.Accepted, bench.Media.AcceptOffer(A, phone.Sdp(), bench.Now));
        bench.Media.MakeAnswer(A, LegSlot.None, bench.Now);
        bench.Media.Echo(A, bench.Now);
        Assert.Equal(outside, bench.Arrive(A, phone.Speak(), outside).Destination);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AnyAddressLatchesForAPrivateSdp_OnlyWhenAllowed(bool allowed)
    {
        var bench = new CallBench();
        var phone = new Phone("10.1.1.7", 30000, 440, 1);
        Assert.True(bench.Media.AddLeg(A, Leg(20100) with { LatchAnyWhenPrivate = allowed }, bench.Now));
        Assert.Equal(NegotiationStatus.Accepted, bench.Media.AcceptOffer(A, phone.Sdp(), bench.Now));
        bench.Media.MakeAnswer(A, LegSlot.None, bench.Now);
        bench.Media.Echo(A, bench.Now);
        Assert.Equal(!allowed, bench.Arrive(A, phone.Speak(), Phone.Endpoint("198.51.100.4", 9000)).IsNone);
    }

    [Fact]
    public void AFaxInPackets_GoesToWhereTheSoundComesFrom_BehindNat()
    {
        var bench = new CallBench();
        var phone = new Phone("10.1.1.7", 30000, 440, 1);
        var (inside, outside) = (Phone.Endpoint("10.1.1.7", 30004), Phone.Endpoint("198.51.100.4", 9000));
        Assert.True(bench.Media.AddLeg(A, Leg(20100) with { LatchAnyWhenPrivate = true }, bench.Now));
        Assert.Equal(NegotiationStatus.Accepted, bench.Media.AcceptOffer(A, phone.Sdp(), bench.Now));
        bench.Media.MakeAnswer(A, LegSlot.None, bench.Now);
        bench.Media.Echo(A, bench.Now);
        Assert.Equal(inside, bench.Media.ImageDestination(A, inside));

        bench.Arrive(A, phone.Speak(), outside);

        Assert.Equal(outside, bench.Media.ImageDestination(A, inside));
        var named = Phone.Endpoint("198.51.100.77", 7000);
        Assert.Equal(named, bench.Media.ImageDestination(A, named));
        Assert.Null(bench.Media.ImageDestination(B, inside));
    }

    [Fact]
    public void AFaxInPackets_OfWhoIsBehindNoNat_GoesToWhereItSays()
    {
        var bench = Talking();
        bench.Speak(A);
        var machine = Phone.Endpoint("127.0.0.44", 7000);

        Assert.Equal(machine, bench.Media.ImageDestination(A, machine));
    }

    [Theory]
    [InlineData("203.0.113.7", 7000, true)]
    [InlineData("127.0.0.1", 7000, false)]
    [InlineData("239.1.2.3", 7000, false)]
    [InlineData("255.255.255.255", 7000, false)]
    [InlineData("2001:db8::7", 7000, false)]
    [InlineData("203.0.113.1", 20100, false)]
    [InlineData("203.0.113.1", 20101, false)]
    public void AFaxInPackets_GoesWhereSoundMayGo(string address, int port, bool allowed)
    {
        var bench = new CallBench();
        var own = Phone.Endpoint("203.0.113.1", 20100);
        Assert.True(bench.Media.AddLeg(A, Leg(20100) with { Rtp = own }, bench.Now));

        var wanted = Phone.Endpoint(address, port);

        Assert.Equal(allowed ? wanted : null, bench.Media.ImageDestination(A, wanted));
    }

    [Fact]
    public void AnUnknownPayloadTypeDoesNotLatch()
    {
        var bench = Talking();
        Assert.True(bench.Send(A, bench.Alice.Packet([1, 2], 77), bench.Alice.Rtp.WithPort(9)).IsNone);
        Assert.Equal(1, bench.Media.Statistics(A)!.UnknownPayload);
        Assert.Equal(B, bench.Send(A, bench.Alice.Speak()).Target);
    }

    [Fact]
    public void BeforeAnyAnswerPacketsAreDroppedAsEarly()
    {
        var bench = new CallBench();
        Assert.True(bench.Media.AddLeg(A, Leg(20100), bench.Now));
        Assert.True(bench.Arrive(A, bench.Alice.Speak(), bench.Alice.Rtp).IsNone);
        Assert.Equal(1, bench.Media.Statistics(A)!.Early);
    }

    [Fact]
    public void AReofferWithAnotherAddressOpensTheLockOnce()
    {
        var bench = Talking();
        bench.Run(TimeSpan.FromMilliseconds(100), A, B);
        var moved = new Phone("127.0.0.3", 32000, 440, 0xA11CE);
        Assert.Equal(NegotiationStatus.Accepted, bench.Media.AcceptOffer(A, moved.Sdp(version: 2), bench.Now));
        bench.Media.MakeAnswer(A, B, bench.Now);
        Assert.True(bench.Send(A, bench.Alice.Speak()).IsNone);
        Assert.Equal(B, bench.Send(A, moved.Speak(), moved.Rtp).Target);
        Assert.Equal(moved.Rtp, bench.Send(B, bench.Bob.Speak()).Destination);
    }

    [Fact]
    public void AReofferWithTheSameAddressKeepsTheLock()
    {
        var bench = Talking();
        var real = bench.Alice.Rtp.WithPort(40404);
        bench.Send(A, bench.Alice.Speak(), real);
        Assert.Equal(NegotiationStatus.Accepted, bench.Media.AcceptOffer(A, bench.Alice.Sdp(version: 2), bench.Now));
        bench.Media.MakeAnswer(A, B, bench.Now);
        Assert.True(bench.Send(A, bench.Alice.Speak(), bench.Alice.Rtp.WithPort(40405)).IsNone);
        Assert.Equal(B, bench.Send(A, bench.Alice.Speak(), real).Target);
    }

    [Fact]
    public void RtcpOfAStrangerIsDroppedAndCounted()
    {
        var bench = Talking();
        byte[] report = [0x80, 201, 0, 1, 0, 0, 0, 1];
        bench.Send(A, report, isRtcp: true);
        Assert.Equal(0, bench.Media.Statistics(A)!.Strangers);
        bench.Send(A, report, Stranger, isRtcp: true);
        Assert.Equal(1, bench.Media.Statistics(A)!.Strangers);
    }

    [Fact]
    public void MalformedPacketsAreCountedAndChangeNothing()
    {
        var bench = Talking();
        bench.Send(A, []);
        bench.Send(A, [0x80, 0, 0]);
        bench.Send(A, Encoding.ASCII.GetBytes("not an RTP packet at all"));
        bench.Send(A, [0x80, 201, 0, 9, 0, 0, 0, 0]);
        Assert.Equal(4, bench.Media.Statistics(A)!.Malformed);
        Assert.Empty(bench.Effects);
    }

    [Fact]
    public void MusicForAPhoneBehindNatGoesWhereItSendsFrom()
    {
        var bench = Talking();
        var real = bench.Alice.Rtp.WithPort(40404);
        bench.Send(A, bench.Alice.Speak(), real);
        bench.Media.Play(A, new HoldMusic(), bench.Now);
        bench.Media.Tick(bench.Now);
        Assert.True(bench.Media.TryTake(out var effect));
        Assert.Equal((MediaEffectKind.Send, real), (effect.Kind, effect.Destination));
    }
}
