using System.Globalization;
using RtcCluster.Media.Calls;
using RtcCluster.Media.Dtls;
using RtcCluster.Media.Ice;

namespace RtcCluster.Media.Sdp;

/// <summary>Writes what a description for a browser says beyond codecs and direction: one connection at our shared port, and who we are on it.</summary>
/// <param name="options">The leg's address.</param>
/// <param name="webRtc">Our certificate and TCP port.</param>
/// <param name="ssrc">The source of all that the leg is sent.</param>
/// <param name="cname">Its canonical name (RFC 8834 §4.9).</param>
internal sealed class BrowserSection(MediaLegOptions options, WebRtcLegOptions webRtc, uint ssrc, string cname)
{
    /// <summary>What our section is called when we are the first to offer (RFC 8829 §5.2.1).</summary>
    private const string OwnMid = "0";

    private string? _bundle;

    /// <summary>Our side of the ICE session; fresh ones with each restart.</summary>
    public IceCredentials? Credentials { get; set; }

    /// <summary>Our end of the handshake, as an answer names it.</summary>
    public DtlsRole Role { get; set; }

    /// <summary>The section of a first offer of ours: a bundle of one (RFC 9143 §7.2).</summary>
    public SdpMedia Begin()
    {
        var audio = new SdpMedia { Kind = "audio", Protocol = SecureSection.Protocol };
        audio.Attributes.Add(new SdpAttribute("mid", OwnMid));
        _bundle = "BUNDLE " + OwnMid;
        return audio;
    }

    /// <summary>Takes over from an offer whether our section is bundled: then the answer names the bundle of one (RFC 9143 §7.3).</summary>
    public void Follow(SdpSession offer, SdpMedia audio)
    {
        var mid = audio.Attribute("mid");
        var isBundled = mid is not null && offer.Attributes.Any(a => a.Name == "group" && a.Value is { } group && Names(group, mid));
        _bundle = isBundled ? "BUNDLE " + mid : null;
    }

    /// <summary>Completes a description whose sections are those that the session has.</summary>
    /// <param name="session">The description.</param>
    /// <param name="sections">The offered sections.</param>
    /// <param name="audioIndex">Which one is the audio, which names the connection of the bundle.</param>
    /// <param name="isOffer">Whether we offer.</param>
    /// <param name="videoMid">The name of the section of video that is taken; null for none.</param>
    public void Write(SdpSession session, IReadOnlyList<SdpMedia> sections, int audioIndex, bool isOffer, string? videoMid = null)
    {
        for (var i = 0; i < sections.Count; i++)
        {
            // Also a refused section keeps its name, by which browsers find it (RFC 8829 §5.3.1).
            if (sections[i].Attribute("mid") is { } mid)
            {
                session.Media[i].Attributes.Add(new SdpAttribute("mid", mid));
            }
        }

        var audio = session.Media[audioIndex];
        var ice = new IceDescription(Credentials!) { IsLite = true, IsComplete = true };
        ice.Add(IceCandidate.HostUdp(options.Rtp));
        if (webRtc.TcpPort != 0)
        {
            ice.Add(IceCandidate.HostTcpPassive(options.Rtp.WithPort(webRtc.TcpPort)));
        }

        ice.Write(session.Attributes, audio.Attributes);
        if (_bundle is not null)
        {
            session.Attributes.Add(new SdpAttribute("group", videoMid is null ? _bundle : $"{_bundle} {videoMid}"));
        }

        session.Attributes.Add(new SdpAttribute("msid-semantic", " WMS " + cname));
        audio.Attributes.Add(new SdpAttribute("fingerprint", webRtc.Fingerprint.ToString()));

        // Every offer leaves the choice to the peer, also one in mid-call; what was chosen stays as long as the certificates do (RFC 8842 §5.2, §5.5).
        audio.Attributes.Add(new SdpAttribute("setup", isOffer ? "actpass" : Role == DtlsRole.Server ? "passive" : "active"));
        audio.Attributes.Add(new SdpAttribute("msid", $"{cname} {cname}-audio"));
        audio.Attributes.Add(new SdpAttribute("ssrc", string.Create(CultureInfo.InvariantCulture, $"{ssrc} cname:{cname}")));
    }

    private static bool Names(string group, string mid) => group.Split(' ') is ["BUNDLE", .. var names] && names.Contains(mid);
}
