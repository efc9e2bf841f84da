namespace RtcCluster.Load.Runner.Voice;

/// <summary>What the browsers speak.</summary>
internal enum VoiceCodec
{
    /// <summary>G.711 µ-law, 160 bytes each 20 ms.</summary>
    Pcmu,

    /// <summary>Opus at 32 kbit/s, 80 bytes each 20 ms; its bytes are passed on as they are.</summary>
    Opus,
}

/// <summary>What a codec means for a packet.</summary>
internal static class VoiceCodecs
{
    public static int FrameBytes(this VoiceCodec codec) => codec == VoiceCodec.Opus ? 80 : 160;

    /// <summary>The timestamp's step for 20 ms (RFC 3551, RFC 7587 §4.1).</summary>
    public static uint Step(this VoiceCodec codec) => codec == VoiceCodec.Opus ? 960u : 160u;

    public static byte PayloadType(this VoiceCodec codec) => codec == VoiceCodec.Opus ? (byte)111 : (byte)0;

    /// <summary>The audio section's formats, and their lines.</summary>
    public static (string Formats, string Lines) Offer(this VoiceCodec codec) => codec == VoiceCodec.Opus
        ? ("111 0 8 110", "a=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10;useinbandfec=1\r\na=rtpmap:110 telephone-event/48000\r\n")
        : ("0 8 126", "a=rtpmap:126 telephone-event/8000\r\n");
}
