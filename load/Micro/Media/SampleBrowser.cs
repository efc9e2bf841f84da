using System.Globalization;
using System.Text;
using RtcCluster.Media.Addresses;
using RtcCluster.Media.Calls;
using RtcCluster.Media.Ice;
using RtcCluster.Media.Stun;

namespace RtcCluster.Load.Micro.Media;

/// <summary>What a browser says before its media flows: its offer and its first check.</summary>
internal static class SampleBrowser
{
    /// <summary>An offer with ICE and a certificate; a section of video may follow.</summary>
    public static byte[] Offer(WebRtcLegOptions webRtc, string attributes, string formats, string session = "", string video = "") => Description(
        "UDP/TLS/RTP/SAVPF",
        9,
        $"a=ice-ufrag:abcd\r\na=ice-pwd:0123456789abcdef01234567\r\na=fingerprint:{webRtc.Fingerprint}\r\na=setup:actpass\r\na=rtcp-mux\r\n{attributes}{video}",
        formats,
        session);

    /// <summary>A description with one section of audio.</summary>
    public static byte[] Description(string protocol, int port, string attributes, string formats = "0", string session = "") => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n{session}m=audio {port} {protocol} {formats}\r\na=sendrecv\r\n{attributes}"));

    /// <summary>Credentials that are the same each time.</summary>
    public static IceCredentials Credentials(byte first)
    {
        var random = new byte[IceCredentials.RandomLength];
        random[0] = first;
        return IceCredentials.FromRandom(random);
    }

    /// <summary>The browser's check arrives and names where its media goes.</summary>
    public static void Check(CallMedia media, LegSlot leg, IceCredentials local, in IceFlow from)
    {
        var buffer = new byte[1500];
        var writer = new StunWriter(buffer, StunClass.Request, new byte[StunReader.TransactionIdLength]);
        writer.Username(local.UfragBytes, "abcd"u8);
        writer.IceControlling(7);
        writer.UseCandidate();
        writer.Priority(1);
        writer.Integrity(StunIntegrity.Sha1, local.Key);
        writer.Fingerprint();
        Require(StunReader.TryRead(buffer.AsSpan(0, writer.Length), out var check) == StunStatus.Ok);
        Require(media.ReceiveCheck(leg, 1, check, from, 0) == IceStatus.Accepted);
    }

    /// <summary>A port of this machine.</summary>
    public static MediaEndpoint Endpoint(ushort port) =>
        MediaEndpoint.TryParse("127.0.0.1", port, out var endpoint) ? endpoint : throw new InvalidOperationException("Loopback is no address.");

    /// <summary>Ends the measurement when the sample cannot be set up.</summary>
    public static void Require(bool done)
    {
        if (!done)
        {
            throw new InvalidOperationException("The sample call could not be set up.");
        }
    }
}
