using RtcCluster.Edge.Lifecycle;
using RtcCluster.Media.Dtls;

namespace RtcCluster.Edge.Media;

/// <summary>Where DTLS handshakes of all shards run: each on a thread of its own, because it blocks it, and a bounded number at once.</summary>
/// <remarks>
/// A handshake computes for 3 ms and waits for its browser the rest of the time. Whoever comes when all places are taken waits for one, in the order of coming: browsers repeat a ClientHello
/// that was dropped after ever longer pauses, and all browsers of an edge that died come at once. Beyond <see cref="WaitingForEach"/> for each place it is dropped and counted. Only who has answered a
/// connectivity check with a leg's password comes here.
/// </remarks>
internal sealed partial class DtlsHandshakes(DtlsIdentities identities, int limit, EdgeMetrics metrics, ILogger log, DtlsOptions? options = null)
{
    /// <summary>So many may wait for each place: at 3 ms each that is over within a second where there are processors for it.</summary>
    internal const int WaitingForEach = 16;

    private const int StackSize = 256 * 1024;
    private static int _isWarm;
    private readonly DtlsOptions _options = options ?? DtlsOptions.Default;
    private readonly Lock _gate = new();
    private readonly Queue<Handshake> _waiting = new();
    private int _running;

    /// <summary>Our certificates.</summary>
    public DtlsIdentities Identities => identities;

    /// <summary>Handshakes that run.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Handshakes that wait for a place.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>A handshake that has not begun.</summary>
    /// <param name="identity">Our certificate.</param>
    /// <param name="send">Called on the handshake's thread, later on that of who attends it.</param>
    public DtlsHandshake Make(DtlsIdentity identity, DtlsSend send) => new(identity, send, _options);

    /// <summary>Runs a handshake, now or when a place is free; false when too many wait.</summary>
    /// <param name="handshake">The handshake.</param>
    /// <param name="role">Which end we are.</param>
    /// <param name="peer">The certificates that are taken.</param>
    /// <param name="done">Called once on the handshake's thread.</param>
    public bool TryRun(DtlsHandshake handshake, DtlsRole role, DtlsFingerprints peer, Action<DtlsResult> done)
    {
        var asked = new Handshake(handshake, role, peer, done);
        lock (_gate)
        {
            if (_running == limit)
            {
                if (_waiting.Count < WaitingForEach * limit)
                {
                    _waiting.Enqueue(asked);
                    return true;
                }

                metrics.DtlsHandshake("Overload");
                return false;
            }

            _running++;
        }

        var thread = new Thread(() => RunAll(asked), StackSize) { IsBackground = true, Name = "dtls" };
        thread.Start();
        return true;
    }

    /// <summary>
    /// Shakes hands with itself once in a process, beside everything else: the first handshake compiles for 100 ms, which otherwise the first caller waits for.
    /// </summary>
    public void WarmUp()
    {
        if (Interlocked.Exchange(ref _isWarm, 1) == 0)
        {
            new Thread(ShakeHandsWithItself, StackSize) { IsBackground = true, Name = "dtls warm-up" }.Start();
        }
    }

    // A place goes from one to the next that waits.
    private void RunAll(Handshake first)
    {
        for (var next = first; next is not null;)
        {
            var (done, told) = (next.Done, Run(next));
            lock (_gate)
            {
                if (!_waiting.TryDequeue(out next))
                {
                    _running--;
                }
            }

            // Counted when the shard has been told: whoever sees the count may send.
            done(told);
            metrics.DtlsHandshake(told.Status.ToString());
        }
    }

    private DtlsResult Run(Handshake asked)
    {
        try
        {
            return asked.Own.Run(asked.Role, asked.Peer);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // No loop is above this thread: what a peer's bytes do to the library must not end the process.
            LogHandshakeBroken(log, e);
            return new DtlsResult(DtlsStatus.Refused);
        }
    }

    private void ShakeHandsWithItself()
    {
        identities.Fill();
        var identity = identities.Own;
        DtlsHandshake? server = null;
        using var client = new DtlsHandshake(identity, datagram => server!.TryPut(datagram), _options);
        using (server = new DtlsHandshake(identity, datagram => client.TryPut(datagram), _options))
        {
            var peer = DtlsFingerprints.Of(identity.Fingerprint);
            var other = new Thread(() => server.Run(DtlsRole.Server, peer), StackSize) { IsBackground = true, Name = "dtls warm-up" };
            other.Start();
            client.Run(DtlsRole.Client, peer);
            other.Join();
        }
    }

    [LoggerMessage(2213, LogLevel.Error, "A DTLS handshake failed in a way that no peer should be able to cause.")]
    private static partial void LogHandshakeBroken(ILogger log, Exception exception);

    private sealed record Handshake(DtlsHandshake Own, DtlsRole Role, DtlsFingerprints Peer, Action<DtlsResult> Done);
}
