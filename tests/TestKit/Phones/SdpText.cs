using System.Globalization;
using System.Net;

namespace RtcCluster.TestKit.Phones;

/// <summary>The session descriptions that test phones send, and the one fact they need from those they get.</summary>
public static class SdpText
{
    /// <summary>PCMU, PCMA and telephone-event 101 at this address.</summary>
    public static string Audio(IPEndPoint rtp, string direction = "sendrecv", int version = 1) =>
        $"v=0\r\no=phone 1 {version} IN IP4 {rtp.Address}\r\ns=-\r\nc=IN IP4 {rtp.Address}\r\nt=0 0\r\nm=audio {rtp.Port} RTP/AVP 0 8 101\r\n"
        + $"a=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\na={direction}\r\n";

    /// <summary>Only a codec that nobody here has.</summary>
    public static string UnknownCodec(IPEndPoint rtp) =>
        $"v=0\r\no=phone 1 1 IN IP4 {rtp.Address}\r\ns=-\r\nc=IN IP4 {rtp.Address}\r\nt=0 0\r\nm=audio {rtp.Port} RTP/AVP 96\r\na=rtpmap:96 NOSUCH/16000\r\na=sendrecv\r\n";

    /// <summary>The address of the audio stream.</summary>
    /// <exception cref="InvalidDataException">It has none.</exception>
    public static IPEndPoint AudioOf(string sdp)
    {
        var lines = sdp.ReplaceLineEndings("\n").Split('\n');
        var media = Array.FindIndex(lines, line => line.StartsWith("m=audio ", StringComparison.Ordinal));
        var address = lines.Skip(Math.Max(media, 0)).Concat(lines).FirstOrDefault(line => line.StartsWith("c=IN IP4 ", StringComparison.Ordinal));
        return media >= 0 && address is not null
            ? new IPEndPoint(IPAddress.Parse(address[9..]), int.Parse(lines[media].Split(' ')[1], CultureInfo.InvariantCulture))
            : throw new InvalidDataException($"No audio in the SDP: {sdp.ReplaceLineEndings(" / ")}");
    }

    /// <summary>The direction attribute, sendrecv when there is none (RFC 8866 section 6.7).</summary>
    public static string DirectionOf(string sdp) =>
        Array.Find(["sendonly", "recvonly", "inactive"], direction => sdp.Contains($"a={direction}", StringComparison.Ordinal)) ?? "sendrecv";
}
