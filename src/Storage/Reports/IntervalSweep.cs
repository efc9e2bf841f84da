using System.Runtime.CompilerServices;

namespace RtcCluster.Storage.Reports;

/// <summary>Goes through intervals and what happened in them, both in order of time. In memory is one interval and what reaches beyond it.</summary>
internal sealed class IntervalSweep<TTally>(ReportCalendar calendar, DateTimeOffset from, DateTimeOffset until)
    where TTally : new()
{
    private readonly SortedDictionary<string, TTally> _tallies = new(StringComparer.Ordinal);
    private readonly List<Occurrence<TTally>> _lasting = [];
    private Slot _slot = new(calendar.StartOf(from), calendar.EndOf(calendar.StartOf(from)));

    /// <summary>The first moment of the report.</summary>
    public DateTimeOffset From => _slot.Start;

    /// <summary>Adds up occurrences, which come in order of their beginning.</summary>
    public async IAsyncEnumerable<(Slot Slot, string Key, TTally Tally)> RunAsync(
        IAsyncEnumerable<Occurrence<TTally>> occurrences, [EnumeratorCancellation] CancellationToken ct)
    {
        var first = _slot.Start;
        await foreach (var happened in occurrences.WithCancellation(ct).ConfigureAwait(false))
        {
            while (happened.Start >= _slot.End && _slot.Start < until)
            {
                foreach (var row in Close())
                {
                    yield return row;
                }

                Next(happened.Start);
            }

            if (_slot.Start >= until)
            {
                yield break;
            }

            if (happened.Start >= first)
            {
                happened.Count(Of(happened.Key));
            }

            Add(happened);
        }

        while (_slot.Start < until && (_tallies.Count > 0 || _lasting.Count > 0))
        {
            foreach (var row in Close())
            {
                yield return row;
            }

            Next(_slot.End);
        }
    }

    private List<(Slot Slot, string Key, TTally Tally)> Close()
    {
        var rows = _tallies.Select(pair => (_slot, pair.Key, pair.Value)).ToList();
        _tallies.Clear();
        return rows;
    }

    // With nothing that lasts there is nothing to tell until the next thing happens.
    private void Next(DateTimeOffset happens)
    {
        var start = _lasting.Count > 0 ? _slot.End : calendar.StartOf(happens);
        _slot = new Slot(start, calendar.EndOf(start));
        if (start >= until)
        {
            return;
        }

        var lasting = _lasting.ToArray();
        _lasting.Clear();
        foreach (var occurrence in lasting)
        {
            Add(occurrence);
        }
    }

    private void Add(Occurrence<TTally> occurrence)
    {
        if (occurrence.End > _slot.Start && occurrence.End > occurrence.Start)
        {
            occurrence.Share(Of(occurrence.Key), _slot);
        }

        if (occurrence.End > _slot.End)
        {
            _lasting.Add(occurrence);
        }
    }

    private TTally Of(string key)
    {
        if (!_tallies.TryGetValue(key, out var tally))
        {
            _tallies.Add(key, tally = new TTally());
        }

        return tally;
    }
}
