using System.Runtime.InteropServices;

namespace RtcCluster.Load.Runner.Voice;

/// <summary>The system calls of the voice thread that .NET has no allocation-free form of, and those that it has not at all.</summary>
internal static unsafe partial class LinuxNative
{
    public const int SocketLevel = 1; // SOL_SOCKET
    public const int TimestampNanoseconds = 35; // SO_TIMESTAMPNS, and the kind of its control message
    public const int DontWait = 0x40;
    public const int EpollCloseOnExec = 0x80000;
    public const int EpollAdd = 1;
    public const int EpollDelete = 2;
    public const uint EpollIn = 1;
    public const int SigTerm = 15;
    private const int ClockMonotonic = 1;
    private const int TimerAbsolute = 1;
    private const int InterruptedCall = 4;

    /// <summary>Bytes of a <c>struct epoll_event</c>: packed on x86 only.</summary>
    public static readonly int EventSize = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86 ? 12 : 16;

    /// <summary>Where the user data of a <c>struct epoll_event</c> begins.</summary>
    public static readonly int EventDataOffset = EventSize == 12 ? 4 : 8;

    /// <summary>Ticks of the monotonic clock.</summary>
    public static long Now
    {
        get
        {
            TimeSpec time;
            return ClockGetTime(ClockMonotonic, &time) == 0 ? time.Ticks : throw new InvalidOperationException("There is no monotonic clock.");
        }
    }

    /// <summary>Sleeps until <see cref="Now"/> is this or later.</summary>
    public static void SleepUntil(long ticks)
    {
        var time = TimeSpec.FromTicks(ticks);
        while (ClockNanoSleep(ClockMonotonic, TimerAbsolute, &time, null) == InterruptedCall)
        {
        }
    }

    [LibraryImport("libc", EntryPoint = "send")]
    public static partial nint Send(int descriptor, byte* buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "recvmsg")]
    public static partial nint ReceiveMessage(int descriptor, MessageHeader* message, int flags);

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int EpollControl(int epoll, int operation, int descriptor, byte* epollEvent);

    [LibraryImport("libc", EntryPoint = "epoll_wait")]
    public static partial int EpollWait(int epoll, byte* events, int maxEvents, int timeoutMilliseconds);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial int Kill(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ClockGetTime(int clock, TimeSpec* time);

    [LibraryImport("libc", EntryPoint = "clock_nanosleep")]
    private static partial int ClockNanoSleep(int clock, int flags, TimeSpec* until, TimeSpec* remain);

    /// <summary><c>struct timespec</c> of 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;

        public readonly long Ticks => (Seconds * TimeSpan.TicksPerSecond) + (Nanoseconds / TimeSpan.NanosecondsPerTick);

        public static TimeSpec FromTicks(long ticks) =>
            new() { Seconds = ticks / TimeSpan.TicksPerSecond, Nanoseconds = ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick };
    }

    /// <summary><c>struct iovec</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Vector
    {
        public byte* Base;
        public nint Length;
    }

    /// <summary><c>struct msghdr</c> of 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct MessageHeader
    {
        public byte* Name;
        public int NameLength;
        public Vector* Vectors;
        public nint VectorCount;
        public byte* Control;
        public nint ControlLength;
        public int Flags;
    }

    /// <summary><c>struct cmsghdr</c> with a time stamp behind it.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct StampMessage
    {
        public nint Length;
        public int Level;
        public int Kind;
        public TimeSpec Time;
    }
}
