using RtcCluster.Sip.Timers;
using Xunit;

namespace RtcCluster.Sip.Tests.Timers;

public sealed class SipTimersTests
{
    [Fact]
    public void Rfc3261_Table4_DerivedValues()
    {
        var timers = SipTimers.Rfc3261;
        Assert.Equal(TimeSpan.FromSeconds(32), timers.Timeout);
        Assert.Equal((TimeSpan.FromSeconds(32), TimeSpan.Zero), (timers.D(false), timers.D(true)));
        Assert.Equal((TimeSpan.FromSeconds(5), TimeSpan.Zero), (timers.I(false), timers.I(true)));
        Assert.Equal((TimeSpan.FromSeconds(32), TimeSpan.Zero), (timers.J(false), timers.J(true)));
        Assert.Equal((TimeSpan.FromSeconds(5), TimeSpan.Zero), (timers.K(false), timers.K(true)));
        Assert.Equal(TimeSpan.FromSeconds(32), (timers with { T1 = TimeSpan.FromMilliseconds(10) }).D(false));
    }
}
