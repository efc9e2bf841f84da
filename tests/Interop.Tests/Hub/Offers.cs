using RtcCluster.Contracts.Hub;

namespace RtcCluster.Interop.Tests.Hub;

/// <summary>Offers for tests of signalling, whose media is plain RTP that nobody sends.</summary>
internal static class Offers
{
    public static OfferCard Plain(int number, int port) => new(
        number,
        $"v=0\r\no=- 1 {number} IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {port} RTP/AVP 0 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\na=sendrecv\r\n");
}
