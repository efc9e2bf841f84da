using System.Collections.Concurrent;

namespace RtcCluster.Load.Runner.Voice;

/// <summary>Threads for DTLS handshakes, each of which blocks one. Browsers do not wait for each other: there are more than the edge takes at once by default.</summary>
internal sealed class HandshakeThreads : IDisposable
{
    private const int Count = 128;
    private const int StackSize = 256 * 1024;

    private readonly BlockingCollection<Action> _waiting = [];
    private readonly Thread[] _threads;

    public HandshakeThreads()
    {
        _threads = [.. Enumerable.Range(0, Count).Select(number => new Thread(Run, StackSize) { IsBackground = true, Name = $"handshake {number}" })];
        foreach (var thread in _threads)
        {
            thread.Start();
        }
    }

    /// <summary>Runs a handshake as soon as a thread is free.</summary>
    public void Post(Action handshake) => _waiting.Add(handshake);

    public void Dispose()
    {
        _waiting.CompleteAdding();
        foreach (var thread in _threads)
        {
            thread.Join();
        }

        _waiting.Dispose();
    }

    private void Run()
    {
        foreach (var handshake in _waiting.GetConsumingEnumerable())
        {
            handshake();
        }
    }
}
