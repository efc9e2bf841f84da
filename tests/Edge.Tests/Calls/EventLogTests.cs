using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Calls;
using Xunit;

namespace RtcCluster.Edge.Tests.Calls;

public sealed class EventLogTests
{
    private readonly EventLog _log = new();

    [Fact]
    public void EventsAreNumberedWithoutGaps_AndKeptUntilTheyAreSaved()
    {
        Add(3);
        Assert.Equal((1, 3), Report());

        _log.SavedThrough(2);
        Add(1);
        Assert.Equal((3, 2), Report());

        _log.SavedThrough(4);
        Assert.True(_log.IsEmpty);
        Add(1);
        Assert.Equal((5, 1), Report());
    }

    [Fact]
    public void AReportIsBounded_AndTheRestComesLater()
    {
        Add(120);

        Assert.Equal((1, 50), Report());
        _log.SavedThrough(50);
        Assert.Equal((51, 50), Report());
    }

    [Fact]
    public void WhatIsNotedGoesWithTheNextEvent_TheLastOfEachLegAndKind()
    {
        var second = new LegId(2);
        _log.Note(new MediaUp(LegId.First, DateTimeOffset.UnixEpoch));
        _log.Note(Quality(LegId.First, 250));
        _log.Note(Quality(second, 240));
        _log.Note(Quality(LegId.First, 500));
        Assert.True(_log.IsEmpty);

        var digit = new LegDigit(second, DateTimeOffset.UnixEpoch, '1', 80);
        _log.Add(digit);

        var report = _log.ToReport(new EdgeId("e"), 1);
        Assert.Equal<LegEvent>([new MediaUp(LegId.First, DateTimeOffset.UnixEpoch), Quality(LegId.First, 500), Quality(second, 240), digit], report.Events);
        Assert.Equal(1, report.FirstNumber);
        _log.SavedThrough(4);
        Assert.True(_log.IsEmpty);
        Add(1);
        Assert.Equal((5, 1), Report());
    }

    [Fact]
    public void WhatIsNotedGoesByItself_WhenNothingWasReportedForHalfAMinute()
    {
        Assert.False(_log.Note(Quality(LegId.First, 250)));
        Assert.False(_log.Note(Quality(LegId.First, 1_700, 29)));
        Assert.True(_log.Note(Quality(LegId.First, 1_750, 30)));
        Assert.Equal((1, 2), Report());
        _log.SavedThrough(2);

        // Another half minute from the report on.
        Assert.False(_log.Note(Quality(LegId.First, 2_000, 35)));
        Assert.False(_log.Note(Quality(LegId.First, 3_450, 64)));
        Assert.True(_log.Note(Quality(LegId.First, 3_500, 65)));
        Assert.Equal((3, 2), Report());
    }

    [Fact]
    public void NumbersThatWereNeverGivenChangeNothing()
    {
        Add(1);
        _log.SavedThrough(7);
        Add(1);

        Assert.Equal((2, 1), Report());
    }

    private void Add(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _log.Add(new MediaUp(LegId.First, DateTimeOffset.UnixEpoch));
        }
    }

    private static MediaQuality Quality(LegId leg, long received, int second = 0) => new(leg, DateTimeOffset.UnixEpoch.AddSeconds(second), received, 0, 0, null);

    private (int First, int Count) Report()
    {
        var report = _log.ToReport(new EdgeId("e"), 1);
        return (report.FirstNumber, report.Events.Length);
    }
}
