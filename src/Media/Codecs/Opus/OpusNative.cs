using System.Runtime.InteropServices;

namespace RtcCluster.Media.Codecs.Opus;

/// <summary>The functions of libopus that are used, as opus.h declares them.</summary>
internal static unsafe partial class OpusNative
{
    public const string Library = "libopus.so.0";

    /// <summary>OPUS_APPLICATION_VOIP.</summary>
    public const int VoiceApplication = 2048;

    public const int SetBitrate = 4002;
    public const int SetComplexity = 4010;
    public const int SetInbandFec = 4012;
    public const int SetPacketLoss = 4014;
    public const int SetDtx = 4016;
    public const int ResetState = 4028;

    [LibraryImport(Library, EntryPoint = "opus_encoder_create")]
    public static partial OpusEncoderHandle CreateEncoder(int sampleRate, int channels, int application, out int error);

    [LibraryImport(Library, EntryPoint = "opus_encode")]
    public static partial int Encode(OpusEncoderHandle encoder, short* samples, int count, byte* packet, int room);

    // Variadic in C; on Linux, x64 and arm64, an int argument goes the same way as without the dots.
    [LibraryImport(Library, EntryPoint = "opus_encoder_ctl")]
    public static partial int ControlEncoder(OpusEncoderHandle encoder, int request, int value);

    [LibraryImport(Library, EntryPoint = "opus_encoder_destroy")]
    public static partial void DestroyEncoder(nint encoder);

    [LibraryImport(Library, EntryPoint = "opus_decoder_create")]
    public static partial OpusDecoderHandle CreateDecoder(int sampleRate, int channels, out int error);

    [LibraryImport(Library, EntryPoint = "opus_decode")]
    public static partial int Decode(OpusDecoderHandle decoder, byte* packet, int length, short* samples, int room, int useFec);

    [LibraryImport(Library, EntryPoint = "opus_decoder_ctl")]
    public static partial int ControlDecoder(OpusDecoderHandle decoder, int request, int value);

    [LibraryImport(Library, EntryPoint = "opus_decoder_destroy")]
    public static partial void DestroyDecoder(nint decoder);
}
