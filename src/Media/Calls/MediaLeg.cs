using System.Text;
using RtcCluster.Media.Codecs;
using RtcCluster.Media.Codecs.G722;
using RtcCluster.Media.Codecs.Opus;
using RtcCluster.Media.Dtmf;
using RtcCluster.Media.Ice;
using RtcCluster.Media.Recording;
using RtcCluster.Media.Rtcp;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Sdp;
using RtcCluster.Media.Tones;
using RtcCluster.Media.Video;

namespace RtcCluster.Media.Calls;

/// <summary>One party's media: its negotiation, its two streams, what it hears and who hears it.</summary>
internal sealed class MediaLeg
{
    private readonly CallMediaOptions _options;
    private readonly MediaSeed _seed;
    private OpusTranscoder? _opus;
    private G722Transcoder? _g722;

    public MediaLeg(LegSlot slot, MediaLegOptions leg, CallMediaOptions options, MediaSeed seed, long now)
    {
        Slot = slot;
        _options = options;
        _seed = seed;
        var session = seed.Next();
        RtpLatch = new SourceLatch(leg.LatchAnyWhenPrivate) { SignallingSource = leg.SignallingSource };
        RtcpLatch = new SourceLatch(leg.LatchAnyWhenPrivate) { SignallingSource = leg.SignallingSource };
        var first = seed.Next();
        Outbound = new OutgoingStream((uint)seed.Next(), (ushort)(first & 0x7FFF), (uint)(first >> 32));
        var cname = Encoding.UTF8.GetBytes(options.Cname);
        Video = leg.WebRtc is { TakesVideo: true } ? MakeVideo(seed, cname) : null;
        Negotiation = new AudioNegotiation(
            leg, session, options.Sdp, Outbound.Ssrc, options.Cname, Video is { Output: var picture } ? new VideoSection(picture.Ssrc, picture.RepairSsrc, options.Cname) : null);
        Browser = leg.WebRtc is { } webRtc ? new BrowserLink(slot, webRtc) : null;
        Reports = new RtcpSession(Inbound, Outbound, cname);
        LastHeardAt = now;
        NextFrameAt = now;
        NextReportAt = MediaClock.Never;
        NextQualityAt = now + options.QualityInterval.Ticks;
    }

    public LegSlot Slot { get; }

    public AudioNegotiation Negotiation { get; }

    /// <summary>What was agreed and taken over; null before.</summary>
    public NegotiatedAudio? Agreed { get; private set; }

    /// <summary>Null for a phone.</summary>
    public BrowserLink? Browser { get; }

    /// <summary>A browser's picture; null where none is taken.</summary>
    public LegVideo? Video { get; }

    /// <summary>A phone's SRTP; null while plain RTP is agreed on.</summary>
    public SdesLink? Sdes { get; private set; }

    public SourceLatch RtpLatch { get; }

    public SourceLatch RtcpLatch { get; }

    public InboundStream Inbound { get; } = new();

    public OutgoingStream Outbound { get; }

    public RtcpSession Reports { get; }

    public DtmfReceiver DigitsIn { get; } = new();

    public DtmfSender DigitsOut { get; } = new();

    public LegInput Input { get; set; }

    /// <summary>The leg that this one hears, when <see cref="Input"/> says so.</summary>
    public MediaLeg? Speaker { get; set; }

    /// <summary>The leg that hears this one.</summary>
    public MediaLeg? Listener { get; set; }

    public AudioSource? Source { get; set; }

    /// <summary>The mix that this leg is in, when <see cref="Input"/> says so.</summary>
    public CallMix? Mix { get; set; }

    public CallRecorder? Recorder { get; set; }

    public RecordingSide Side { get; set; }

    public long NextFrameAt { get; set; }

    public long NextReportAt { get; set; }

    public long NextQualityAt { get; set; }

    public long LastHeardAt { get; set; }

