using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Grains.Pins;

namespace RtcCluster.Grains.Tests.Pins;

/// <summary>How many wrong PINs a caller may give.</summary>
public sealed class PinTallyTests
{
    private static readonly TenantId Tenant = new("demo");
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 9, 0, 0, TimeSpan.Zero);
    private readonly PinTally _tally = new();

    [Fact]
    public void TheTenthWithinAnHour_BarsTheCaller_UntilTheHourIsOver()
    {
        var caller = new Party("+573001234567", "Somebody", null, new TrunkId(Tenant, "carrier"));
        for (var minute = 0; minute < 9; minute++)
        {
            Assert.False(_tally.Count(caller, Now.AddMinutes(minute)));
        }

        Assert.False(_tally.IsBarred(caller, Now.AddMinutes(9)));
        Assert.True(_tally.Count(caller, Now.AddMinutes(9)));
        Assert.True(_tally.IsBarred(caller with { Name = "Somebody else" }, Now.AddMinutes(59)));
        Assert.False(_tally.IsBarred(caller, Now.AddMinutes(60)));
        Assert.True(_tally.Count(caller, Now.AddMinutes(60)));
    }

    [Fact]
    public void WhoShowsAnotherNumberEachTime_IsBarredWithAllWhoComeByThatTrunk()
    {
        var trunk = new TrunkId(Tenant, "carrier");
        for (var wrong = 1; wrong < PinTally.MostOfStrangers; wrong++)
        {
            Assert.False(_tally.Count(new Party($"+5730012345{wrong:00}", Trunk: trunk), Now));
        }

        Assert.False(_tally.IsBarred(new Party("+573009999999", Trunk: trunk), Now));
        Assert.True(_tally.Count(new Party("+573001111111", Trunk: trunk), Now));
        Assert.True(_tally.IsBarred(new Party("+573009999999", Trunk: trunk), Now));
        Assert.False(_tally.IsBarred(new Party("+573009999999", Trunk: new TrunkId(Tenant, "another")), Now));
        Assert.False(_tally.IsBarred(new Party("1001", User: new UserId(Tenant, "agent1")), Now));
    }

    [Fact]
    public void AUserIsOneCaller_AndTheOthersAreNotBarred()
    {
        var user = new UserId(Tenant, "agent1");
        for (var wrong = 0; wrong < PinTally.Most; wrong++)
        {
            _tally.Count(new Party($"100{wrong}", null, user), Now);
        }

        Assert.True(_tally.IsBarred(new Party("1001", "Agent One", user), Now));
        Assert.False(_tally.IsBarred(new Party("1001"), Now));
        Assert.False(_tally.IsBarred(new Party("1002", null, new UserId(Tenant, "agent2")), Now));
    }
}
