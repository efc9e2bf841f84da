using RtcCluster.Cluster.Tenancy;
using RtcCluster.Cluster.Tests.Grains;
using RtcCluster.Cluster.Tests.Membership;

namespace RtcCluster.Cluster.Tests.Tenancy;

public sealed class TenantFilterTests(TwoMembers members) : IClassFixture<TwoMembers>
{
    private IGrainFactory Grains => members.Core.Grains;

    [Fact]
    public async Task PassesACall_WithinItsTenant()
    {
        using var scope = TenantScope.Enter("demo");

        Assert.Equal("demo", await Relay("demo/a").Tenant());
    }

    [Theory]
    [InlineData("other/a")]
    [InlineData("demo2/a")]
    [InlineData("dem/a")]
    [InlineData("DEMO/a")]
    public async Task RefusesACall_ThatNamesAnotherTenant(string key)
    {
        using var counted = new CounterWatch("rtc.tenant.mismatches");
        using var scope = TenantScope.Enter("demo");

        var refused = await Assert.ThrowsAsync<TenantMismatchException>(() => Relay(key).Tenant());

        Assert.Equal("demo", refused.Caller);
        Assert.Equal(key, refused.Target.Key.ToString());
        Assert.Equal(1, counted.Total);
    }

    [Fact]
    public async Task RefusesAcrossSilos()
    {
        using var scope = TenantScope.Enter("demo");

        await Assert.ThrowsAsync<TenantMismatchException>(() => members.Edge.Grains.GetGrain<IRelayGrain>("other/a").Tenant());
    }

    [Fact]
    public async Task RefusesAGrain_ThatCallsIntoAnotherTenant_EvenWithoutAContext() =>
        await Assert.ThrowsAsync<TenantMismatchException>(() => Relay("demo/a").TenantOfNext("other/b"));

    [Fact]
    public async Task RefusesAGrain_ThatCallsIntoAnotherTenant_InATurnThatNobodyBegan()
    {
        await Assert.ThrowsAsync<TenantMismatchException>(() => Relay("demo/a").TenantOfNextForgotten("other/b"));
        Assert.Equal("demo", await Relay("demo/a").TenantOfNextForgotten("demo/b"));
    }

    [Fact]
    public async Task BindsACallWithoutTenant_ToTheTenantOfItsGrain()
    {
        Assert.Equal("demo", await Relay("demo/a").Tenant());
        Assert.Equal("demo", await Relay("demo/a").TenantOfNext("demo/b"));
        Assert.Null(TenantScope.Current);
    }

    [Fact]
    public async Task LetsEverybodyCallASystemGrain_AndASystemGrainCallEverybody()
    {
        using (TenantScope.Enter("demo"))
        {
            Assert.Equal("demo", await Relay("system").Tenant());
        }

        Assert.Equal("other", await Relay("system").TenantOfNext("other/a"));
    }

    [Fact]
    public async Task KeepsTheTenant_ThroughASystemGrain()
    {
        using var scope = TenantScope.Enter("demo");

        await Assert.ThrowsAsync<TenantMismatchException>(() => Relay("system").TenantOfNext("other/a"));
    }

    [Fact]
    public void PutsTheTenantBefore_BackWhenAScopeEnds()
    {
        using (TenantScope.Enter("a"))
        {
            using (TenantScope.Enter("b"))
            {
                Assert.Equal("b", TenantScope.Current);
            }

            Assert.Equal("a", TenantScope.Current);
        }

        Assert.Null(TenantScope.Current);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    public void RefusesANameThatIsNoTenant(string tenant) => Assert.ThrowsAny<ArgumentException>(() => TenantScope.Enter(tenant));

    [Theory]
    [InlineData("demo/1001", "demo")]
    [InlineData("demo/a/b", "demo")]
    [InlineData("127.0.0.1:11111@1", null)]
    [InlineData("/a", null)]
    [InlineData("a", null)]
    public void ReadsTheTenantFromAKey(string key, string? tenant) => Assert.Equal(tenant, TenantScope.Of(GrainId.Create("relay", key)));

    private IRelayGrain Relay(string key) => Grains.GetGrain<IRelayGrain>(key);
}
