using System.Net.Sockets;
using RtcCluster.Edge.Media;
using RtcCluster.Media.Addresses;

namespace RtcCluster.Edge.Tests.Media;

/// <summary>The real system calls, with the waits counted.</summary>
internal sealed class CountingIo(IMediaIo inner, int sleeps) : IMediaIo
{
    private readonly TaskCompletionSource<int> _slept = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _counts;
    private int _left = sleeps;
    private int _looks;
    private bool _paused;

    /// <summary>So many waits took time; the waits among them that took none.</summary>
    public Task<int> Slept => _slept.Task;

    /// <summary>Counts from now on.</summary>
    public void Begin() => _counts = true;

    public int Wait(int milliseconds)
    {
        if (_counts && milliseconds == 0)
        {
            _looks++;
        }
        else if (_counts && --_left == 0)
        {
            _slept.SetResult(_looks);
        }

        var ready = inner.Wait(milliseconds);
        Gathered = _paused ? (Gathered.Pauses + 1, Gathered.Gathered + ready) : Gathered;
        _paused = false;
        return ready;
    }

    /// <summary>Pauses for packets to gather, and the packets that the wait after each found; the shard's thread.</summary>
    public (int Pauses, int Gathered) Gathered { get; private set; }

    public void Pause(int microseconds)
    {
        inner.Pause(microseconds);
        _paused = true;
    }

    public void Add(Socket socket, int key) => inner.Add(socket, key);

    public void Remove(Socket socket) => inner.Remove(socket);

    public int Ready(int index) => inner.Ready(index);

    public void Wake() => inner.Wake();

    public int Receive(Socket socket, Span<byte> buffer, out MediaEndpoint source) => inner.Receive(socket, buffer, out source);

    public bool Send(Socket socket, ReadOnlySpan<byte> packet, in MediaEndpoint destination) => inner.Send(socket, packet, destination);

    public void Dispose() => inner.Dispose();
}
