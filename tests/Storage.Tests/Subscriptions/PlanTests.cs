using RtcCluster.Storage.Subscriptions;

namespace RtcCluster.Storage.Tests.Subscriptions;

public sealed class PlanTests
{
    [Fact]
    public void PlansAreReadAsTheyAreWritten()
    {
        Assert.True(Plan.TryReadAll("basic; pro seats=50 fee=9000000 minute=4000 features=backup,fax ;", out var plans, out _));

        Assert.Equal(["basic 0 0 0 ", "pro 50 9000000 4000 backup,fax"], plans.Select(plan => $"{plan.Name} {plan.Seats} {plan.Fee} {plan.Minute} {string.Join(',', plan.Features)}"));
    }

    [Theory]
    [InlineData("seats=5")]
    [InlineData("pro seats=-1")]
    [InlineData("pro seats")]
    [InlineData("pro price=5")]
    [InlineData("pro fee=1000000000001")]
    [InlineData("pro; pro seats=1")]
    public void NonsenseIsRefused(string text)
    {
        Assert.False(Plan.TryReadAll(text, out _, out var problem));
        Assert.NotEmpty(problem);
    }
}
