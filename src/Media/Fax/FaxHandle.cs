using System.Runtime.InteropServices;

namespace RtcCluster.Media.Fax;

/// <summary>The native state of a fax, and what its callbacks find their session by: both go together, the state first.</summary>
internal sealed class FaxHandle() : SafeHandle(0, ownsHandle: true)
{
    private GCHandle _session;

    public override bool IsInvalid => handle == 0;

    /// <summary>What the callbacks are given. It keeps the session from nothing: a session that is forgotten is collected, and the state with it.</summary>
    public nint Bind(FaxSession session)
    {
        _session = GCHandle.Alloc(session, GCHandleType.Weak);
        return GCHandle.ToIntPtr(_session);
    }

    protected override bool ReleaseHandle()
    {
        _ = SpandspNative.Free(handle);
        if (_session.IsAllocated)
        {
            _session.Free();
        }

        return true;
    }
}
