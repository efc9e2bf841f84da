using System.Net;
using System.Net.Sockets;
using RtcCluster.Media.Addresses;

namespace RtcCluster.Load.Runner.Voice;

/// <summary>The port of a browser or telephone: connected to the edge, told by the kernel when each datagram arrived.</summary>
/// <remarks>The kernel's stamp makes a hop's time independent of when this process gets to read: the generator measures the server, not itself.</remarks>
internal sealed unsafe class VoiceSocket : IDisposable
{
    /// <summary>Half a second of packets and more, should the voice thread be held up.</summary>
    private const int ReceiveBuffer = 256 * 1024;

    private readonly Socket _socket;

    public VoiceSocket(IPAddress local, MediaEndpoint edge)
        : this(local) => Connect(new IPEndPoint(edge.ToAddress(), edge.Port));

    /// <summary>One that is not connected yet.</summary>
    public VoiceSocket(IPAddress local)
    {
        _socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { Blocking = false, ReceiveBufferSize = ReceiveBuffer };
        _socket.SetRawSocketOption(LinuxNative.SocketLevel, LinuxNative.TimestampNanoseconds, BitConverter.GetBytes(1));
        _socket.Bind(new IPEndPoint(local, 0));
        Descriptor = (int)_socket.Handle;
    }

    /// <summary>The file descriptor.</summary>
    public int Descriptor { get; }

    /// <summary>Where it is.</summary>
    public IPEndPoint Local => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>Sends there from now on, and takes what comes from there alone.</summary>
    public void Connect(IPEndPoint edge) => _socket.Connect(edge);

    /// <summary>Sends; false when the system did not take it. Any thread.</summary>
    public bool Send(ReadOnlySpan<byte> datagram)
    {
        fixed (byte* bytes = datagram)
        {
            return LinuxNative.Send(Descriptor, bytes, datagram.Length, LinuxNative.DontWait) == datagram.Length;
        }
    }

    /// <summary>Takes a datagram that is there.</summary>
    /// <param name="buffer">Where it goes.</param>
    /// <param name="arrived">When it arrived, ticks of UTC since 1970.</param>
    /// <returns>Its length; negative when there is none.</returns>
    public int Receive(Span<byte> buffer, out long arrived)
    {
        LinuxNative.StampMessage stamp;
        nint length;
        fixed (byte* bytes = buffer)
        {
            var vector = new LinuxNative.Vector { Base = bytes, Length = buffer.Length };
            var message = new LinuxNative.MessageHeader { Vectors = &vector, VectorCount = 1, Control = (byte*)&stamp, ControlLength = sizeof(LinuxNative.StampMessage) };
            length = LinuxNative.ReceiveMessage(Descriptor, &message, LinuxNative.DontWait);
            arrived = length >= 0 && message.ControlLength >= sizeof(LinuxNative.StampMessage) && stamp.Kind == LinuxNative.TimestampNanoseconds ? stamp.Time.Ticks : 0;
        }

        return (int)length;
    }

    public void Dispose() => _socket.Dispose();
}
