using System.Globalization;
using RtcCluster.Media.Calls;
using RtcCluster.Media.Ice;

namespace RtcCluster.Media.Sdp;

/// <summary>Writes what an answer to a browser says beyond codecs and direction: one connection at our shared port, and who we are on it.</summary>
/// <param name="options">The leg's address.</param>
/// <param name="webRtc">Our certificate and TCP port.</param>
/// <param name="ssrc">The source of all that the leg is sent.</param>
/// <param name="cname">Its canonical name (RFC 8834 §4.9).</param>
internal sealed class BrowserSection(MediaLegOptions options, WebRtcLegOptions webRtc, uint ssrc, string cname)
{
    private string? _bundle;

    /// <summary>Our side of the ICE session; fresh ones with each restart.</summary>
    public IceCredentials? Credentials { get; set; }

    /// <summary>Takes over from an offer whether our section is bundled: then the answer names the bundle of one (RFC 9143 §7.3).</summary>
    public void Follow(SdpSession offer, SdpMedia audio)
    {
        var mid = audio.Attribute("mid");
        var isBundled = mid is not null && offer.Attributes.Any(a => a.Name == "group" && a.Value is { } group && Names(group, mid));
        _bundle = isBundled ? "BUNDLE " + mid : null;
    }

    /// <summary>Completes an answer whose sections are those of the offer.</summary>
    public void Write(SdpSession answer, IReadOnlyList<SdpMedia> offered, int audioIndex)
    {
        for (var i = 0; i < offered.Count; i++)
        {
            // Also a refused section keeps its name, by which browsers find it (RFC 8829 §5.3.1).
            if (offered[i].Attribute("mid") is { } mid)
            {
                answer.Media[i].Attributes.Add(new SdpAttribute("mid", mid));
            }
        }

        var audio = answer.Media[audioIndex];
        var ice = new IceDescription(Credentials!) { IsLite = true, IsComplete = true };
        ice.Add(IceCandidate.HostUdp(options.Rtp));
        if (webRtc.TcpPort != 0)
        {
            ice.Add(IceCandidate.HostTcpPassive(options.Rtp.WithPort(webRtc.TcpPort)));
        }

        ice.Write(answer.Attributes, audio.Attributes);
        if (_bundle is not null)
        {
            answer.Attributes.Add(new SdpAttribute("group", _bundle));
        }

        answer.Attributes.Add(new SdpAttribute("msid-semantic", " WMS " + cname));
        audio.Attributes.Add(new SdpAttribute("fingerprint", webRtc.Fingerprint.ToString()));

        // We are the server of every handshake, and stay it in re-offers (RFC 8842 §5.5).
        audio.Attributes.Add(new SdpAttribute("setup", "passive"));
        audio.Attributes.Add(new SdpAttribute("msid", $"{cname} {cname}-audio"));
        audio.Attributes.Add(new SdpAttribute("ssrc", string.Create(CultureInfo.InvariantCulture, $"{ssrc} cname:{cname}")));
    }

    private static bool Names(string group, string mid) => group.Split(' ') is ["BUNDLE", .. var names] && names.Contains(mid);
}
