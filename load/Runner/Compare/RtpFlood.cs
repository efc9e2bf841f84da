using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.Compare;

/// <summary>Sends RTP at a pace by the clock from one socket and counts at another what comes back: one thread that never waits, 64 datagrams a system call.</summary>
/// <remarks>An open loop: what is due is sent, whatever became of what was sent before; a phase in which that was not possible says so.</remarks>
internal sealed unsafe partial class RtpFlood : IDisposable
{
    /// <summary>Bytes of a packet: 20 ms of G.711.</summary>
    public const int PacketBytes = 172;

    /// <summary>How long a piece of time is in which loss is told by when packets were sent.</summary>
    public static readonly TimeSpan Bucket = TimeSpan.FromMilliseconds(50);

    private const int Batch = 64;
    private const int Largest = 2_048;
    private const int AddressBytes = 16;
    private const int HeaderBytes = 12;
    private const int SamplesOfPacket = 160;
    private const int ForcedReceiveBuffer = 33; // SO_RCVBUFFORCE
    private const int SocketBuffer = 8 << 20;
    private static readonly TimeSpan Settles = TimeSpan.FromMilliseconds(500);

    private readonly Socket _from;
    private readonly Socket _at;
    private readonly byte* _memory;
    private readonly MultiMessage* _out;
    private readonly MultiMessage* _in;

    /// <summary>Opens it.</summary>
    /// <param name="from">Where packets come from.</param>
    /// <param name="at">Where they arrive.</param>
    public RtpFlood(IPEndPoint from, IPEndPoint at)
    {
        (_from, _at) = (Open(from), Open(at));
        var headers = Batch * sizeof(MultiMessage);
        var vectors = Batch * sizeof(LinuxNative.Vector);
        _memory = (byte*)NativeMemory.AllocZeroed((nuint)(2 * (headers + vectors + (Batch * Largest))));
        _out = Lay(_memory, headers, vectors, PacketBytes);
        _in = Lay(_memory + headers + vectors + (Batch * Largest), headers, vectors, Largest);
    }

    /// <summary>Sends in phases, one after the other without a pause, round all of these addresses.</summary>
    /// <param name="to">Where to, a flow each.</param>
    /// <param name="phases">Packets a second, and for how long.</param>
    /// <param name="isReadable">Whether what arrives is what was sent; protected packets are only counted.</param>
    public IReadOnlyList<FloodPhase> Run(IReadOnlyList<IPEndPoint> to, IReadOnlyList<(double Rate, TimeSpan Length)> phases, bool isReadable)
    {
        var addresses = new byte[to.Count * AddressBytes];
        for (var i = 0; i < to.Count; i++)
        {
            to[i].Serialize().Buffer.Span[..AddressBytes].CopyTo(addresses.AsSpan(i * AddressBytes));
        }

        var flows = new (ushort Sequence, uint Time)[to.Count];
        var result = phases.Select(phase => new FloodPhase(phase.Rate, phase.Length)).ToList();
        fixed (byte* pinned = addresses)
        {
            Empty();
            var flow = 0;
            foreach (var phase in result)
            {
                phase.Begin = Stopwatch.GetTimestamp();
                var end = phase.Begin + (long)(phase.Length.TotalSeconds * Stopwatch.Frequency);
                for (var now = phase.Begin; now < end; now = Stopwatch.GetTimestamp())
                {
                    var due = (long)((now - phase.Begin) * phase.Rate / Stopwatch.Frequency) - phase.Sent;
                    if (due > 0)
                    {
                        Send((int)Math.Min(due, Batch), now, phase, pinned, flows, ref flow);
                    }

                    Take(result, phase, isReadable);
                }

                phase.Due = (long)(phase.Length.TotalSeconds * phase.Rate);
            }

            for (var until = Stopwatch.GetTimestamp() + (long)(Settles.TotalSeconds * Stopwatch.Frequency); Stopwatch.GetTimestamp() < until;)
            {
                Take(result, result[^1], isReadable);
            }
        }

        return result;
    }

    public void Dispose()
    {
        _from.Dispose();
        _at.Dispose();
        NativeMemory.Free(_memory);
    }

    private void Send(int count, long now, FloodPhase phase, byte* addresses, (ushort Sequence, uint Time)[] flows, ref int flow)
    {
        for (var i = 0; i < count; i++)
        {
            var packet = new Span<byte>(_out[i].Header.Vectors->Base, PacketBytes);
            ref var state = ref flows[flow];
            packet[0] = 0x80;
            packet[1] = 0;
            System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(packet[2..], state.Sequence++);
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(packet[4..], state.Time += SamplesOfPacket);
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(packet[8..], (uint)(0x1000 + flow));
            System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(packet[HeaderBytes..], now);
            _out[i].Header.Name = addresses + (flow * AddressBytes);
            _out[i].Header.NameLength = AddressBytes;
            flow = flow + 1 == flows.Length ? 0 : flow + 1;
        }

        // What the system does not take was sent all the same, and is lost: the load does not yield.
        _ = SendMany((int)_from.Handle, _out, (uint)count, LinuxNative.DontWait);
        phase.Count(now, count);
    }

    private void Take(List<FloodPhase> phases, FloodPhase current, bool isReadable)
    {
        var count = ReceiveMany((int)_at.Handle, _in, Batch, LinuxNative.DontWait, null);
        if (count <= 0)
        {
            return;
        }

        var now = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            if (!isReadable)
            {
                current.Received++;
                continue;
            }

            if (_in[i].Length != PacketBytes)
            {
                continue;
            }

            var sent = System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(new ReadOnlySpan<byte>(_in[i].Header.Vectors->Base + HeaderBytes, sizeof(long)));
            for (var p = phases.Count - 1; p >= 0; p--)
            {
                if (phases[p].Begin != 0 && sent >= phases[p].Begin)
                {
                    phases[p].Arrive(sent, now);
                    break;
                }
            }
        }
    }

    private void Empty()
    {
        while (ReceiveMany((int)_at.Handle, _in, Batch, LinuxNative.DontWait, null) > 0)
        {
        }
    }

    private static MultiMessage* Lay(byte* memory, int headers, int vectors, int length)
    {
        var messages = (MultiMessage*)memory;
        var parts = (LinuxNative.Vector*)(memory + headers);
        for (var i = 0; i < Batch; i++)
        {
            parts[i] = new LinuxNative.Vector { Base = memory + headers + vectors + (i * Largest), Length = length };
            messages[i].Header.Vectors = &parts[i];
            messages[i].Header.VectorCount = 1;
        }

        return messages;
    }

    private static Socket Open(IPEndPoint endpoint)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false, ReceiveBufferSize = SocketBuffer, SendBufferSize = SocketBuffer };
        try
        {
            socket.SetRawSocketOption(LinuxNative.SocketLevel, ForcedReceiveBuffer, BitConverter.GetBytes(SocketBuffer));
        }
        catch (SocketException)
        {
            // Only root may have more than the system's limit.
        }

        socket.Bind(endpoint);
        return socket;
    }

    [LibraryImport("libc", EntryPoint = "sendmmsg", SetLastError = true)]
    private static partial int SendMany(int descriptor, MultiMessage* messages, uint count, int flags);

    [LibraryImport("libc", EntryPoint = "recvmmsg", SetLastError = true)]
    private static partial int ReceiveMany(int descriptor, MultiMessage* messages, uint count, int flags, void* timeout);

    /// <summary><c>struct mmsghdr</c> of 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct MultiMessage
    {
        public LinuxNative.MessageHeader Header;
        public uint Length;
    }
}
