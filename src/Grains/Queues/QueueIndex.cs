using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;

namespace RtcCluster.Grains.Queues;

/// <summary>What makes a queue fast and is derived from its state: orders and look-ups. Built anew from the state it is the same.</summary>
internal sealed class QueueIndex
{
    private static readonly Comparer<QueueSeat> ByRank = Comparer<QueueSeat>.Create((a, b) => a.Rank.CompareTo(b.Rank));
    private readonly QueueState _state;
    private readonly SortedSet<(DateTimeOffset At, DueKey What)> _due;

    /// <summary>Builds the index.</summary>
    public QueueIndex(QueueState state)
    {
        _state = state;
        _due = [.. state.Due.Select(due => (due.Value, due.Key))];
        SeatOf = state.Seats.Values.ToDictionary(seat => seat.Agent);
        foreach (var seat in state.Seats.Values.Where(seat => seat.Slot is not null))
        {
            OfferedTo[seat.Slot!.Offer] = seat;
        }

        foreach (var caller in state.Callers.Values)
        {
            ByCall[caller.Call] = caller;
        }

        Rank();
        Place();
    }

    /// <summary>Who waits or is offered, the next first.</summary>
    public SortedSet<PlaceKey> Waiting { get; } = [];

    /// <summary>Agents who can be offered a caller, by rank.</summary>
    public SortedSet<QueueSeat> Free { get; private set; } = new(ByRank);

    /// <summary>Agents who are logged in and not paused.</summary>
    public int Working { get; private set; }

    /// <summary>Agents who are logged in.</summary>
    public int LoggedIn { get; private set; }

    /// <summary>The caller of a call.</summary>
    public Dictionary<CallId, QueueCaller> ByCall { get; } = [];

    /// <summary>The seat of an agent.</summary>
    public Dictionary<UserId, QueueSeat> SeatOf { get; }

    /// <summary>The seat that has an offer.</summary>
    public Dictionary<long, QueueSeat> OfferedTo { get; } = [];

    /// <summary>Agents who fit the caller that is being looked at; of use within one choice only.</summary>
    public List<SeatScore> Fitting { get; } = [];

    /// <summary>The next moment that something is due; null when nothing is.</summary>
    public DateTimeOffset? NextDeadline => _due.Count == 0 ? null : _due.Min.At;

    /// <summary>Counts the members' places anew: members or their order have changed.</summary>
    public void Rank()
    {
        var rank = 0;
        foreach (var seat in _state.Seats.Values.OrderBy(seat => seat.Order).ThenBy(seat => seat.Agent.Key, StringComparer.Ordinal))
        {
            seat.Rank = rank++;
        }

        Free = new SortedSet<QueueSeat>(_state.Seats.Values.Where(seat => seat.CanBeOffered), ByRank);
        Working = _state.Seats.Values.Count(IsWorking);
        LoggedIn = _state.Seats.Values.Count(IsLoggedIn);
    }

    /// <summary>Puts everybody into place anew: what priority is worth has changed.</summary>
    public void Place()
    {
        Waiting.Clear();
        foreach (var caller in _state.Callers.Values.Where(caller => caller.Phase is QueuePhase.Waiting or QueuePhase.Offered))
        {
            Waiting.Add(PlaceKey.Of(caller, _state.Rules.AgeingStep));
        }
    }

    /// <summary>Changes a seat, and what is derived of it.</summary>
    public void Change(QueueSeat seat, Action<QueueSeat> change)
    {
        var (worked, loggedIn, offer) = (IsWorking(seat), IsLoggedIn(seat), seat.Slot?.Offer);
        change(seat);
        Working += (IsWorking(seat) ? 1 : 0) - (worked ? 1 : 0);
        LoggedIn += (IsLoggedIn(seat) ? 1 : 0) - (loggedIn ? 1 : 0);
        if (seat.CanBeOffered)
        {
            Free.Add(seat);
        }
        else
        {
            Free.Remove(seat);
        }

        if (seat.Slot?.Offer != offer)
        {
            if (offer is { } old)
            {
                OfferedTo.Remove(old);
            }

            if (seat.Slot is { } slot)
            {
                OfferedTo[slot.Offer] = seat;
            }
        }
    }

    /// <summary>Whether a deadline is set.</summary>
    public bool IsReminded(DueKind kind, long of) => _state.Due.ContainsKey(new DueKey(kind, of));

    /// <summary>Sets or takes away a deadline.</summary>
    public void Remind(DueKind kind, long of, DateTimeOffset? at)
    {
        var key = new DueKey(kind, of);
        if (_state.Due.Remove(key, out var before))
        {
            _due.Remove((before, key));
        }

        if (at is { } due)
        {
            _state.Due.Add(key, due);
            _due.Add((due, key));
        }
    }

    /// <summary>Takes out the next thing that is due.</summary>
    public bool TryTakeDue(DateTimeOffset now, out DueKey due)
    {
        due = default;
        if (_due.Count == 0 || _due.Min.At > now)
        {
            return false;
        }

        due = _due.Min.What;
        Remind(due.Kind, due.Of, null);
        return true;
    }

    private static bool IsLoggedIn(QueueSeat seat) => seat.Serves && seat.Status != Contracts.Agents.AgentStatus.LoggedOut;

    private static bool IsWorking(QueueSeat seat) => IsLoggedIn(seat) && seat.Status != Contracts.Agents.AgentStatus.Paused;
}
