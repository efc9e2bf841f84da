using RtcCluster.Interop.Tests.Cluster;

namespace RtcCluster.Interop.Tests.Rest;

[Collection(ClusterCollection.Name)]
public sealed class CallRequestTests(ClusterFixture cluster)
{
    private Uri Web => cluster.Server.Addresses.WebUrl;

    [Fact]
    public async Task ClickToCallWithoutATelephoneSaysSo()
    {
        var (status, problem) = await Http.SendAsync(Web, HttpMethod.Post, "api/v1/calls", await Http.TokenAsync(Web, "supervisor@demo.test"), new { to = "1002" });

        Assert.Equal((422, "call-failed", 480), (status, Http.Code(problem), problem.GetProperty("sipCode").GetInt32()));
    }

    [Fact]
    public async Task SameIdempotencyKeyGivesTheSameAnswerOnce()
    {
        var token = await Http.TokenAsync(Web, "supervisor@demo.test");
        var key = ("Idempotency-Key", $"test-{Guid.NewGuid():n}");

        var first = await Http.SendAsync(Web, HttpMethod.Post, "api/v1/calls", token, new { to = "1002" }, key);
        var second = await Http.SendAsync(Web, HttpMethod.Post, "api/v1/calls", token, new { to = "1002" }, key);
        var other = await Http.SendAsync(Web, HttpMethod.Post, "api/v1/calls", token, new { to = "1003" }, key);

        Assert.Equal(422, first.Status);
        Assert.Equal(first.Body.ToString(), second.Body.ToString());
        Assert.Equal((422, "idempotency-mismatch"), (other.Status, Http.Code(other.Body)));
    }

    [Theory]
    [InlineData("hangup")]
    [InlineData("hold")]
    [InlineData("resume")]
    public async Task CallThatIsNotThereCannotBeActedOn(string action) =>
        Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Post, $"api/v1/calls/nosuchcall/{action}", await Http.TokenAsync(Web, "admin@demo.test"))).Status);

    [Fact]
    public async Task CursorThatTheListNeverGaveIsRefused()
    {
        var (status, problem) = await Http.SendAsync(Web, HttpMethod.Get, "api/v1/call-log?cursor=forged", await Http.TokenAsync(Web, "agent1@demo.test"));

        Assert.Equal((400, "invalid"), (status, Http.Code(problem)));
    }
}
