namespace RtcCluster.Media.Calls;

/// <summary>The kinds of <see cref="MediaEffect"/>.</summary>
public enum MediaEffectKind : byte
{
    /// <summary>Send <see cref="MediaEffect.Packet"/> from the leg's RTP or RTCP socket.</summary>
    Send,

    /// <summary>The first valid RTP packet of the leg, or the first after it was lost.</summary>
    MediaUp,

    /// <summary>Neither RTP nor RTCP of the leg for the time that the options give; once until it comes back.</summary>
    MediaLost,

    /// <summary>A key was pressed and let go on the leg's phone.</summary>
    Dtmf,

    /// <summary>How the leg's media fares: at most every 5 s while packets come, and once when the leg is removed.</summary>
    Quality,

    /// <summary>The announcement that the leg hears has ended; it hears silence now.</summary>
    SourceEnded,

    /// <summary>All digits of <see cref="CallMedia.SendDigits"/> are out.</summary>
    DigitsSent,

    /// <summary>A chunk of the recording is finished.</summary>
    RecordingChunk,

    /// <summary>What a browser was answered does not fit any more whom it talks with, whose picture began or ended: its next offer gets another answer.</summary>
    AnswerOutdated,

    /// <summary>A browser's leg: checks for the fragment of <see cref="MediaEffect.Terms"/> are for <see cref="MediaEffect.Connection"/>, which may be new.</summary>
    UfragAdded,

    /// <summary>A browser's leg: the answer to our offer names the certificate of <see cref="MediaEffect.Connection"/>, in <see cref="MediaEffect.Terms"/>: the handshake may run.</summary>
    PeerNamed,

    /// <summary>A browser's leg: checks for <see cref="MediaEffect.Ufrag"/> are answered no more.</summary>
    UfragRetired,

    /// <summary>A browser's leg: the media of the connection goes to this place from now on.</summary>
    FlowSelected,

    /// <summary>A browser's leg: forget the connection, its handshake and all places that it was known at.</summary>
    ConnectionClosed,
}
