using System.Text;
using RtcCluster.Media.Calls;
using RtcCluster.Media.Codecs;
using RtcCluster.Media.Dtls;
using RtcCluster.Media.Ice;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Sdp;
using RtcCluster.Media.Srtp;
using RtcCluster.Media.Tests.Ice;

namespace RtcCluster.Media.Tests.Calls;

/// <summary>A call with browsers, a shard's table before it, and a virtual clock.</summary>
internal sealed class BrowserBench : IDisposable
{
    public static readonly LegSlot A = new(0);
    public static readonly LegSlot B = new(1);

    private static readonly DtlsFingerprint Ours = DtlsFingerprint.Of(DtlsHash.Sha256, [1]);
    private readonly UfragTable _table = new(UfragTableOptions.Default);
    private readonly List<(LegSlot Leg, int Connection)> _slots = [];
    private readonly List<WebPage> _pages = [];
    private readonly byte[] _buffer = new byte[1500];
    private int _credentials = 1000;

    public BrowserBench(CallMediaOptions? options = null) => Media = new CallMedia(options ?? CallMediaOptions.Default, 42, Now);

    public long Now { get; private set; } = TimeSpan.TicksPerHour;

    public CallMedia Media { get; }

    /// <summary>Whether browsers are to speak Opus also with a phone.</summary>
    public bool PrefersOpus { get; init; }

    /// <summary>Whether browsers may see each other.</summary>
    public bool TakesVideo { get; init; }

    public Phone Bob { get; } = new("127.0.0.1", 31000, 1000, 0xB0B);

    public List<MediaEffect> Effects { get; } = [];

    public List<byte[]> Chunks { get; } = [];

    /// <summary>The connections that are open, newest last.</summary>
    public IReadOnlyList<(LegSlot Leg, int Connection)> Open => [.. _slots.Where(static s => s.Connection != 0)];

    public int Flows => _table.Flows;

    /// <summary>A browser and a phone that hear each other.</summary>
    public static BrowserBench BrowserAndPhone(out WebPage page, SrtpProfile profile = SrtpProfile.AeadAes128Gcm, CallMediaOptions? options = null, bool prefersOpus = false)
    {
        var bench = new BrowserBench(options) { PrefersOpus = prefersOpus };
        page = bench.Load(1, "192.0.2.10", 50000, 0xA11CE);
        bench.Incoming(A, page);
        Assert.True(bench.Media.AddLeg(B, CallBench.Leg(20102), bench.Now));
        Assert.NotEmpty(bench.Media.MakeOffer(B, A, bench.Now));
        Assert.Equal(NegotiationStatus.Accepted, bench.Media.AcceptAnswer(B, bench.Bob.Sdp(), bench.Now));
        bench.Answer(A, page, B);
        bench.Media.Connect(A, B, bench.Now);
        bench.Shake(A, page, profile);
        return bench;
    }

    public WebPage Load(int seed, string address, ushort port, uint ssrc)
    {
        var page = new WebPage(seed, Browser.At(address, port), ssrc);
        _pages.Add(page);
        return page;
    }

    public void Incoming(LegSlot leg, WebPage page, string? offer = null, params PayloadKind[] codecs)
    {
        Assert.True(Media.AddLeg(leg, CallBench.Leg(20000, codecs.Length > 0 ? codecs : [PayloadKind.Opus, PayloadKind.Pcmu, PayloadKind.Pcma]) with { WebRtc = WebRtc, PrefersOpus = PrefersOpus }, Now));
        Assert.Equal(NegotiationStatus.Accepted, Offer(leg, offer ?? page.Offer()));
    }

    /// <summary>A leg that the page is called on: it has the offer of ours, and checks already.</summary>
    public void Outgoing(LegSlot leg, WebPage page)
    {
        Assert.True(Media.AddLeg(leg, CallBench.Leg(20000, PayloadKind.Opus, PayloadKind.Pcmu, PayloadKind.Pcma) with { WebRtc = WebRtc, PrefersOpus = PrefersOpus }, Now));
        var offer = Encoding.Latin1.GetString(Media.MakeOffer(leg, LegSlot.None, Now));
        Drain();
        page.Take(offer, Now);
        Check(page);
    }

    public NegotiationStatus Offer(LegSlot leg, string offer)
    {
        var status = Media.AcceptOffer(leg, Encoding.Latin1.GetBytes(offer), Now);
        Drain();
        return status;
    }

    public string Answer(LegSlot leg, WebPage page, LegSlot codecsFrom)
    {
        var answer = Encoding.Latin1.GetString(Media.MakeAnswer(leg, codecsFrom, Now));
        Drain();
        page.Take(answer, Now);
        Check(page);
        return answer;
    }

    /// <summary>Offers and answers in mid-call.</summary>
    public string Reoffer(LegSlot leg, WebPage page, string? offer = null)
    {
        Assert.Equal(NegotiationStatus.Accepted, Offer(leg, offer ?? page.Offer()));
        return Answer(leg, page, leg == A ? B : A);
    }

