using RtcCluster.Media.Addresses;
using RtcCluster.Media.Calls;
using RtcCluster.Media.Codecs;
using RtcCluster.Media.Dtls;
using RtcCluster.Media.Ice;
using RtcCluster.Media.Srtp;
using RtcCluster.Media.Video;

namespace RtcCluster.Media.Sdp;

/// <summary>
/// Offer and answer of one leg's audio (RFC 3264): one section of audio, over RTP or SRTP for a phone and over DTLS-SRTP for a browser, is ours;
/// a browser's video is taken beside it where another browser can see it; every other section is refused with port 0 and keeps its place. A re-offer that fails
/// leaves everything as it was (§8).
/// </summary>
public sealed class AudioNegotiation
{
    private const int EventPayloadType = 101;

    // Numbers that browsers give them too.
    private const int OpusPayloadType = 111;
    private const int WideEventPayloadType = 110;

    private readonly MediaLegOptions _options;
    private readonly SdpLimits _limits;
    private readonly LocalDescription _local;
    private readonly BrowserSection? _browser;
    private readonly CryptoSection? _crypto;
    private readonly bool _takesVideo;

    private SdpSession? _remoteOffer;
    private IReadOnlyList<SdpFormat> _remoteFormats = [];
    private List<SdpFormat> _offered = [];
    private MediaDirection _offeredDirection;
    private bool _offeredMux;
    private SdesCrypto? _remoteCrypto;
    private byte[]? _answer;

