using RtcCluster.Load.Runner.Hub;

namespace RtcCluster.Load.Runner.CallBacks;

/// <summary>The independent account: what the telephones saw, held against what was promised. Knows nothing of the server but the order of its decisions.</summary>
internal sealed record CallBackVerdict
{
    // An answer that the server has confirmed this long before its end has been written down.
    private static readonly TimeSpan Written = TimeSpan.FromSeconds(1);

    /// <summary>People who pressed 1 and were told that they will be called.</summary>
    public required int Requests { get; init; }

    /// <summary>Of them those who were called and answered an agent.</summary>
    public required int CalledBack { get; init; }

    /// <summary>Of them those who were not.</summary>
    public required int Lost { get; init; }

    /// <summary>Calls to people who had been reached already, or had not asked, or a second one without the server's death between.</summary>
    public required int Duplicates { get; init; }

    /// <summary>People whose key press was on its way when the server died: whether the wish was kept nobody told them.</summary>
    public required int InFlight { get; init; }

    /// <summary>Of them those who were called.</summary>
    public required int InFlightCalled { get; init; }

    /// <summary>Calls back that the server's death cut off, while they rang or were talked on.</summary>
    public required int Cut { get; init; }

    /// <summary>Decisions of the queue that offered a place before one that was kept longer.</summary>
    public required int Inversions { get; init; }

    /// <summary>Places at which an agent's telephone rang although more people were before them than other agents could have been busy with.</summary>
    public required int Overtakings { get; init; }

    /// <summary>Calls that ended by themselves, and calls back to numbers that nobody has.</summary>
    public required int Odd { get; init; }

    /// <summary>Differences between the wait that the queue would have told and the wait that it was.</summary>
    public required IReadOnlyList<TimeSpan> EstimateErrors { get; init; }

    /// <summary>The waits themselves.</summary>
    public required IReadOnlyList<TimeSpan> Waits { get; init; }

    /// <summary>Whether every call back was made, once, in order.</summary>
    public bool Passed => Requests > 0 && CalledBack == Requests && Lost == 0 && Duplicates == 0 && PlaceError == 0 && Odd == 0;

    /// <summary>What broke the order, in decisions and at telephones.</summary>
    public int PlaceError => Inversions + Overtakings;

    /// <summary>Of a run.</summary>
    /// <param name="people">What they saw.</param>
    /// <param name="decisions">The queue's decisions: the place of each offer.</param>
    /// <param name="agents">How many offers may be on their way at once.</param>
    /// <param name="strangers">Calls to numbers that nobody has.</param>
    public static CallBackVerdict Of(IReadOnlyCollection<Person> people, IEnumerable<QueueDecision> decisions, int agents, int strangers)
    {
        var asked = people.Where(static person => person.Wish == Wish.Kept).ToList();
        var unsure = people.Where(static person => person.Wish == Wish.InFlight).ToList();
        // A wish that was on its way and that nobody ever got to was not kept: there was no place.
        var visits = people.SelectMany(static person => person.Visits.Where(visit => person.Wish != Wish.InFlight || visit.OfferedAt is not null || visit.VoidAt is not null)).ToList();
        var taken = visits.Where(static visit => visit is { JoinedAt: not null, TakenAt: not null, Estimate: not null }).ToList();
        return new CallBackVerdict
        {
            Requests = asked.Count,
            CalledBack = asked.Count(IsReached),
            Lost = asked.Count(static person => !IsReached(person)),
            Duplicates = people.Sum(DuplicatesOf),
            InFlight = unsure.Count,
            InFlightCalled = unsure.Count(IsReached),
            Cut = people.Sum(static person => person.Backs.Count(static back => back.CutAt is not null)),
            Inversions = QueueDecision.Inversions(decisions),
            Overtakings = OvertakingsOf(visits, agents),
            Odd = strangers + people.Sum(static person => person.Dropped),
            EstimateErrors = [.. taken.Select(static visit => (WaitOf(visit) - visit.Estimate!.Value).Duration()).Order()],
            Waits = [.. taken.Select(WaitOf).Order()],
        };
    }

    /// <summary>The middle one of sorted times; zero of none.</summary>
    public static TimeSpan Median(IReadOnlyList<TimeSpan> sorted) => sorted.Count == 0 ? TimeSpan.Zero : sorted[sorted.Count / 2];

    private static bool IsReached(Person person) => person.Backs.Any(static back => back.AnsweredAt is not null);

    private static TimeSpan WaitOf(Visit visit) => TimeSpan.FromTicks(visit.TakenAt!.Value - visit.JoinedAt!.Value);

    private static int DuplicatesOf(Person person) => person.Wish == Wish.None
        ? person.Backs.Count
        : person.Backs.Zip(person.Backs.Skip(1)).Count(static pair => !MayBeCalledAgain(pair.First));

    // Only a death of the server makes a second call right: under the ringing, or so soon after the answer that the answer died with it.
    private static bool MayBeCalledAgain(RingBack back) =>
        back.CutAt is { } cut && (back.AnsweredAt is not { } answered || cut - answered < Written.Ticks);

    // Who surely came earlier: let in before the other even dialled. All other agents may have been on their way to somebody who came earlier.
    private static int OvertakingsOf(IReadOnlyList<Visit> visits, int agents) => visits.Count(visit => visit.OfferedAt is { } offered
        && visits.Count(other => other.JoinedAt < visit.DialledAt && !(other.OfferedAt <= offered) && !(other.VoidAt <= offered)) >= agents);
}
