using System.Globalization;
using RtcCluster.Media.Calls;
using RtcCluster.Media.Codecs;
using RtcCluster.Media.Video;

namespace RtcCluster.Media.Sdp;

/// <summary>
/// Writes our side of a session: the same session id for its life, a version that grows only when the text changes, and
/// the sections in the order that they first had (RFC 3264 §5, §8).
/// </summary>
internal sealed class LocalDescription
{
    private readonly MediaLegOptions _options;
    private readonly BrowserSection? _browser;
    private readonly CryptoSection? _crypto;
    private readonly VideoSection? _videoSection;
    private readonly string _sessionId;
    private readonly string _addressType;
    private readonly string _address;
    private readonly Dictionary<PayloadKind, int> _payloadTypes = [];
    private readonly List<SdpMedia> _sections = [];

    private byte[] _last = [];
    private ulong _version;
    private string? _remoteSession;

    public LocalDescription(MediaLegOptions options, ulong sessionId, BrowserSection? browser, CryptoSection? crypto, VideoSection? video = null)
    {
        _options = options;
        _browser = browser;
        _crypto = crypto;
        _videoSection = video;

        // RFC 8866 §5.2 names no size, but peers keep these in signed 64-bit integers: stay below 2^62.
        _sessionId = (sessionId >> 2).ToString(CultureInfo.InvariantCulture);
        _version = (sessionId >> 34) + 1;
        _addressType = options.Rtp.IsIPv4 ? "IP4" : "IP6";
        _address = options.Rtp.AddressText;
    }

    /// <summary>Which section is our audio.</summary>
    public int AudioIndex { get; private set; }

    /// <summary>The payload type that a kind bears in our descriptions; it never changes once said (RFC 3264 §8.3.2).</summary>
    public int PayloadTypeOf(PayloadKind kind, int wanted)
    {
        if (_payloadTypes.TryGetValue(kind, out var known))
        {
            return known;
        }

        while (_payloadTypes.ContainsValue(wanted))
        {
            wanted = wanted >= 127 ? 96 : wanted + 1;
        }

        _payloadTypes[kind] = wanted;
        return wanted;
    }

    /// <summary>
    /// Whether a re-offer keeps all sections that the session has (RFC 3264 §8: none is ever taken away). A page that was loaded anew begins a session of its own.
    /// </summary>
    public bool Fits(SdpSession offer) => offer.Media.Count >= _sections.Count || (_browser is not null && _remoteSession is { } known && known != offer.Origin.SessionId);

    /// <summary>Takes over the sections of an offer; audio is where it says.</summary>
    public void Follow(SdpSession offer, int audioIndex)
    {
        _remoteSession = offer.Origin.SessionId;
        _sections.Clear();
        _sections.AddRange(offer.Media);
        AudioIndex = audioIndex;
        _browser?.Follow(offer, offer.Media[audioIndex]);
        foreach (var format in SdpFormat.Read(offer.Media[audioIndex]))
        {
            _payloadTypes.TryAdd(format.Kind, format.PayloadType);
        }
    }

    public byte[] Offer(IReadOnlyList<SdpFormat> formats, MediaDirection direction, bool mux)
    {
        if (_sections.Count == 0)
        {
            _sections.Add(_browser?.Begin() ?? new SdpMedia { Kind = "audio", Protocol = _crypto?.Protocol ?? "RTP/AVP" });
        }

        return Write(formats, direction, mux, ptime: null, isOffer: true, video: null);
    }

    public byte[] Answer(SdpSession offer, IReadOnlyList<SdpFormat> formats, MediaDirection direction, bool mux, NegotiatedVideo? video = null) =>
        Write(formats, direction, mux, offer.Media[AudioIndex].Attribute("ptime"), isOffer: false, video);

    private byte[] Write(IReadOnlyList<SdpFormat> formats, MediaDirection direction, bool mux, string? ptime, bool isOffer, NegotiatedVideo? video)
    {
        var same = Build(formats, direction, mux, ptime, isOffer, video).ToBytes();
        if (_last.Length == 0)
        {
            return _last = same;
        }

        if (!same.AsSpan().SequenceEqual(_last))
        {
            _version++;
            _last = Build(formats, direction, mux, ptime, isOffer, video).ToBytes();
        }

        return _last;
    }

    private SdpSession Build(IReadOnlyList<SdpFormat> formats, MediaDirection direction, bool mux, string? ptime, bool isOffer, NegotiatedVideo? video)
    {
        var version = _version.ToString(CultureInfo.InvariantCulture);
        var session = new SdpSession
        {
            Origin = new SdpOrigin("-", _sessionId, version, _addressType, _address),
            Connection = new SdpConnection(_addressType, _address),
        };
        for (var i = 0; i < _sections.Count; i++)
        {
            session.Media.Add(i == AudioIndex ? Audio(_sections[i].Protocol, formats, direction, mux, ptime)
                : video?.Offer.Index == i ? _videoSection!.Write(video, _sections[i].Protocol, _options.Rtp.Port)
                : Refused(_sections[i]));
        }

        _browser?.Write(session, _sections, AudioIndex, isOffer, video?.Offer.Mid);
        if (isOffer)
        {
            _crypto?.Offer(session.Media[AudioIndex].Attributes);
        }
        else
        {
            _crypto?.Answer(session.Media[AudioIndex].Attributes);
        }

        return session;
    }

    private SdpMedia Audio(string protocol, IReadOnlyList<SdpFormat> formats, MediaDirection direction, bool mux, string? ptime)
    {
        var media = new SdpMedia { Kind = "audio", Port = _options.Rtp.Port, Protocol = protocol };
        foreach (var format in formats)
        {
            var payloadType = format.PayloadType.ToString(CultureInfo.InvariantCulture);
            media.Formats.Add(payloadType);
            media.Attributes.Add(new SdpAttribute("rtpmap", $"{payloadType} {format.Kind.Encoding()}"));
            if (format.Kind.IsEvent())
            {
                media.Attributes.Add(new SdpAttribute("fmtp", $"{payloadType} 0-16"));
            }
            else if (format.Kind == PayloadKind.Opus)
            {
                // What both browsers ask of each other by default; we only stand between them (RFC 7587 §6.1).
                media.Attributes.Add(new SdpAttribute("fmtp", $"{payloadType} minptime=10;useinbandfec=1"));
            }
        }

        media.Attributes.Add(new SdpAttribute("ptime", IsPtime(ptime) ? ptime : "20"));
        media.Attributes.Add(new SdpAttribute(direction.AttributeName()));
        if (mux)
        {
            media.Attributes.Add(new SdpAttribute("rtcp-mux"));
        }
        else if (_options.RtcpPort != _options.Rtp.Port + 1)
        {
            media.Attributes.Add(new SdpAttribute("rtcp", _options.RtcpPort.ToString(CultureInfo.InvariantCulture)));
        }

        return media;
    }

    /// <summary>An answer repeats the offer's packet time: what a peer sends passes through in the size that it came in.</summary>
    private static bool IsPtime(string? ptime) => ptime is "10" or "20" or "30" or "40" or "60";

    private static SdpMedia Refused(SdpMedia offered)
    {
        var media = new SdpMedia { Kind = offered.Kind, Port = 0, Protocol = offered.Protocol };
        foreach (var format in offered.Formats)
        {
            media.Formats.Add(format);
        }

        return media;
    }
}