    /// <summary>Starts without any description.</summary>
    /// <param name="options">Our addresses and codecs.</param>
    /// <param name="sessionId">The o= session id; from the host's random source.</param>
    /// <param name="limits">Bounds of what is read.</param>
    /// <param name="ssrc">The source of what we send; a browser is told it beforehand.</param>
    /// <param name="cname">Our canonical name.</param>
    /// <param name="video">Writes sections of video; null where none are taken.</param>
    internal AudioNegotiation(MediaLegOptions options, ulong sessionId, SdpLimits limits, uint ssrc, string cname, VideoSection? video)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _limits = limits;
        _browser = options.WebRtc is { } webRtc ? new BrowserSection(options, webRtc, ssrc, cname) : null;
        _crypto = options.Sdes is { } sdes && _browser is null ? new CryptoSection(sdes) : null;
        _local = new LocalDescription(options, sessionId, _browser, _crypto, video);
        _takesVideo = video is not null && _browser is not null;
    }

    /// <summary>Starts without any description, and takes audio alone.</summary>
    /// <param name="options">Our addresses and codecs.</param>
    /// <param name="sessionId">The o= session id; from the host's random source.</param>
    /// <param name="limits">Bounds of what is read.</param>
    /// <param name="ssrc">The source of what we send; a browser is told it beforehand.</param>
    /// <param name="cname">Our canonical name.</param>
    public AudioNegotiation(MediaLegOptions options, ulong sessionId, SdpLimits limits, uint ssrc = 0, string cname = "rtc")
        : this(options, sessionId, limits, ssrc, cname, video: null)
    {
    }

    /// <summary>What flows now; null before the first answer.</summary>
    public NegotiatedAudio? Agreed { get; private set; }

    /// <summary>The video of the newest accepted offer; null when it has none, or none is taken.</summary>
    public VideoOffer? OfferedVideo { get; private set; }

    /// <summary>The video that the newest answer took; null while there is none.</summary>
    public NegotiatedVideo? AgreedVideo { get; private set; }

    /// <summary>Whether the newest description is an answer of ours.</summary>
    public bool HasAnswered => _answer is not null;

    /// <summary>Whether an offer of ours waits for its answer.</summary>
    public bool OfferSent { get; private set; }

    /// <summary>What we are willing to do; the next offer or answer says it, cut to what the peer allows.</summary>
    public MediaDirection LocalDirection { get; set; } = MediaDirection.SendRecv;

    /// <summary>Whether the peer has put us on hold: it no longer receives (RFC 3264 §8.4).</summary>
    public bool RemoteHold { get; private set; }

    /// <summary>Whether media of this leg may go to an address.</summary>
    internal bool MaySendTo(in MediaEndpoint remote) => RemoteAddress.IsAllowed(remote, _options);

    /// <summary>How the browser of the newest accepted description is reached and known; null for a phone.</summary>
    public RemoteConnection? Remote { get; private set; }

    /// <summary>Our ICE credentials for the next description for a browser; must be set before it.</summary>
    public IceCredentials? Credentials
    {
        get => _browser?.Credentials;
        set => _browser!.Credentials = value;
    }

    /// <summary>Our end of the handshake, for the next answer to a browser.</summary>
    public DtlsRole Role
    {
        get => _browser?.Role ?? DtlsRole.Server;
        set => _browser!.Role = value;
    }

    /// <summary>The kinds that the peer named in its newest offer or answer, in its order; empty before.</summary>
    public IReadOnlyList<PayloadKind> RemoteKinds => [.. _remoteFormats.Select(static f => f.Kind)];

    /// <summary>Makes an offer. A second one before the answer replaces the first.</summary>
    /// <param name="preference">The other leg's codecs, best first, so that nothing needs transcoding; empty for our own order.</param>
    public byte[] MakeOffer(IReadOnlyList<PayloadKind> preference)
    {
        var kinds = Ordered(preference);
        var formats = new List<SdpFormat>();
        foreach (var kind in kinds)
        {
            formats.Add(new SdpFormat(_local.PayloadTypeOf(kind, kind == PayloadKind.Opus ? OpusPayloadType : kind.StaticPayloadType()), kind));
        }

        if (_options.TelephoneEvents)
        {
            if (kinds.Contains(PayloadKind.Opus))
            {
                formats.Add(new SdpFormat(_local.PayloadTypeOf(PayloadKind.WideTelephoneEvent, WideEventPayloadType), PayloadKind.WideTelephoneEvent));
            }

            formats.Add(new SdpFormat(_local.PayloadTypeOf(PayloadKind.TelephoneEvent, EventPayloadType), PayloadKind.TelephoneEvent));
        }

        _offered = formats;
        _offeredDirection = LocalDirection;
        _offeredMux = _browser is not null || (Agreed?.RtcpMux ?? false);
        OfferSent = true;
        _remoteOffer = null;
        _answer = null;
        (OfferedVideo, AgreedVideo) = (null, null);
        return _local.Offer(formats, LocalDirection, _offeredMux);
    }

    /// <summary>The offer was refused or its request failed: the session is what it was before.</summary>
    public void AbandonOffer()
    {
        OfferSent = false;
        _offered = [];
    }

    /// <summary>
    /// Takes the answer to <see cref="MakeOffer"/>. Answers of several forks may follow each other: the last one counts.
    /// </summary>
    public NegotiationStatus AcceptAnswer(ReadOnlySpan<byte> sdp)
    {
        if (_offered.Count == 0 || _remoteOffer is not null)
        {
            return NegotiationStatus.NoOfferPending;
        }

        if (SdpSession.TryRead(sdp, _limits, out var answer) != SdpStatus.Ok || answer!.Media.Count <= _local.AudioIndex)
        {
            return NegotiationStatus.Malformed;
        }

        var media = answer.Media[_local.AudioIndex];
        if (media.Kind != "audio" || media.Port == 0)
        {
            return NegotiationStatus.NoAudio;
        }

        if (_browser is not null && !SecureSection.IsWebRtc(media))
        {
            return NegotiationStatus.UnsupportedTransport;
        }

        var formats = SdpFormat.Read(media).Where(f => _offered.Any(o => o.Kind == f.Kind)).ToList();
        if (!formats.Any(static f => f.Kind.IsAudio()))
        {
            return NegotiationStatus.NoCommonCodec;
        }

        var mux = _offeredMux && media.HasAttribute("rtcp-mux");
        MediaEndpoint rtp = default, rtcp = default;
        if (_browser is not null)
        {
            var status = SecureSection.TryRead(answer, media, isAnswer: true, out var connection);
            if (status != NegotiationStatus.Accepted)
            {
                return status;
            }

            Remote = connection;
        }
        else if (!RemoteAddress.TryRead(answer, media, mux, _options, out rtp, out rtcp))
        {
            return NegotiationStatus.AddressRefused;
        }
        else if (_crypto is null ? CryptoSection.IsRequired(media) : !_crypto.TryAccept(media))
        {
            return NegotiationStatus.BadCrypto;
        }

        var remote = DirectionOf(answer, media, rtp);
        OfferSent = false;
        _remoteFormats = formats;
        Agreed = new NegotiatedAudio([.. _offered, .. formats], formats, rtp, rtcp, mux, _offeredDirection & remote.Reverse(), _browser is not null, _crypto?.Keys);
        if (_offeredDirection.Sends())
        {
            RemoteHold = !remote.Receives();
        }

        return NegotiationStatus.Accepted;
    }

    /// <summary>Checks the peer's offer and keeps it for <see cref="MakeAnswer"/>; nothing changes when it is refused.</summary>
    public NegotiationStatus AcceptOffer(ReadOnlySpan<byte> sdp)
    {
        if (OfferSent)
        {
            return NegotiationStatus.OfferPending;
        }

        if (SdpSession.TryRead(sdp, _limits, out var offer) != SdpStatus.Ok || !_local.Fits(offer!))
        {
            return NegotiationStatus.Malformed;
        }

        var status = FindAudio(offer!, out var index, out var formats, out var remote, out var crypto);
        if (status == NegotiationStatus.Accepted)
        {
            _local.Follow(offer!, index);
            _remoteOffer = offer;
            _remoteFormats = formats;
            _answer = null;
            OfferedVideo = _takesVideo ? VideoOffer.Find(offer!, index) : null;
            _remoteCrypto = crypto;
            Remote = remote;
        }

        return status;
    }

    /// <summary>The answer to the accepted offer; asked again, the same bytes (one offer has one answer, RFC 3264 §4). Empty without an offer.</summary>
    /// <param name="preference">The other leg's codecs, best first; empty to follow the offer's order.</param>
    /// <param name="video">What the other browser offers; null when there is none.</param>
    public byte[] MakeAnswer(IReadOnlyList<PayloadKind> preference, VideoOffer? video = null)
    {
        if (_remoteOffer is null)
        {
            return [];
        }

        if (_answer is not null)
        {
            return _answer;
        }

        var offer = _remoteOffer;
        var media = offer.Media[_local.AudioIndex];
        var mux = media.HasAttribute("rtcp-mux");
        MediaEndpoint rtp = default, rtcp = default;
        if (_browser is null)
        {
            _ = RemoteAddress.TryRead(offer, media, mux, _options, out rtp, out rtcp);
        }

        var remote = DirectionOf(offer, media, rtp);
        var chosen = Choose(preference);
        var direction = remote.Reverse() & LocalDirection;
        RemoteHold = !remote.Receives();
        _crypto?.Follow(_remoteCrypto);
        Agreed = new NegotiatedAudio(_remoteFormats, chosen, rtp, rtcp, mux, direction, _browser is not null, _crypto?.Keys);
        AgreedVideo = NegotiatedVideo.Make(OfferedVideo, video);
        _answer = _local.Answer(offer, chosen, direction, mux, AgreedVideo);
        return _answer;
    }

    private NegotiationStatus FindAudio(
        SdpSession offer, out int index, out IReadOnlyList<SdpFormat> formats, out RemoteConnection? remote, out SdesCrypto? crypto)
    {
        var status = NegotiationStatus.NoAudio;
        formats = [];
        remote = null;
        crypto = null;
        for (index = 0; index < offer.Media.Count; index++)
        {
            var media = offer.Media[index];
            if (media.Kind != "audio" || (media.Port == 0 && !IsBundled(media)))
            {
                continue;
            }

            status = CheckAudio(offer, media, out formats, out remote, out crypto);
            if (status == NegotiationStatus.Accepted)
            {
                return status;
            }
        }

        return status;
    }

    private NegotiationStatus CheckAudio(
        SdpSession offer, SdpMedia media, out IReadOnlyList<SdpFormat> formats, out RemoteConnection? remote, out SdesCrypto? crypto)
    {
        formats = [];
        remote = null;
        crypto = null;
        if (!Takes(media))
        {
            return NegotiationStatus.UnsupportedTransport;
        }

        formats = [.. SdpFormat.Read(media).Where(f => Allows(f.Kind))];
        if (!formats.Any(static f => f.Kind.IsAudio()))
        {
            return NegotiationStatus.NoCommonCodec;
        }

        if (_browser is not null)
        {
            return SecureSection.TryRead(offer, media, isAnswer: false, out remote);
        }

        if (_crypto is not null && !_crypto.TryChoose(media, out crypto))
        {
            return NegotiationStatus.BadCrypto;
        }

        return RemoteAddress.TryRead(offer, media, media.HasAttribute("rtcp-mux"), _options, out _, out _)
            ? NegotiationStatus.Accepted
            : NegotiationStatus.AddressRefused;
    }

    private bool Takes(SdpMedia media) => _browser is not null
        ? SecureSection.IsWebRtc(media)
        : media.Protocol is "RTP/AVP" or "RTP/AVPF" || (_crypto is not null && CryptoSection.IsRequired(media));

    /// <summary>Port 0 here says "not without the section that we are bundled with" (RFC 9143 §6), and not "refused".</summary>
    private bool IsBundled(SdpMedia media) => _browser is not null && media.HasAttribute("bundle-only");

    private bool Allows(PayloadKind kind) => kind.IsEvent()
        ? _options.TelephoneEvents && (kind == PayloadKind.TelephoneEvent || _options.Codecs.Contains(PayloadKind.Opus))
        : _options.Codecs.Contains(kind);

    /// <summary>
    /// One codec, so that the phone cannot switch on its own, and a G.711 beside G.722 or Opus for what we generate; then the events.
    /// Without a preference a re-offer does not change the codec that is spoken.
    /// </summary>
    private List<SdpFormat> Choose(IReadOnlyList<PayloadKind> preference)
    {
        var audio = _remoteFormats.Where(static f => f.Kind.IsAudio()).ToList();
        if (_options.AvoidsG722 && audio.Exists(static f => f.Kind.IsG711()))
        {
            audio.RemoveAll(static f => f.Kind == PayloadKind.G722);
        }

        // Transcoding of Opus is dear: it is spoken where it is wished for or the other leg has it, else what everybody understands.
        var first = audio.FirstOrDefault(static f => f.Kind != PayloadKind.Opus, audio[0]);
        var wished = _options.PrefersOpus ? PayloadKind.Opus : PayloadKind.Unknown;
        foreach (var kind in (IEnumerable<PayloadKind>)[wished, .. preference, Agreed?.Codec ?? PayloadKind.Unknown])
        {
            var match = audio.FindIndex(f => f.Kind == kind);
            if (match >= 0)
            {
                first = audio[match];
                break;
            }
        }

        var chosen = new List<SdpFormat> { first };
        if (!first.Kind.IsG711())
        {
            chosen.AddRange(audio.Where(static f => f.Kind.IsG711()).Take(1));
        }

        chosen.AddRange(_remoteFormats.Where(f => f.Kind == first.Kind.Events()).Take(1));
        return chosen;
    }

    private List<PayloadKind> Ordered(IReadOnlyList<PayloadKind> preference)
    {
        IEnumerable<PayloadKind> wanted = [_options.PrefersOpus ? PayloadKind.Opus : PayloadKind.Unknown, .. preference, Agreed?.Codec ?? PayloadKind.Unknown];
        var kinds = wanted.Where(k => k.IsAudio() && _options.Codecs.Contains(k)).Distinct().ToList();
        if (_options.AvoidsG722)
        {
            kinds.Remove(PayloadKind.G722);
        }

        // G.722 is transcoded at the width of a telephone: it is offered only where the other leg has it.
        kinds.AddRange(_options.Codecs.Where(k => k.IsG711() && !kinds.Contains(k)));
        return kinds;
    }

    private MediaDirection DirectionOf(SdpSession session, SdpMedia media, in MediaEndpoint rtp)
    {
        var direction = session.DirectionOf(media);

        // c=0.0.0.0 is how RFC 2543 said hold: the peer may send but hears nothing (RFC 3264 §8.4). A browser writes it before it has candidates.
        return _browser is null && rtp.IsUnspecified ? direction & MediaDirection.SendOnly : direction;
    }
}
