using System.Runtime.InteropServices;

namespace RtcCluster.Load.Runner.Voice;

/// <summary>Which of many sockets have something to read: level-triggered epoll, looked at without waiting.</summary>
internal sealed unsafe class Readiness : IDisposable
{
    private const int MaxEvents = 1_024;

    private readonly byte[] _events = GC.AllocateArray<byte>(MaxEvents * 16, pinned: true);
    private readonly int _epoll;

    public Readiness()
    {
        _epoll = LinuxNative.EpollCreate(LinuxNative.EpollCloseOnExec);
        if (_epoll < 0)
        {
            throw new InvalidOperationException($"epoll_create1 failed with error {Marshal.GetLastPInvokeError()}.");
        }
    }

    /// <summary>Watches a socket under a key.</summary>
    public void Add(int descriptor, int key)
    {
        var entry = stackalloc byte[16];
        *(uint*)entry = LinuxNative.EpollIn;
        *(ulong*)(entry + LinuxNative.EventDataOffset) = (uint)key;
        if (LinuxNative.EpollControl(_epoll, LinuxNative.EpollAdd, descriptor, entry) < 0)
        {
            throw new InvalidOperationException($"epoll_ctl failed with error {Marshal.GetLastPInvokeError()}.");
        }
    }

    /// <summary>Watches it no longer; for before it is closed.</summary>
    public void Remove(int descriptor)
    {
        var entry = stackalloc byte[16];
        _ = LinuxNative.EpollControl(_epoll, LinuxNative.EpollDelete, descriptor, entry);
    }

    /// <summary>How many are ready, as far as there is room; the rest are the next time.</summary>
    public int Look()
    {
        fixed (byte* events = _events)
        {
            return Math.Max(0, LinuxNative.EpollWait(_epoll, events, MaxEvents, 0));
        }
    }

    /// <summary>The key of the ready socket at this place.</summary>
    public int Key(int at) => (int)BitConverter.ToUInt64(_events, (at * LinuxNative.EventSize) + LinuxNative.EventDataOffset);

    public void Dispose() => _ = LinuxNative.Close(_epoll);
}
