using System.Globalization;
using System.Net;
using System.Text;

namespace RtcCluster.Load.Runner.Telephones;

/// <summary>What a telephone says of its media, PCMU and keys, and where the other side takes media. RFC 8866.</summary>
internal static class CallSdp
{
    /// <summary>The payload type of keys (RFC 4733) that is offered.</summary>
    public const byte KeyPayload = 101;

    /// <summary>A description; serves as offer and as answer.</summary>
    public static ReadOnlyMemory<byte> Of(IPEndPoint media) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"v=0\r\no=- 1 1 IN IP4 {media.Address}\r\ns=-\r\nc=IN IP4 {media.Address}\r\nt=0 0\r\nm=audio {media.Port} RTP/AVP 0 {KeyPayload}\r\n")
        + "a=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\na=sendrecv\r\n");

    /// <summary>The same description of one who holds.</summary>
    public static ReadOnlyMemory<byte> Holding(ReadOnlyMemory<byte> sdp) =>
        Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(sdp.Span).Replace("a=sendrecv", "a=sendonly", StringComparison.Ordinal));

    /// <summary>Where the other side takes audio; null when the description does not say.</summary>
    public static IPEndPoint? AudioOf(ReadOnlySpan<byte> sdp)
    {
        IPAddress? address = null;
        int? port = null;
        foreach (var line in Encoding.ASCII.GetString(sdp).Split('\n', StringSplitOptions.TrimEntries))
        {
            if (line.StartsWith("c=IN IP4 ", StringComparison.Ordinal))
            {
                _ = IPAddress.TryParse(line["c=IN IP4 ".Length..], out address);
            }
            else if (line.StartsWith("m=audio ", StringComparison.Ordinal) && int.TryParse(line.Split(' ')[1], CultureInfo.InvariantCulture, out var named))
            {
                port = named;
            }
        }

        return address is not null && port is { } found ? new IPEndPoint(address, found) : null;
    }
}