    public bool IsUp { get; set; }

    public bool IsLost { get; set; }

    public long Strangers { get; set; }

    public long Early { get; set; }

    public long Malformed { get; set; }

    public long UnknownPayload { get; set; }

    public long NotForwarded { get; set; }

    public long Unwanted { get; set; }

    public long BadDigits { get; set; }

    /// <summary>Decodes what this leg says in Opus and encodes what it hears; its native states are made by the first packet of either way.</summary>
    public OpusTranscoder Opus => _opus ??= new OpusTranscoder();

    /// <summary>Decodes what this leg says in G.722 and encodes what is made for it.</summary>
    public G722Transcoder G722 => _g722 ??= new G722Transcoder();

    /// <summary>Whether this leg's G.722 has to be decoded: it is mixed or recorded, or whoever hears it has none.</summary>
    public bool MustDecodeG722 => Mix is not null || Recorder is not null || (Listener?.Agreed is { } heard && heard.PayloadType(PayloadKind.G722) < 0);

    /// <summary>The law that this leg's Opus is decoded to, because whoever hears it has no Opus; Unknown while it goes on as it is.</summary>
    public PayloadKind DecodedLaw { get; private set; }

    /// <summary>What is made here is sent in: Opus where it is spoken and can be made, else a law that the peer takes, else G.722; Unknown for nothing.</summary>
    public PayloadKind GeneratedCodec => Agreed is not { } agreed ? PayloadKind.Unknown
        : agreed.Codec == PayloadKind.Opus && _options.TranscodesOpus ? PayloadKind.Opus
        : agreed.GeneratedCodec;

    /// <summary>Whether frames are made here every 20 ms.</summary>
    public bool IsGenerating => DigitsOut.IsActive || Input == LegInput.Source;

    public bool CanSend => Agreed is { CanSend: true } && (Browser is { } browser ? browser.CanSend : !RtpLatch.Destination.IsNone);

    /// <summary>Where RTP goes; none while that is not known.</summary>
    public IceFlow Destination => Browser is { } browser ? browser.Destination : new IceFlow(RtpLatch.Destination);

    /// <summary>When silence becomes a loss; a leg on hold may be silent for longer.</summary>
    public long LostAt => Agreed is null || IsLost
        ? MediaClock.Never
        : LastHeardAt + (Agreed.CanReceive && !Negotiation.RemoteHold ? _options.ActiveTimeout : _options.HeldTimeout).Ticks;

    /// <summary>Takes over what the negotiation agreed on.</summary>
    public void Renegotiated(long now)
    {
        if (Negotiation.Agreed is not { } agreed || ReferenceEquals(agreed, Agreed))
        {
            return;
        }

        // Silence counts from the moment that media may flow, and anew after hold.
        if (Agreed is null || !Agreed.CanReceive)
        {
            LastHeardAt = now;
        }

        // Hold or resume: what was not forwarded meanwhile is no loss, and a phone may have stopped its timestamps.
        if (Agreed is not null && Agreed.Direction != agreed.Direction)
        {
            Outbound.Break();
            Listener?.Outbound.Break();
            Recorder?.Switch(Side);
        }

        if (Agreed is null)
        {
            NextReportAt = now + _seed.Spread(_options.ReportInterval);
        }

        if (!agreed.RemoteRtp.IsUnspecified)
        {
            RtpLatch.Negotiate(agreed.RemoteRtp);
            RtcpLatch.Negotiate(agreed.RemoteRtcp);
        }

        if (agreed.Keys is { } keys)
        {
            (Sdes ??= new SdesLink()).Take(keys);
        }
        else
        {
            Sdes?.Close();
            Sdes = null;
        }

        Agreed = agreed;
    }

