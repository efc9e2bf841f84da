using System.Globalization;
using RtcCluster.Load.Runner.Telephones;

namespace RtcCluster.Load.Runner.Lab.Ledgers;

/// <summary>The telephones' own account of their calls against the books of the cluster. Knows nothing of how either came about.</summary>
internal sealed class LedgerAccount
{
    /// <summary>What both may differ by: a telephone notes when it hung up, the edge when it heard of it, and the machine is busy.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1.5);

    private readonly List<string> _missing = [];
    private readonly List<string> _duplicates = [];
    private readonly List<string> _wrong = [];
    private readonly List<string> _lost = [];
    private readonly List<double> _errors = [];

    private LedgerAccount()
    {
    }

    /// <summary>Calls that are not in the log.</summary>
    public IReadOnlyList<string> Missing => _missing;

    /// <summary>Calls that are there more than once, or that nobody made.</summary>
    public IReadOnlyList<string> Duplicates => _duplicates;

    /// <summary>Outcome, duration or parties that are not those of the telephones.</summary>
    public IReadOnlyList<string> Wrong => _wrong;

    /// <summary>Calls that did not become what they were to become; the log says so too, or they are among <see cref="Wrong"/>.</summary>
    public IReadOnlyList<string> Lost => _lost;

    /// <summary>By how many seconds the durations of talks differ.</summary>
    public IReadOnlyList<double> Errors => _errors;

    /// <summary>Makes the comparison.</summary>
    /// <param name="attempts">What the telephones saw.</param>
    /// <param name="books">What the cluster tells.</param>
    public static LedgerAccount Of(IReadOnlyCollection<Attempt> attempts, LedgerBooks books)
    {
        var account = new LedgerAccount();
        var entries = books.Entries.ToLookup(static entry => entry.From);
        var legs = books.Legs.ToLookup(static leg => leg.Call);
        var reports = books.Reports.ToDictionary(static report => report.Call);
        foreach (var attempt in attempts.OrderBy(static attempt => attempt.Number, StringComparer.Ordinal))
        {
            account.Compare(attempt, [.. entries[attempt.Number]], legs, reports);
        }

        var ours = attempts.Select(static attempt => attempt.Number).ToHashSet(StringComparer.Ordinal);
        account._duplicates.AddRange(books.Entries.Where(entry => !ours.Contains(entry.From)).Select(static entry => $"{entry.Id}: from {entry.From}, where nobody of ours is"));
        return account;
    }

    private void Compare(Attempt attempt, IReadOnlyList<LoggedEntry> entries, ILookup<string, LoggedLeg> legs, Dictionary<string, LoggedReport> reports)
    {
        if (entries.Count > 1)
        {
            _duplicates.Add($"{Name(attempt)}: {entries.Count} entries, {string.Join(", ", entries.Select(static entry => $"{entry.Id} {entry.Result}"))}");
            return;
        }

        if (entries.Count == 0)
        {
            // Whom the server never took there need be no word of.
            if (!attempt.IsRefused)
            {
                _missing.Add($"{Name(attempt)}: {Ended(attempt)}");
            }

            return;
        }

        var entry = entries[0];
        if (attempt.IsRefused)
        {
            // Somebody may have said yes before the caller's edge died, or the caller was told that it is not there.
            Expect(attempt, entry, entry.Result != "answered" && (entry.AnsweredAt is null || attempt.AnsweredBy is not null), "nobody was answered");
            return;
        }

        if (!IsAsPlanned(attempt))
        {
            _lost.Add($"{Name(attempt)}: {attempt.Trouble ?? Ended(attempt)}; logged as {entry.Result}{(attempt.LostItsEdge ? "; its edge was killed" : "")}");
        }

        Expect(attempt, entry, entry.EndedAt is not null, "it is over");
        Expect(attempt, entry, entry.To == attempt.Dialled, $"{attempt.Dialled} was dialled");
        Outcome(attempt, entry);
        if (IsAsPlanned(attempt) && reports.TryGetValue(entry.Id, out var report))
        {
            Parties(attempt, entry, [.. legs[entry.Id]], report);
            Times(attempt, entry);
        }
        else if (IsAsPlanned(attempt))
        {
            _missing.Add($"{Name(attempt)}: {entry.Id} is in no report");
        }
    }

    /// <summary>Whether a call became what it was to become, as its telephones saw it.</summary>
    public static bool IsAsPlanned(Attempt attempt) => attempt.Trouble is null && attempt.Plan.Kind switch
    {
        CallKind.Answered or CallKind.Served or CallKind.Transferred or CallKind.Abandoned => attempt is { IsUp: true, HungUpAt: not null },
        CallKind.Cancelled => attempt.HungUpAt is not null && attempt.End is { Code: 487 or 0 },
        CallKind.Busy => attempt.End is { By: CallEndBy.Server, Code: 486 },
        _ => attempt.End is { By: CallEndBy.Server, Code: 480 } && attempt.Rung.IsCompleted,
    };

