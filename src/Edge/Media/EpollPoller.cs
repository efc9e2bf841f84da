using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace RtcCluster.Edge.Media;

/// <summary><see cref="IPortPoller"/> on Linux: level-triggered epoll, so that a queue that was not emptied is reported again.</summary>
/// <remarks>
/// Edge-triggered wake-ups save a little and can be lost when a queue overflows, after which a socket stays silent for ever
/// (facts/perf.md section 3c, finding 3).
/// </remarks>
internal sealed unsafe class EpollPoller : IPortPoller
{
    private const int MaxEvents = 128;
    private const ulong WakeKey = ulong.MaxValue;

    private readonly byte[] _events = GC.AllocateArray<byte>(MaxEvents * 16, pinned: true);
    private readonly int[] _ready = new int[MaxEvents];
    private readonly int _epoll;
    private readonly int _wake;

    public EpollPoller()
    {
        _epoll = Check(LinuxNative.EpollCreate(LinuxNative.EpollCloseOnExec), "epoll_create1");
        _wake = Check(LinuxNative.EventFd(0, LinuxNative.EventFdFlags), "eventfd");
        Control(LinuxNative.EpollAdd, _wake, WakeKey);
    }

    public void Add(Socket socket, int key) => Control(LinuxNative.EpollAdd, (int)socket.Handle, (uint)key);

    public void Remove(Socket socket, int key) => Control(LinuxNative.EpollDelete, (int)socket.Handle, (uint)key);

    public int Wait(int milliseconds)
    {
        fixed (byte* events = _events)
        {
            var found = LinuxNative.EpollWait(_epoll, events, MaxEvents, milliseconds);
            if (found < 0)
            {
                var error = Marshal.GetLastPInvokeError();
                return error == LinuxNative.InterruptedCall ? 0 : throw new SocketException(error);
            }

            var ready = 0;
            for (var i = 0; i < found; i++)
            {
                var key = *(ulong*)(events + (i * LinuxNative.EventSize) + LinuxNative.EventDataOffset);
                if (key == WakeKey)
                {
                    ulong count;
                    LinuxNative.Read(_wake, (byte*)&count, sizeof(ulong));
                    continue;
                }

                _ready[ready++] = (int)key;
            }

            return ready;
        }
    }

    public int Ready(int index) => _ready[index];

    public void Wake()
    {
        ulong one = 1;
        LinuxNative.Write(_wake, (byte*)&one, sizeof(ulong));
    }

    public void Dispose()
    {
        LinuxNative.Close(_epoll);
        LinuxNative.Close(_wake);
    }

    private void Control(int operation, int descriptor, ulong key)
    {
        var entry = stackalloc byte[16];
        *(uint*)entry = LinuxNative.EpollIn;
        *(ulong*)(entry + LinuxNative.EventDataOffset) = key;
        Check(LinuxNative.EpollControl(_epoll, operation, descriptor, entry), "epoll_ctl");
    }

    private static int Check(int result, string call) =>
        result >= 0 ? result : throw new InvalidOperationException($"{call} failed with error {Marshal.GetLastPInvokeError()}.");
}
