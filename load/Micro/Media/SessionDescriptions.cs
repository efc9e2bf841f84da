using System.Text;
using BenchmarkDotNet.Attributes;
using RtcCluster.Load.Micro.Sip;
using RtcCluster.Media.Calls;
using RtcCluster.Media.Sdp;

namespace RtcCluster.Load.Micro.Media;

/// <summary>The SDP work of a leg.</summary>
[MemoryDiagnoser]
public class SessionDescriptions
{
    private readonly byte[] _offer = Encoding.ASCII.GetBytes(WireText.Description);
    private readonly MediaLegOptions _leg = TwoPhones.Leg(20100);
    private readonly CallMedia _media = new(CallMediaOptions.Default, 42, 0);

    /// <summary>Adds the leg that is offered something again and again.</summary>
    public SessionDescriptions() => _media.AddLeg(TwoPhones.Caller, _leg, 0);

    /// <summary>Reads a phone's offer and decides what of it is possible.</summary>
    [Benchmark]
    public int Read() => _media.AcceptOffer(TwoPhones.Caller, _offer, 0) == NegotiationStatus.Accepted ? 1 : 0;

    /// <summary>From an offer to the answer of a new leg, the call's media machine included.</summary>
    [Benchmark]
    public int Answer()
    {
        var media = new CallMedia(CallMediaOptions.Default, 42, 0);
        return media.AddLeg(TwoPhones.Caller, _leg, 0) && media.AcceptOffer(TwoPhones.Caller, _offer, 0) == NegotiationStatus.Accepted
            ? media.MakeAnswer(TwoPhones.Caller, LegSlot.None, 0).Length
            : 0;
    }
}
