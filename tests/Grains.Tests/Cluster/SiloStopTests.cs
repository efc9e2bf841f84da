using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.TestKit.Waiting;
using static RtcCluster.Grains.Tests.Calls.CallScript;

namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>A silo stops in the ordinary way while calls live in it. The house is the test's own: it has two.</summary>
public sealed class SiloStopTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task ACallThatRings_ComesToLifeElsewhere_BeforeAnybodyAsksForIt_AndKeepsItsDeadline()
    {
        await using var house = new GrainHouse();
        await house.InitializeAsync();
        var second = await house.AddSiloAsync("second");
        await house.Register(2, house.A);
        var management = house.Grains.GetGrain<IManagementGrain>(0);
        CallId call;
        do
        {
            call = house.NewCall();
            await house.Call(call).Offer(house.Offer(house.A));
        }
        while (await management.GetActivationAddress(house.Call(call), TestContext.Current.CancellationToken) is { } silo && !silo.Equals(second.Address));

        await house.A.Until(call, "invite 2");
        await house.A.Report(house.Grains, call, new LegRinging(Leg(2), house.Time.GetUtcNow(), 180));
        await house.A.Until(call, "progress");
        await second.StopAsync();

        await Eventually.GetAsync("the call in the other silo", Patience, () => management.GetActivationAddress(house.Call(call), TestContext.Current.CancellationToken).AsTask(), silo => silo is not null);
        house.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Contains("end 2 RingTimeout", await house.A.Until(call, "close 1"));
    }
}
