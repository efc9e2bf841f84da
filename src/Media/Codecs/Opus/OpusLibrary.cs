using System.Runtime.InteropServices;

namespace RtcCluster.Media.Codecs.Opus;

/// <summary>The distribution's libopus, which is optional: without it Opus is passed on and recorded, and neither made nor decoded.</summary>
public static class OpusLibrary
{
    /// <summary>Whether Opus can be encoded and decoded on this machine; found out once.</summary>
    public static bool IsAvailable { get; } = IsPresent(OpusNative.Library);

    /// <summary>Whether a library of that name can be loaded and has what is called.</summary>
    internal static bool IsPresent(string name) =>
        NativeLibrary.TryLoad(name, out var library)
        && NativeLibrary.TryGetExport(library, "opus_encode", out _)
        && NativeLibrary.TryGetExport(library, "opus_decode", out _);
}
