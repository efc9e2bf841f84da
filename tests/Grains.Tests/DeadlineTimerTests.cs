namespace RtcCluster.Grains.Tests;

public sealed class DeadlineTimerTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(0.2, 1)]
    [InlineData(1, 1)]
    [InlineData(999.0001, 1000)]
    [InlineData(60 * 86_400_000.0, 30 * 86_400_000.0)]
    public void ATimerWaitsWholeMilliseconds_NoneTooFew_AndNoMoreThanATimerTakes(double milliseconds, double waits) =>
        Assert.Equal(TimeSpan.FromMilliseconds(waits), DeadlineTimer.Until(Now + TimeSpan.FromTicks((long)(milliseconds * TimeSpan.TicksPerMillisecond)), Now));
}
