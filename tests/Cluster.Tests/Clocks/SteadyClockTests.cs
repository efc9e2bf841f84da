using RtcCluster.Cluster.Clocks;

namespace RtcCluster.Cluster.Tests.Clocks;

public sealed class SteadyClockTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly TwoClocks _system = new();
    private readonly SteadyClock _clock;

    public SteadyClockTests() => _clock = new SteadyClock(_system);

    [Fact]
    public void WithoutAJump_ItSaysWhatTheSystemSays()
    {
        for (var second = 0; second < 100; second++)
        {
            _system.Pass(TimeSpan.FromSeconds(0.73));
            Assert.Equal(_system.Utc, _clock.GetUtcNow());
        }

        Assert.Equal(TimeSpan.Zero, _clock.Ahead);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void AnHour_ForwardOrBack_IsMadeGoodInTenHours_AndTimeNeverRunsBack(int sign)
    {
        Seconds(10);
        var before = _clock.GetUtcNow();

        _system.Jump(sign * Hour);
        Assert.Equal(before, _clock.GetUtcNow());
        var minute = Seconds(60);
        Assert.InRange(minute.TotalSeconds, 60 - 6.01, 60 + 6.01);
        Assert.Equal(3594, sign * _clock.Ahead.TotalSeconds, 0.2);

        Seconds(10 * 3600);
        Assert.Equal(TimeSpan.Zero, _clock.Ahead);
        Assert.Equal(_system.Utc, _clock.GetUtcNow());
    }

    [Fact]
    public void AJumpThatIsTakenBack_LeavesNearlyNothing()
    {
        Seconds(10);
        _system.Jump(Hour);
        Seconds(30);
        _system.Jump(-Hour);

        Assert.Equal(-3, _clock.Ahead.TotalSeconds, 0.2);
        Seconds(31);
        Assert.Equal(TimeSpan.Zero, _clock.Ahead);
    }

    [Theory]
    [InlineData(20000)]
    [InlineData(-20000)]
    public void ADifferenceOfMoreThanTwoHours_IsTakenAtOnce(int days)
    {
        Seconds(10);
        _system.Jump(TimeSpan.FromDays(days) / 100);
        _system.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(_system.Utc, _clock.GetUtcNow());
    }

    [Fact]
    public void WhoDidNotAskForLong_TakesNoMoreThanTheDifference()
    {
        Seconds(1);
        _system.Jump(TimeSpan.FromSeconds(2));
        Seconds(1);
        _system.Pass(Hour);
        Assert.Equal(_system.Utc, _clock.GetUtcNow());
    }

    // What passed by the clock meanwhile.
    private TimeSpan Seconds(int seconds)
    {
        var begun = _clock.GetUtcNow();
        var last = begun;
        for (var second = 0; second < seconds; second++)
        {
            _system.Pass(TimeSpan.FromSeconds(1));
            var now = _clock.GetUtcNow();
            Assert.True(now > last, $"{now:O} came after {last:O}");
            last = now;
        }

        return last - begun;
    }

    private sealed class TwoClocks : TimeProvider
    {
        private long _timestamp = 1_000_000;

        public DateTimeOffset Utc { get; private set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Jump(TimeSpan by) => Utc += by;

        public void Pass(TimeSpan time)
        {
            Utc += time;
            _timestamp += time.Ticks;
        }

        public override DateTimeOffset GetUtcNow() => Utc;

        public override long GetTimestamp() => _timestamp;
    }
}
