using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Edge.Calls;

/// <summary>The numbered events of one call that its grain has not saved yet; used by one thread.</summary>
internal sealed class EventLog
{
    /// <summary>Events in one report: a burst of digits and quality of many legs stays one small message.</summary>
    private const int MaxPerReport = 50;

    /// <summary>So long nothing is reported of a leg with sound, which tells its quality every 5 s: an edge that owns nothing of the call any more learns it by the answer.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);

    private readonly Queue<LegEvent> _events = new();
    private Dictionary<(LegId Leg, Type Kind), LegEvent>? _noted;
    private DateTimeOffset? _quietSince;
    private int _savedThrough;

    /// <summary>Whether every event is saved.</summary>
    public bool IsEmpty => _events.Count == 0;

    /// <summary>Adds an event; its number is one more than that of the event before. What was noted comes before it.</summary>
    public void Add(LegEvent happened)
    {
        foreach (var noted in _noted?.Values ?? Enumerable.Empty<LegEvent>())
        {
            _events.Enqueue(noted);
        }

        _noted = null;
        _events.Enqueue(happened);
    }

    /// <summary>Keeps an event that changes nothing of the call until one does; of each leg and kind the last.</summary>
    /// <returns>True when it was added instead, because nothing has been reported for half a minute.</returns>
    public bool Note(LegEvent happened)
    {
        _quietSince ??= happened.At;
        if (happened.At - _quietSince < LongestSilence)
        {
            (_noted ??= [])[(happened.Leg, happened.GetType())] = happened;
            return false;
        }

        Add(happened);
        return true;
    }

    /// <summary>The report of what is not saved, from the oldest on.</summary>
    public LegReport ToReport(EdgeId edge, long epoch)
    {
        _quietSince = null;
        return new(edge, epoch, _savedThrough + 1, [.. _events.Take(MaxPerReport)]);
    }

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
        _noted = null;
        _savedThrough += _events.Count;
        _events.Clear();
    }
}
