using System.Net.Sockets;
using RtcCluster.Media.Addresses;

namespace RtcCluster.Edge.Media;

/// <summary>Waits for, reads and sends datagrams on many non-blocking sockets; used by one thread, except <see cref="Wake"/>.</summary>
internal interface IMediaIo : IDisposable
{
    /// <summary>Watches a socket; its <paramref name="key"/> comes out of <see cref="Ready"/>.</summary>
    void Add(Socket socket, int key);

    /// <summary>Stops watching a socket; called before it is closed.</summary>
    void Remove(Socket socket);

    /// <summary>Waits until a socket can be read, somebody called <see cref="Wake"/>, or the time has passed; returns how many are ready.</summary>
    /// <param name="milliseconds">0 looks without waiting; negative waits without end.</param>
    int Wait(int milliseconds);

    /// <summary>Sleeps for so long, whatever arrives; not at all where the system has no sleep as short as that.</summary>
    /// <param name="microseconds">Less than a second.</param>
    void Pause(int microseconds);

    /// <summary>The key of one of the sockets that the last <see cref="Wait"/> found ready.</summary>
    int Ready(int index);

    /// <summary>Ends the present or next wait; any thread.</summary>
    void Wake();

    /// <summary>Reads one datagram; negative when there is none.</summary>
    /// <param name="socket">A watched socket.</param>
    /// <param name="buffer">Where it goes; a longer datagram is cut.</param>
    /// <param name="source">Where it came from.</param>
    int Receive(Socket socket, Span<byte> buffer, out MediaEndpoint source);

    /// <summary>Sends one datagram; false when the system does not take it.</summary>
    bool Send(Socket socket, ReadOnlySpan<byte> packet, in MediaEndpoint destination);
}
