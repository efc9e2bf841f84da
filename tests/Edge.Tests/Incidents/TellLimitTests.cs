using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Incidents;
using Xunit;

namespace RtcCluster.Edge.Tests.Incidents;

public sealed class TellLimitTests
{
    [Fact]
    public void EachCompanyHasItsOwn_EachSecondAnew()
    {
        var limit = new TellLimit(3);
        var (attacked, other) = (new TenantId("attacked"), new TenantId("other"));

        Assert.Equal([true, true, true, false, false], Enumerable.Range(0, 5).Select(_ => limit.MayTell(attacked, 0)));
        Assert.True(limit.MayTell(other, 0));
        Assert.False(limit.MayTell(attacked, TimeSpan.TicksPerSecond - 1));
        Assert.True(limit.MayTell(attacked, TimeSpan.TicksPerSecond));
    }
}
