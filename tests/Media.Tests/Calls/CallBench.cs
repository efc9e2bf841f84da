using System.Text;
using RtcCluster.Media.Addresses;
using RtcCluster.Media.Calls;
using RtcCluster.Media.Codecs;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Sdp;

namespace RtcCluster.Media.Tests.Calls;

/// <summary>A call with phones, a virtual clock, and everything that the machine said.</summary>
internal sealed class CallBench
{
    public static readonly LegSlot A = new(0);
    public static readonly LegSlot B = new(1);
    public static readonly LegSlot C = new(2);

    private readonly Dictionary<LegSlot, Phone> _phones = [];

    public CallBench(CallMediaOptions? options = null)
    {
        Media = new CallMedia(options ?? CallMediaOptions.Default, 42, Now);
    }

    public long Now { get; private set; } = 1_000_000_000;

    public CallMedia Media { get; }

    public Phone Alice { get; } = new("127.0.0.1", 30000, 440, 0xA11CE);

    public Phone Bob { get; } = new("127.0.0.1", 31000, 1000, 0xB0B);

    public Phone Carol { get; } = new("127.0.0.1", 31500, 700, 0xCA401);

    public List<MediaEffect> Effects { get; } = [];

    public List<byte[]> Chunks { get; } = [];

    public List<(LegSlot Leg, byte[] Packet, MediaEndpoint To, bool IsRtcp)> Reports { get; } = [];

    public static MediaLegOptions Leg(int port, params PayloadKind[] codecs) => new()
    {
        Rtp = Phone.Endpoint("127.0.0.9", port),
        RtcpPort = (ushort)(port + 1),
        Codecs = codecs.Length == 0 ? [PayloadKind.Pcmu, PayloadKind.Pcma] : codecs,
    };

    /// <summary>A bench with Alice and Bob connected.</summary>
    public static CallBench Talking(string aliceFormats = "0 8 101", string bobFormats = "0 8 101", CallMediaOptions? options = null)
    {
        var bench = new CallBench(options);
        bench.Call(aliceFormats, bobFormats);
        return bench;
    }

    public void Call(string aliceFormats = "0 8 101", string bobFormats = "0 8 101")
    {
        Incoming(A, Alice, Alice.Sdp(aliceFormats));
        Outgoing(B, Bob, A, bobFormats);
        Assert.NotEmpty(Media.MakeAnswer(A, B, Now));
        Media.Connect(A, B, Now);
    }

    public void Incoming(LegSlot slot, Phone phone, byte[] offer, params PayloadKind[] codecs)
    {
        _phones[slot] = phone;
        Assert.True(Media.AddLeg(slot, Leg(20100 + (2 * slot.Index), codecs), Now));
        Assert.Equal(NegotiationStatus.Accepted, Media.AcceptOffer(slot, offer, Now));
    }

    public void Outgoing(LegSlot slot, Phone phone, LegSlot codecsFrom, string formats = "0 8 101")
    {
        _phones[slot] = phone;
        Assert.True(Media.AddLeg(slot, Leg(20100 + (2 * slot.Index)), Now));
        Assert.NotEmpty(Media.MakeOffer(slot, codecsFrom, Now));
        Assert.Equal(NegotiationStatus.Accepted, Media.AcceptAnswer(slot, phone.Sdp(formats), Now));
    }

    /// <summary>A packet arrives; what is forwarded reaches the phone of the target leg.</summary>
    public RtpForward Send(LegSlot slot, byte[] packet, MediaEndpoint? from = null, bool isRtcp = false)
    {
        var copy = packet.ToArray();
        var forward = Media.Receive(slot, isRtcp, copy, copy.Length, from ?? (isRtcp ? _phones[slot].Rtcp : _phones[slot].Rtp), Now);
        if (!forward.IsNone)
        {
            _phones[forward.Target].Heard.Add(copy[..forward.Length]);
        }

        Drain();
        return forward;
    }

    /// <summary>An RTP packet arrives and is rewritten in place; what comes of it is the caller's.</summary>
    public RtpForward Arrive(LegSlot slot, byte[] packet, in MediaEndpoint source) => Media.Receive(slot, false, packet, packet.Length, source, Now);

    public void Speak(LegSlot slot) => Send(slot, _phones[slot].Speak());

    /// <summary>Time passes in steps of 20 ms; the given legs speak in each.</summary>
    public void Run(TimeSpan time, params LegSlot[] speakers)
    {
        for (var end = Now + time.Ticks; Now < end;)
        {
            foreach (var speaker in speakers)
            {
                Speak(speaker);
            }

            Advance(MediaClock.FrameTicks);
        }
    }

    public void Advance(long ticks)
    {
        Now += ticks;
        Media.Tick(Now);
        Drain();
    }

    /// <summary>Time passes, and the host has not come to its tick yet.</summary>
    public void Stall(long ticks) => Now += ticks;

    public void Drain()
    {
        while (Media.TryTake(out var effect))
        {
            if (effect is { Kind: MediaEffectKind.Send, IsRtcp: false })
            {
                _phones[effect.Leg].Heard.Add(effect.Packet.ToArray());
            }
            else if (effect.Kind == MediaEffectKind.Send)
            {
                Reports.Add((effect.Leg, effect.Packet.ToArray(), effect.Destination, effect.IsRtcp));
            }
            else if (effect.Chunk is { } chunk)
            {
                Chunks.Add(chunk.Bytes.ToArray());
                chunk.Dispose();
            }
            else
            {
                Effects.Add(effect);
            }
        }
    }

    public int Count(MediaEffectKind kind, LegSlot leg) => Effects.Count(e => e.Kind == kind && e.Leg == leg);

    public string Digits(LegSlot leg) =>
        string.Concat(Effects.Where(e => e.Kind == MediaEffectKind.Dtmf && e.Leg == leg).Select(static e => e.Digit.Digit));

    public static string Text(byte[] sdp) => Encoding.Latin1.GetString(sdp);

    /// <summary>The two channels of the recording, through the WAV that a listener gets.</summary>
    public (short[] Left, short[] Right) Recorded() => RecordingBench.Channels(Chunks);
}
