using System.Runtime.InteropServices;

namespace RtcCluster.Media.Codecs.Opus;

/// <summary>The native state of a decoder.</summary>
internal sealed class OpusDecoderHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        OpusNative.DestroyDecoder(handle);
        return true;
    }
}