    private void Outcome(Attempt attempt, LoggedEntry entry)
    {
        var expected = !IsAsPlanned(attempt) ? null : attempt.Plan.Kind switch
        {
            CallKind.Cancelled or CallKind.Abandoned => "cancelled",
            CallKind.Busy => "busy",
            CallKind.NoAnswer => "noAnswer",
            _ => "answered",
        };
        if (expected is not null)
        {
            Expect(attempt, entry, entry.Result == expected, expected);
            Expect(attempt, entry, entry.HangupBy == (attempt.HungUpBy.Length > 0 ? attempt.HungUpBy : "system"), $"hung up by {attempt.HungUpBy}");
        }
        else
        {
            // Of a call that was torn the log must not tell that all went well: nobody talks longer than the telephones did, and who was not answered was not.
            Expect(attempt, entry, attempt.AnsweredBy is not null || attempt.IsUp || entry.AnsweredAt is null, "nobody answered");
        }
    }

    private void Parties(Attempt attempt, LoggedEntry entry, List<LoggedLeg> legs, LoggedReport report)
    {
        var answered = legs.Where(static leg => leg is { Role: not ("caller" or "Caller"), AnsweredAt: not null }).Select(static leg => leg.User).ToList();
        List<string?> expected = [.. new[] { attempt.AnsweredBy, attempt.Reached.IsCompletedSuccessfully ? attempt.Target?.User : null }.Where(static user => user is not null)];
        Expect(attempt, entry, answered.SequenceEqual(expected), $"answered by {string.Join(", ", expected)} (its legs: {string.Join(", ", answered)})");
        Expect(attempt, entry, legs.TrueForAll(static leg => leg.EndedAt is not null), "every leg is over");
        if (attempt.Plan.Kind == CallKind.Transferred)
        {
            var done = report.Transfers.Count == 1 && report.Transfers[0] is { Completed: true } only && only.By == attempt.AnsweredBy && only.ToUser == attempt.Target!.User;
            Expect(attempt, entry, done && entry.Transfers == 1, $"sent on once, from {attempt.AnsweredBy} to {attempt.Target!.User}");
        }

        if (attempt.Plan.Kind is CallKind.Served or CallKind.Abandoned)
        {
            var outcome = attempt.Plan.Kind == CallKind.Served ? "answered" : "abandoned";
            var right = report.Visits.Count == 1 && string.Equals(report.Visits[0].Outcome, outcome, StringComparison.OrdinalIgnoreCase) && report.Visits[0].Agent == attempt.AnsweredBy;
            Expect(attempt, entry, right, $"one visit, {outcome}, agent {attempt.AnsweredBy ?? "none"} (it has {string.Join(", ", report.Visits.Select(static visit => $"{visit.Outcome} {visit.Agent}"))})");
        }
    }

    private void Times(Attempt attempt, LoggedEntry entry)
    {
        // Of whose edge died the edge that heard the hang-up may have died too.
        if (attempt.HungUpAt is not { } hungUp || entry.EndedAt is not { } ended || attempt.LostItsEdge)
        {
            return;
        }

        // An agent who hangs up before the queue, whose silo has died, could say that the caller is theirs has talked with nobody: the two were connected and parted in one moment.
        var parted = attempt.Plan.Kind == CallKind.Served && entry.AnsweredAt > hungUp ? entry.AnsweredAt.Value : hungUp;
        Expect(attempt, entry, (ended - parted).Duration() <= Tolerance, string.Create(CultureInfo.InvariantCulture, $"hung up at {hungUp:HH:mm:ss.fff}, logged {(ended - hungUp).TotalSeconds:0.00} s later"));
        if (attempt.Plan.Kind is CallKind.Answered or CallKind.Transferred && attempt.AnsweredAt is { } answered)
        {
            var error = entry.TalkSeconds - (hungUp - answered).TotalSeconds;
            _errors.Add(Math.Abs(error));
            Expect(attempt, entry, Math.Abs(error) <= Tolerance.TotalSeconds, string.Create(CultureInfo.InvariantCulture, $"talked {(hungUp - answered).TotalSeconds:0.00} s, logged {entry.TalkSeconds:0.00} s"));
        }
    }

    private void Expect(Attempt attempt, LoggedEntry entry, bool holds, string what)
    {
        if (!holds)
        {
            _wrong.Add($"{Name(attempt)}: {what}; {entry.Id} is {entry.Result}, by {entry.HangupBy}, code {entry.SipCode}{(attempt.LostItsEdge ? "; its edge was killed" : "")}");
        }
    }

    private static string Name(Attempt attempt) => $"{attempt.Plan.Kind} {attempt.Number} > {attempt.Dialled}";

    private static string Ended(Attempt attempt) => attempt.End is { } end ? $"ended by {end.By}, code {end.Code}" : "not ended";
}
