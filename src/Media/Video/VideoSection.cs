using System.Globalization;
using RtcCluster.Media.Sdp;

namespace RtcCluster.Media.Video;

/// <summary>Writes the section of video of an answer to a browser: what it shares with the audio is said there (RFC 9143 §7.1.3).</summary>
/// <param name="ssrc">The source of the picture that the browser is sent.</param>
/// <param name="repairSsrc">The source of its retransmissions.</param>
/// <param name="cname">Our canonical name.</param>
internal sealed class VideoSection(uint ssrc, uint repairSsrc, string cname)
{
    /// <summary>What was agreed on becomes text.</summary>
    /// <param name="video">What was agreed on.</param>
    /// <param name="protocol">As offered.</param>
    /// <param name="port">Our port.</param>
    public SdpMedia Write(NegotiatedVideo video, string protocol, int port)
    {
        var media = new SdpMedia { Kind = "video", Port = port, Protocol = protocol };
        foreach (var format in video.Formats)
        {
            Write(media, format);
        }

        for (var i = 0; i < video.Extensions.Length; i++)
        {
            if (video.Extensions[i] > 0)
            {
                media.Attributes.Add(new SdpAttribute("extmap", $"{Text(video.Extensions[i])} {VideoExtensions.Relayed[i]}"));
            }
        }

        media.Attributes.Add(new SdpAttribute(video.Direction.AttributeName()));
        media.Attributes.Add(new SdpAttribute("rtcp-mux"));
        if (video.Direction.Sends())
        {
            WriteSources(media, video);
        }

        return media;
    }

    private static void Write(SdpMedia media, VideoFormat format)
    {
        var number = Text(format.PayloadType);
        media.Formats.Add(number);
        media.Attributes.Add(new SdpAttribute("rtpmap", $"{number} {format.Encoding}"));
        if (format.Parameters is { } parameters)
        {
            media.Attributes.Add(new SdpAttribute("fmtp", $"{number} {parameters}"));
        }

        foreach (var feedback in format.Feedback)
        {
            media.Attributes.Add(new SdpAttribute("rtcp-fb", $"{number} {feedback}"));
        }

        if (format.Repair >= 0)
        {
            var repair = Text(format.Repair);
            media.Formats.Add(repair);
            media.Attributes.Add(new SdpAttribute("rtpmap", $"{repair} rtx/90000"));
            media.Attributes.Add(new SdpAttribute("fmtp", $"{repair} apt={number}"));
        }
    }

    /// <summary>A stream beside that of the audio: their clocks are not the same, as the audio is sent in our time and the picture in the sender's.</summary>
    private void WriteSources(SdpMedia media, NegotiatedVideo video)
    {
        media.Attributes.Add(new SdpAttribute("msid", $"{cname}-video {cname}-picture"));
        if (video.Formats.Any(static f => f.Repair >= 0))
        {
            media.Attributes.Add(new SdpAttribute("ssrc-group", $"FID {Text(ssrc)} {Text(repairSsrc)}"));
            media.Attributes.Add(new SdpAttribute("ssrc", $"{Text(ssrc)} cname:{cname}"));
            media.Attributes.Add(new SdpAttribute("ssrc", $"{Text(repairSsrc)} cname:{cname}"));
        }
        else
        {
            media.Attributes.Add(new SdpAttribute("ssrc", $"{Text(ssrc)} cname:{cname}"));
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
