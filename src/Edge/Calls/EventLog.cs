using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Edge.Calls;

/// <summary>The numbered events of one call that its grain has not saved yet; used by one thread.</summary>
internal sealed class EventLog
{
    /// <summary>Events in one report: a burst of digits and quality of many legs stays one small message.</summary>
    private const int MaxPerReport = 50;

    private readonly Queue<LegEvent> _events = new();
    private int _savedThrough;

    /// <summary>Whether every event is saved.</summary>
    public bool IsEmpty => _events.Count == 0;

    /// <summary>Adds an event; its number is one more than that of the event before.</summary>
    public void Add(LegEvent happened) => _events.Enqueue(happened);

    /// <summary>The report of what is not saved, from the oldest on.</summary>
    public LegReport ToReport(EdgeId edge, long epoch) =>
        new(edge, epoch, _savedThrough + 1, [.. _events.Take(MaxPerReport)]);

    /// <summary>The grain saved events: they are forgotten. A number that was never given out changes nothing.</summary>
    public void SavedThrough(int number)
    {
        while (_savedThrough < number && _events.TryDequeue(out _))
        {
            _savedThrough++;
        }
    }

    /// <summary>Nobody wants them any more.</summary>
    public void Clear()
    {
        _savedThrough += _events.Count;
        _events.Clear();
    }
}
