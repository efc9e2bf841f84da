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

    private (int First, int Count) Report()
    {
        var report = _log.ToReport(new EdgeId("e"), 1);
        return (report.FirstNumber, report.Events.Length);
    }
}
