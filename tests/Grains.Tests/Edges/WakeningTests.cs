using Microsoft.Extensions.Time.Testing;
using RtcCluster.Contracts.Ids;
using RtcCluster.Grains.Edges;

namespace RtcCluster.Grains.Tests.Edges;

public sealed class WakeningTests
{
    private static readonly CallId One = new(new TenantId("demo"), "one");
    private static readonly CallId Two = new(new TenantId("demo"), "two");
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void WhoDoesNotAnswer_IsAskedAlone_MoreAndMoreSeldom()
    {
        var wakening = new Wakening(_time);
        Assert.False(wakening.IsDue);
        wakening.All();
        Assert.Equal([One, Two], wakening.Begin(new HashSet<CallId> { One, Two }).OrderBy(call => call.Key, StringComparer.Ordinal));
        wakening.Silent(Two);

        foreach (var seconds in new[] { 0.5, 1, 2, 4, 8, 16, 30, 30 })
        {
            _time.Advance(TimeSpan.FromSeconds(seconds - 0.1));
            Assert.False(wakening.IsDue);
            _time.Advance(TimeSpan.FromSeconds(0.1));
            Assert.True(wakening.IsDue);
            Assert.Equal([Two], wakening.Begin(new HashSet<CallId> { One, Two }));
            wakening.Silent(Two);
        }
    }

    [Fact]
    public void AnotherLostSilo_WakesAllAtOnce_AndWhatIsOverIsAskedNoMore()
    {
        var wakening = new Wakening(_time);
        wakening.All();
        wakening.Begin(new HashSet<CallId> { One, Two });
        wakening.Silent(Two);

        wakening.All();
        Assert.True(wakening.IsDue);
        Assert.Equal(2, wakening.Begin(new HashSet<CallId> { One, Two }).Length);
        wakening.Silent(Two);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(wakening.Begin(new HashSet<CallId> { One }));
        Assert.False(wakening.IsDue);
    }
}
