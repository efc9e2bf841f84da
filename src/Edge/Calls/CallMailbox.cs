using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Edge.Calls;

/// <summary>The numbered commands of one call at this edge: which are taken, which epoch they belong to. Any thread.</summary>
internal sealed class CallMailbox
{
    private readonly Lock _lock = new();
    private readonly Queue<CallCommand> _commands = new();
    private long _epoch;
    private int _takenThrough;

    /// <summary>The highest epoch that anybody has named.</summary>
    public long Epoch
    {
        get
        {
            lock (_lock)
            {
                return _epoch;
            }
        }
    }

    /// <summary>The receipt of the offer named an epoch.</summary>
    public void Know(long epoch)
    {
        lock (_lock)
        {
            _epoch = Math.Max(_epoch, epoch);
        }
    }

    /// <summary>Puts the commands in that are not in yet.</summary>
    public ApplyReceipt Take(CallBatch batch)
    {
        lock (_lock)
        {
            if (batch.Epoch < _epoch)
            {
                return new ApplyReceipt(ApplyStatus.StaleEpoch, _takenThrough);
            }

            _epoch = batch.Epoch;
            if (batch.FirstNumber > _takenThrough + 1)
            {
                return new ApplyReceipt(ApplyStatus.Gap, _takenThrough);
            }

            for (var i = _takenThrough + 1 - batch.FirstNumber; i < batch.Commands.Length; i++)
            {
                _commands.Enqueue(batch.Commands[i]);
                _takenThrough++;
            }

            return new ApplyReceipt(ApplyStatus.Taken, _takenThrough);
        }
    }

    /// <summary>Takes the next command to carry out; null when there is none.</summary>
    public CallCommand? Next()
    {
        lock (_lock)
        {
            return _commands.TryDequeue(out var command) ? command : null;
        }
    }

    /// <summary>The INVITE of a leg among the commands that wait; null when there is none.</summary>
    public InviteLeg? PeekInvite(LegId leg)
    {
        lock (_lock)
        {
            return _commands.OfType<InviteLeg>().FirstOrDefault(c => c.Leg == leg);
        }
    }
}
