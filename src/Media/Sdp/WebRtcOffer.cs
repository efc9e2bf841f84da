namespace RtcCluster.Media.Sdp;

/// <summary>Tells an offer of a browser from one of a telephone, before a leg is made for it.</summary>
public static class WebRtcOffer
{
    /// <summary>Whether the description's first audio section wants DTLS-SRTP (RFC 5764 §8); false when it cannot be read.</summary>
    public static bool Is(ReadOnlySpan<byte> sdp, SdpLimits limits)
    {
        if (SdpSession.TryRead(sdp, limits, out var session) != SdpStatus.Ok)
        {
            return false;
        }

        var audio = session!.Media.FirstOrDefault(static m => m.Kind == "audio");
        return audio is not null && SecureSection.IsWebRtc(audio);
    }
}
