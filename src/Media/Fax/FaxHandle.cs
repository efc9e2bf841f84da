using System.Runtime.InteropServices;

namespace RtcCluster.Media.Fax;

/// <summary>The native state of a fax, and what its callbacks find their session by: both go together, the state first.</summary>
internal class FaxHandle() : SafeHandle(0, ownsHandle: true)
{
    private GCHandle _session;

    public override bool IsInvalid => handle == 0;

    /// <summary>What the callbacks were given when the state was made.</summary>
    public void Adopt(GCHandle session) => _session = session;

    /// <summary>Gives the state back.</summary>
    protected virtual void Free(nint state) => _ = SpandspNative.Free(state);

    protected override bool ReleaseHandle()
    {
        Free(handle);
        if (_session.IsAllocated)
        {
            _session.Free();
        }

        return true;
    }
}

/// <summary>The native state of a fax over T.38.</summary>
internal sealed class T38Handle : FaxHandle
{
    protected override void Free(nint state) => _ = SpandspNative.FreeT38(state);
}
