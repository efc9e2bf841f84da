using RtcCluster.Cluster.Tenancy;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Edge.Sip;

namespace RtcCluster.Edge.Calls;

/// <summary>
/// Brings the numbered events of one call to its grain: one report at a time, again and again until they are saved. Lives in the call's SIP shard.
/// </summary>
/// <param name="call">The call.</param>
/// <param name="edge">This edge.</param>
/// <param name="shard">Where answers come back to.</param>
/// <param name="grains">The cluster.</param>
/// <param name="mailbox">Knows the call's epoch.</param>
/// <param name="metrics">Where failures are counted.</param>
internal sealed class CallReporter(CallId call, EdgeId edge, SipShard shard, IGrainFactory grains, CallMailbox mailbox, EdgeMetrics metrics)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly EventLog _events = new();
    private readonly BackOff _backOff = new(FirstPause, LongestPause);
    private bool _inFlight;
    private bool _closed;

    /// <summary>Tells those who trace.</summary>
    public required EdgeSpans Spans { get; init; }

    /// <summary>Told when the grain says that this edge owns nothing of the call any more.</summary>
    public required Action Stale { get; init; }

    /// <summary>Told when the grain says that there is no such call.</summary>
    public required Action Gone { get; init; }

    /// <summary>Told when every event is saved.</summary>
    public required Action Emptied { get; init; }

    /// <summary>Whether every event is saved.</summary>
    public bool IsEmpty => _events.IsEmpty;

    /// <summary>Whether reports wait because the call is not offered yet.</summary>
    public bool IsHeld { get; set; }

    /// <summary>Adds an event and sends it as soon as it is its turn.</summary>
    public void Add(LegEvent happened)
    {
        if (!_closed)
        {
            _events.Add(happened);
            Send();
        }
    }

    /// <summary>Remembers an event that changes nothing of the call, for the next report.</summary>
    /// <remarks>
    /// A turn of the grain for each leg every 5 s costs a call of some minutes more than everything that it decides. One each half minute is sent for all that: an edge that owns
    /// nothing of the call any more, or has one that is over, learns it by the answer.
    /// </remarks>
    public void Note(LegEvent happened)
    {
        if (!_closed && _events.Note(happened))
        {
            Send();
        }
    }

    /// <summary>Sends what waits, if nothing is under way.</summary>
    public void Send()
    {
        if (_inFlight || _closed || IsHeld || _events.IsEmpty || mailbox.Epoch == 0)
        {
            return;
        }

        _inFlight = true;
        _ = SendAsync(_events.ToReport(edge, mailbox.Epoch));
    }

    /// <summary>Nobody wants events any more.</summary>
    public void Close()
    {
        _closed = true;
        _events.Clear();
    }

    private async Task SendAsync(LegReport report)
    {
        using var span = Spans.Report(report);
        await PoolThread.Enter();
        try
        {
            ReportReceipt receipt;
            using (TenantScope.Enter(call.Tenant.Value))
            {
                receipt = await grains.GetGrain<ICallGrain>(call.Key).Report(report).ConfigureAwait(false);
            }

            shard.Post(() => Received(receipt));
        }
        catch (Exception e) when (GrainFailure.IsTransient(e))
        {
            metrics.GrainFailed("report");
            shard.Post(Again);
        }
    }

    private void Received(ReportReceipt receipt)
    {
        _inFlight = false;
        if (_closed)
        {
            return;
        }

        switch (receipt.Status)
        {
            case ReportStatus.Accepted:
                mailbox.Know(receipt.Epoch);
                _events.SavedThrough(receipt.SavedThrough);
                _backOff.Reset();
                if (_events.IsEmpty)
                {
                    Emptied();
                }

                Send();
                break;
            case ReportStatus.Gap:
                // What is missing is still in the log, or was saved after all; a pause keeps the two from answering each other without end.
                _events.SavedThrough(receipt.SavedThrough);
                Again();
                break;
            case ReportStatus.Stale:
                Close();
                Stale();
                break;
            case ReportStatus.Gone:
            default:
                Close();
                Gone();
                break;
        }
    }

    private void Again()
    {
        _inFlight = true;
        shard.After(_backOff.Next(), () =>
        {
            _inFlight = false;
            Send();
        });
    }
}
