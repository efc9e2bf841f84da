using RtcCluster.Load.Runner.Telephones;

namespace RtcCluster.Load.Runner.CallBacks;

/// <summary>Everything that one person saw.</summary>
/// <param name="number">The telephone number.</param>
/// <param name="takes">Whether the person presses 1.</param>
internal sealed class Person(string number, bool takes)
{
    private readonly Lock _gate = new();
    private readonly List<RingBack> _backs = [];
    private readonly List<Visit> _visits = [];
    private TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The telephone number.</summary>
    public string Number => number;

    /// <summary>Whether the person presses 1.</summary>
    public bool Takes => takes;

    /// <summary>The call on which the person waits or talks; null: none.</summary>
    public SipCall? OnTheLine { get; set; }

    /// <summary>Whether a call back was asked for.</summary>
    public Wish Wish { get; set; }

    /// <summary>Calls that were refused.</summary>
    public int Refusals { get; set; }

    /// <summary>Calls that ended by themselves: neither served, nor asked for a call back, nor cut with the server.</summary>
    public int Dropped { get; set; }

    /// <summary>The calls to the queue, in order.</summary>
    public IReadOnlyList<Visit> Visits => Copy(_visits);

    /// <summary>The last of them; null before the first.</summary>
    public Visit? Visit => Visits is [.., var last] ? last : null;

    /// <summary>The calls back, in order.</summary>
    public IReadOnlyList<RingBack> Backs => Copy(_backs);

    /// <summary>Whether the person has talked with an agent, on the line or called back.</summary>
    public bool IsServed => Visit is { Talked: true } || Backs.Any(static back => back.AnsweredAt is not null);

    /// <summary>The person answers a call back; another task for each.</summary>
    public Task AnswersBack
    {
        get
        {
            lock (_gate)
            {
                return _answered.Task;
            }
        }
    }

    /// <summary>The person dials.</summary>
    public void Dials(Visit visit)
    {
        lock (_gate)
        {
            _visits.Add(visit);
        }
    }

    /// <summary>Somebody calls back.</summary>
    public RingBack Rings()
    {
        lock (_gate)
        {
            var back = new RingBack();
            _backs.Add(back);
            return back;
        }
    }

    /// <summary>The person has answered.</summary>
    public void Answers(RingBack back)
    {
        lock (_gate)
        {
            back.AnsweredAt = PhoneClock.Now;
            _answered.TrySetResult();
        }
    }

    /// <summary>That call back is over.</summary>
    public void EndsBack()
    {
        lock (_gate)
        {
            _answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private IReadOnlyList<T> Copy<T>(List<T> list)
    {
        lock (_gate)
        {
            return [.. list];
        }
    }
}
