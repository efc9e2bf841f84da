using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using RtcCluster.Media.Addresses;

namespace RtcCluster.Edge.Media;

/// <summary><see cref="IMediaIo"/> on Linux: level-triggered epoll and plain system calls, nothing allocated per packet.</summary>
/// <remarks>
/// Edge-triggered wake-ups save a little and can be lost when a queue overflows, after which a socket stays silent for ever
/// (facts/perf.md section 3c, finding 3).
/// </remarks>
internal sealed unsafe class EpollIo : IMediaIo
{
    private const int MaxEvents = 128;
    private const int AddressSize = 28; // struct sockaddr_in6, the larger of the two
    private const int IPv4Size = 16;
    private const ushort FamilyIPv4 = 2;
    private const ushort FamilyIPv6 = 10;
    private const ulong WakeKey = ulong.MaxValue;

    private readonly byte[] _events = GC.AllocateArray<byte>(MaxEvents * 16, pinned: true);
    private readonly int[] _ready = new int[MaxEvents];
    private readonly int _epoll;
    private readonly int _wake;

    public EpollIo()
    {
        _epoll = Check(LinuxNative.EpollCreate(LinuxNative.EpollCloseOnExec), "epoll_create1");
        _wake = Check(LinuxNative.EventFd(0, LinuxNative.EventFdFlags), "eventfd");
        Control(LinuxNative.EpollAdd, _wake, WakeKey);
    }

    public void Add(Socket socket, int key) => Control(LinuxNative.EpollAdd, (int)socket.Handle, (uint)key);

    public void Remove(Socket socket) => Control(LinuxNative.EpollDelete, (int)socket.Handle, 0);

    public int Wait(int milliseconds)
    {
        fixed (byte* events = _events)
        {
            var found = LinuxNative.EpollWait(_epoll, events, MaxEvents, milliseconds);
            if (found < 0)
            {
                var error = Marshal.GetLastPInvokeError();
                return error == LinuxNative.InterruptedCall ? 0 : throw new InvalidOperationException($"epoll_wait failed with error {error}.");
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

    public void Pause(int microseconds)
    {
        var time = stackalloc long[2] { 0, microseconds * 1_000L };
        // Woken early by a signal or not at all: the next wait finds what there is.
        _ = LinuxNative.NanoSleep(time, null);
    }

    public int Ready(int index) => _ready[index];

    public void Wake()
    {
        ulong one = 1;
        LinuxNative.Write(_wake, (byte*)&one, sizeof(ulong));
    }

    public int Receive(Socket socket, Span<byte> buffer, out MediaEndpoint source)
    {
        var address = stackalloc byte[AddressSize];
        var addressLength = AddressSize;
        nint length;
        fixed (byte* bytes = buffer)
        {
            length = LinuxNative.ReceiveFrom((int)socket.Handle, bytes, buffer.Length, LinuxNative.DontWait, address, &addressLength);
        }

        source = length >= 0 ? Read(new ReadOnlySpan<byte>(address, addressLength)) : default;
        return (int)length;
    }

    public bool Send(Socket socket, ReadOnlySpan<byte> packet, in MediaEndpoint destination)
    {
        var address = stackalloc byte[AddressSize];
        var size = Write(new Span<byte>(address, AddressSize), destination, socket.AddressFamily == AddressFamily.InterNetworkV6);
        if (size == 0)
        {
            return false;
        }

        fixed (byte* bytes = packet)
        {
            return LinuxNative.SendTo((int)socket.Handle, bytes, packet.Length, LinuxNative.DontWait, address, size) == packet.Length;
        }
    }

    public void Dispose()
    {
        LinuxNative.Close(_epoll);
        LinuxNative.Close(_wake);
    }

    // struct sockaddr_in:  family 2, port 2 (network order), address 4.
    // struct sockaddr_in6: family 2, port 2, flow 4, address 16, scope 4.
    private static MediaEndpoint Read(ReadOnlySpan<byte> address)
    {
        var port = BinaryPrimitives.ReadUInt16BigEndian(address[2..]);
        return MemoryMarshal.Read<ushort>(address) == FamilyIPv4
            ? MediaEndpoint.FromBytes(address.Slice(4, 4), port)
            : MediaEndpoint.FromBytes(address.Slice(8, 16), port);
    }

    private static int Write(Span<byte> address, in MediaEndpoint endpoint, bool isIPv6Socket)
    {
        address.Clear();
        BinaryPrimitives.WriteUInt16BigEndian(address[2..], endpoint.Port);
        if (!isIPv6Socket)
        {
            MemoryMarshal.Write(address, FamilyIPv4);
            return endpoint.IsIPv4 && endpoint.WriteAddress(address[4..]) == 4 ? IPv4Size : 0;
        }

        // An IPv4 address on an IPv6 socket would have to be mapped; our IPv6 sockets are not dual-stack.
        MemoryMarshal.Write(address, FamilyIPv6);
        return !endpoint.IsIPv4 && endpoint.WriteAddress(address[8..]) == 16 ? AddressSize : 0;
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