    /// <summary>
    /// Finds out whether a packet of Opus has to be decoded. While nobody listens it is as it was: a recording does not begin a segment because of music on hold.
    /// </summary>
    public bool MustDecodeOpus()
    {
        if (Listener?.Agreed is { } heard && _options.TranscodesOpus)
        {
            DecodedLaw = heard.PayloadType(PayloadKind.Opus) >= 0 ? PayloadKind.Unknown
                : heard.GeneratedCodec.IsG711() ? heard.GeneratedCodec : PayloadKind.Pcmu;
        }

        return DecodedLaw != PayloadKind.Unknown;
    }

    /// <summary>Gives native states back.</summary>
    public void Close()
    {
        Sdes?.Close();
        _opus?.Dispose();
    }

    /// <summary>Makes ready for the browser of the accepted offer; nothing for a phone.</summary>
    public void Follow(MediaEffects effects, long now)
    {
        if (Browser is { } browser && Negotiation.Remote is { } remote && browser.Follow(remote, effects, now))
        {
            (Negotiation.Credentials, Negotiation.Role) = (browser.Local, browser.Role);
        }
    }

    /// <summary>Makes ready for an offer to a browser; nothing for a phone.</summary>
    public void Prepare(MediaEffects effects, long now)
    {
        if (Browser is { } browser)
        {
            browser.Prepare(effects, now);
            Negotiation.Credentials = browser.Local;
        }
    }

    /// <summary>Takes over who has answered an offer; nothing for a phone.</summary>
    public void Answered(MediaEffects effects, long now)
    {
        if (Browser is { } browser && Negotiation.Remote is { } remote)
        {
            browser.Answered(remote, effects, now);
        }
    }

    public void ScheduleReport(long now) => NextReportAt = now + _seed.Spread(_options.ReportInterval);

    public void ScheduleQuality(long now) => NextQualityAt = now + _options.QualityInterval.Ticks;

    /// <summary>Where RTCP goes, or <c>default</c> while the peer's place is not known well enough.</summary>
    public IceFlow ReportDestination()
    {
        if (Agreed is null)
        {
            return default;
        }

        if (Agreed.RtcpMux)
        {
            return Destination;
        }

        // A phone behind NAT: its RTP showed another address than its SDP, so the SDP's RTCP address is somebody else's.
        var destination = RtcpLatch.Destination;
        return !RtcpLatch.IsLocked && RtpLatch.IsLocked && !destination.SameAddress(RtpLatch.Destination) ? default : new IceFlow(destination);
    }

    public LegStatistics Statistics() => new()
    {
        VideoReceived = Video?.Received ?? 0,
        VideoUnseen = Video?.Unseen ?? 0,
        VideoSent = Video?.Output.Packets ?? 0,
        Received = Inbound.Packets,
        ReceivedBytes = Inbound.Bytes,
        Lost = Inbound.Lost,
        Reordered = Inbound.Reordered,
        Jitter = Inbound.JitterTime,
        Sent = Outbound.Packets,
        RemoteLost = Reports.RemoteLost,
        RemoteJitter = MediaClock.Span(Reports.RemoteJitter, Outbound.ClockRate),
        RoundTrip = Reports.RoundTrip,
        Strangers = Strangers,
        Early = Early + (Browser?.Early ?? 0),
        BeforeKeys = Browser?.Early ?? 0,
        NotAuthentic = Browser?.NotAuthentic ?? Sdes?.NotAuthentic ?? 0,
        Replayed = Browser?.Replayed ?? Sdes?.Replayed ?? 0,
        Undecipherable = Browser?.Refused ?? Sdes?.Refused ?? 0,
        Malformed = Malformed,
        UnknownPayload = UnknownPayload,
        NotForwarded = NotForwarded,
        Unwanted = Unwanted,
        BadDigits = BadDigits,
    };

    private static LegVideo MakeVideo(MediaSeed seed, byte[] cname)
    {
        var sources = seed.Next();
        return new LegVideo(new VideoOutput((uint)sources, (uint)(sources >> 32), seed.Next()), cname);
    }
}
