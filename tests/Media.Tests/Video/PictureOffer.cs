namespace RtcCluster.Media.Tests.Video;

/// <summary>Puts a section of video as Chromium writes it behind an offer's audio, with numbers of a browser's own.</summary>
internal sealed record PictureOffer
{
    public int Vp8 { get; init; } = 96;

    public int Vp8Repair { get; init; } = 97;

    public bool HasRepairs { get; init; } = true;

    public int H264 { get; init; } = 103;

    public string H264Profile { get; init; } = "42e01f";

    public int SendTime { get; init; } = 2;

    public int Orientation { get; init; } = 13;

    public string Mid { get; init; } = "1";

    public string Direction { get; init; } = "sendrecv";

    public string Feedback { get; init; } = "goog-remb transport-cc ccm_fir nack nack_pli";

    public string Behind(string audio) =>
        audio.Replace("a=group:BUNDLE 0\r\n", $"a=group:BUNDLE 0 {Mid}\r\n", StringComparison.Ordinal) + string.Join("\r\n", Lines()) + "\r\n";

    private IEnumerable<string> Lines()
    {
        yield return $"m=video 9 UDP/TLS/RTP/SAVPF {Vp8} {Vp8Repair} {H264} 118";
        yield return "c=IN IP4 0.0.0.0";
        yield return "a=mid:" + Mid;
        yield return $"a=extmap:14 urn:ietf:params:rtp-hdrext:toffset";
        yield return $"a=extmap:{SendTime} http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";
        yield return $"a=extmap:{Orientation} urn:3gpp:video-orientation";
        yield return $"a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
        yield return "a=" + Direction;
        yield return "a=rtcp-mux";
        yield return "a=rtcp-rsize";
        yield return $"a=rtpmap:{Vp8} VP8/90000";
        foreach (var feedback in Feedback.Split(' '))
        {
            yield return $"a=rtcp-fb:{Vp8} {feedback.Replace('_', ' ')}";
        }

        if (HasRepairs)
        {
            yield return $"a=rtpmap:{Vp8Repair} rtx/90000";
            yield return $"a=fmtp:{Vp8Repair} apt={Vp8}";
        }

        yield return $"a=rtpmap:{H264} H264/90000";
        yield return $"a=fmtp:{H264} level-asymmetry-allowed=1;packetization-mode=1;profile-level-id={H264Profile}";
        yield return "a=rtpmap:118 ulpfec/90000";
    }
}
