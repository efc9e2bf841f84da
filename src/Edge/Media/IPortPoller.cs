using System.Net.Sockets;

namespace RtcCluster.Edge.Media;

/// <summary>Waits for datagrams on many sockets; used by one thread, except <see cref="Wake"/>.</summary>
internal interface IPortPoller : IDisposable
{
    /// <summary>Watches a socket; its <paramref name="key"/> comes out of <see cref="Ready"/>.</summary>
    void Add(Socket socket, int key);

    /// <summary>Stops watching a socket; called before it is closed.</summary>
    void Remove(Socket socket, int key);

    /// <summary>Waits until a socket can be read, somebody called <see cref="Wake"/>, or the time has passed; returns how many are ready.</summary>
    /// <param name="milliseconds">0 looks without waiting.</param>
    int Wait(int milliseconds);

    /// <summary>The key of one of the sockets that the last <see cref="Wait"/> found ready.</summary>
    int Ready(int index);

    /// <summary>Ends the present or next wait; any thread.</summary>
    void Wake();
}
