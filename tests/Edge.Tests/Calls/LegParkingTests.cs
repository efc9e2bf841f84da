using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Calls;
using Xunit;

namespace RtcCluster.Edge.Tests.Calls;

public sealed class LegParkingTests
{
    private static readonly NamedLeg Name = new(new CallId(new TenantId("demo"), "c2"), new LegId(2));
    private static readonly ParkedLeg Leg = new(null!, default, false, null, true, false);
    private readonly LegParking _parking = new();
    private readonly List<ParkedLeg?> _found = [];

    [Fact]
    public void WhoeverComesFirst_WaitsForTheOther()
    {
        _parking.Park(Name, Leg);
        Assert.Empty(_found);
        _parking.Take(Name, _found.Add);
        Assert.Equal([Leg], _found);

        _parking.Take(Name, _found.Add);
        Assert.Single(_found);
        _parking.Park(Name, Leg);
        Assert.Equal([Leg, Leg], _found);
        Assert.Equal(0, _parking.Count);
    }

    [Fact]
    public void APartyThatHasLeft_IsFoundToHaveLeft()
    {
        _parking.Park(Name, null);
        _parking.Take(Name, _found.Add);

        Assert.Equal([null], _found);
        Assert.Equal(0, _parking.Count);
    }

    [Fact]
    public void ALegThatIsTakenInTime_IsNotGivenUp()
    {
        _parking.Park(Name, Leg);
        _parking.Take(Name, _found.Add);

        Assert.False(_parking.GiveUp(Name, Leg));
    }

    [Fact]
    public void ALegThatIsGivenUp_IsNotTakenAnyMore()
    {
        _parking.Park(Name, Leg);
        Assert.True(_parking.GiveUp(Name, Leg));

        _parking.Take(Name, _found.Add);
        Assert.Empty(_found);
    }

    [Fact]
    public void ACallThatHasGivenUp_GetsNoLeg()
    {
        Action<ParkedLeg?> found = _found.Add;
        _parking.Take(Name, found);
        Assert.False(_parking.GiveUp(Name, Leg));
        Assert.True(_parking.GiveUp(Name, found));

        _parking.Park(Name, Leg);
        Assert.Empty(_found);
        Assert.True(_parking.GiveUp(Name, Leg));
    }

    [Fact]
    public void LegsAreToldApart()
    {
        _parking.Park(Name, Leg);
        _parking.Take(Name with { Leg = new LegId(3) }, _found.Add);

        Assert.Empty(_found);
        Assert.Equal(2, _parking.Count);
    }
}
