namespace RtcCluster.Sip.Timers;

/// <summary>The timers of one agent: a 4-ary heap whose entries know their place, so that re-arming one of many thousands costs a few compares.</summary>
internal sealed class TimerQueue
{
    private const int Arity = 4;
    private SipTimer[] _heap = new SipTimer[64];

    /// <summary>How many timers run.</summary>
    public int Count { get; private set; }

    /// <summary>When the earliest is due, <see cref="long.MaxValue"/> when none runs.</summary>
    public long Deadline => Count == 0 ? long.MaxValue : _heap[0].Due;

    /// <summary>Starts or moves a timer; <see cref="long.MaxValue"/> stops it.</summary>
    public void Schedule(SipTimer timer, long due)
    {
        if (due == long.MaxValue)
        {
            Cancel(timer);
            return;
        }

        if (!timer.IsScheduled)
        {
            if (Count == _heap.Length)
            {
                Array.Resize(ref _heap, Count * 2);
            }

            timer.Due = due;
            Place(Count, timer);
            Count++;
            Up(timer.Slot);
            return;
        }

        var earlier = due < timer.Due;
        timer.Due = due;
        if (earlier)
        {
            Up(timer.Slot);
        }
        else
        {
            Down(timer.Slot);
        }
    }

    /// <summary>Stops a timer; one that does not run is left alone.</summary>
    public void Cancel(SipTimer timer)
    {
        if (!timer.IsScheduled)
        {
            return;
        }

        var slot = timer.Slot;
        timer.Slot = -1;
        Count--;
        var last = _heap[Count];
        _heap[Count] = null!;
        if (slot == Count)
        {
            return;
        }

        Place(slot, last);
        Up(slot);
        Down(last.Slot);
    }

    /// <summary>Takes the earliest timer that is due at <paramref name="now"/>.</summary>
    public bool TryTake(long now, out SipTimer timer)
    {
        if (Count == 0 || _heap[0].Due > now)
        {
            timer = null!;
            return false;
        }

        timer = _heap[0];
        Cancel(timer);
        return true;
    }

    private void Place(int slot, SipTimer timer)
    {
        _heap[slot] = timer;
        timer.Slot = slot;
    }

    private void Up(int slot)
    {
        var timer = _heap[slot];
        while (slot > 0)
        {
            var parent = (slot - 1) / Arity;
            if (_heap[parent].Due <= timer.Due)
            {
                break;
            }

            Place(slot, _heap[parent]);
            slot = parent;
        }

        Place(slot, timer);
    }

    private void Down(int slot)
    {
        var timer = _heap[slot];
        while (true)
        {
            var first = (slot * Arity) + 1;
            if (first >= Count)
            {
                break;
            }

            var least = first;
            var end = Math.Min(first + Arity, Count);
            for (var child = first + 1; child < end; child++)
            {
                if (_heap[child].Due < _heap[least].Due)
                {
                    least = child;
                }
            }

            if (_heap[least].Due >= timer.Due)
            {
                break;
            }

            Place(slot, _heap[least]);
            slot = least;
        }

        Place(slot, timer);
    }
}