    /// <summary>The handshake of the leg's newest connection succeeds.</summary>
    public void Shake(LegSlot leg, WebPage page, SrtpProfile profile = SrtpProfile.AeadAes128Gcm)
    {
        Media.Secure(leg, Open.Last(o => o.Leg == leg).Connection, page.Secure(profile), Now);
        Drain();
    }

    /// <summary>What the page's ICE agent wants to send arrives.</summary>
    public void Check(WebPage page)
    {
        while (page.Checks!.TryTake(out var effect))
        {
            if (effect.Kind == IceEffectKind.Send)
            {
                Arrive(effect.Packet.ToArray(), page.Home);
            }
        }
    }

    /// <summary>A datagram arrives at the shared port.</summary>
    public RouteStatus Arrive(byte[] packet, in IceFlow source)
    {
        var route = _table.Route(packet, source, out var check);
        if (route.Status != RouteStatus.Routed)
        {
            return route.Status;
        }

        var (leg, connection) = _slots[route.Slot.Index];
        if (route.Kind == PacketKind.Stun)
        {
            if (Media.ReceiveCheck(leg, connection, check, source, Now) == IceStatus.Accepted)
            {
                _table.Remember(route.Slot, source);
            }
        }
        else
        {
            packet.CopyTo(_buffer, 0);
            Deliver(Media.ReceiveSecure(leg, connection, _buffer, packet.Length, Now));
        }

        Drain();
        return route.Status;
    }

    /// <summary>The page's next packet of G.711, or of whatever the arguments say.</summary>
    public void Speak(WebPage page, int payloadType = 0, uint step = 160, byte[]? payload = null) => Arrive(page.Speak(payload ?? new byte[160], payloadType, step), page.Home);

    /// <summary>The phone's next packet, at the port of its leg.</summary>
    public void BobSpeaks(int samples = 160, LegSlot? from = null)
    {
        var packet = Bob.Speak(samples);
        packet.CopyTo(_buffer, 0);
        Deliver(Media.Receive(from ?? B, false, _buffer, packet.Length, Bob.Rtp, Now));
        Drain();
    }

    /// <summary>Time passes in steps of 20 ms; in each the pages check what they have to, and the given ones speak.</summary>
    public void Run(TimeSpan time, params WebPage[] speakers)
    {
        for (var end = Now + time.Ticks; Now < end;)
        {
            foreach (var speaker in speakers)
            {
                Speak(speaker);
            }

            Now += MediaClock.FrameTicks;
            Media.Tick(Now);
            Drain();
            foreach (var page in _pages.Where(p => p.Checks is { } checks && checks.Deadline <= Now))
            {
                page.Checks!.Tick(Now);
                Check(page);
            }
        }
    }

    /// <summary>The page's tab is closed: it neither checks nor hears any more.</summary>
    public void Leave(WebPage page) => _pages.Remove(page);

    public int Count(MediaEffectKind kind) => Effects.Count(e => e.Kind == kind);

    public void Drain()
    {
        while (Media.TryTake(out var effect))
        {
            switch (effect.Kind)
            {
                case MediaEffectKind.Send:
                    Deliver(effect.Packet.ToArray(), new IceFlow(effect.Destination, effect.Stream), effect.IsRtcp);
                    break;
                case MediaEffectKind.UfragAdded:
                    Assert.True(_table.Add(SlotOf(effect), effect.Terms!.Local));
                    break;
                case MediaEffectKind.UfragRetired:
                    _table.Retire(SlotOf(effect), effect.Ufrag!);
                    break;
                case MediaEffectKind.FlowSelected:
                    _table.Select(SlotOf(effect), new IceFlow(effect.Destination, effect.Stream));
                    break;
                case MediaEffectKind.ConnectionClosed:
                    var slot = SlotOf(effect);
                    _table.Remove(slot);
                    _slots[slot.Index] = default;
                    break;
                case MediaEffectKind.RecordingChunk:
                    Chunks.Add(effect.Chunk!.Bytes.ToArray());
                    effect.Chunk.Dispose();
                    continue;
            }

            if (effect.Kind != MediaEffectKind.Send)
            {
                Effects.Add(effect);
            }
        }
    }

    public void Dispose() => _pages.ForEach(static p => p.Dispose());

    private WebRtcLegOptions WebRtc => new() { Fingerprint = Ours, NewCredentials = () => Browser.Credentials(_credentials++), TakesVideo = TakesVideo };

    private ShardSlot SlotOf(in MediaEffect effect)
    {
        var wanted = (effect.Leg, effect.Connection);
        if (!_slots.Contains(wanted))
        {
            _slots.Add(wanted);
        }

        return new ShardSlot(_slots.IndexOf(wanted));
    }

    private void Deliver(RtpForward forward)
    {
        if (!forward.IsNone)
        {
            Deliver(_buffer[..forward.Length], new IceFlow(forward.Destination, forward.Stream), isRtcp: false);
        }
    }

    private void Deliver(byte[] packet, IceFlow to, bool isRtcp)
    {
        if (to.Remote == Bob.Rtp || to.Remote == Bob.Rtcp)
        {
            (isRtcp ? [] : Bob.Heard).Add(packet);
        }
        else
        {
            // What is sent to a page that has left is lost.
            _pages.Find(p => p.Home == to)?.Hear(packet, Now);
        }
    }
}
