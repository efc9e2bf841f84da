using System.Runtime.InteropServices;

namespace RtcCluster.Media.Codecs.Opus;

/// <summary>The native state of an encoder.</summary>
internal sealed class OpusEncoderHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        OpusNative.DestroyEncoder(handle);
        return true;
    }
}
