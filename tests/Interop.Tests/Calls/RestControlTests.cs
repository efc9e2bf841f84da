using System.Text.Json;
using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.TestKit.Rest;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Calls;

/// <summary>A call between two telephones, steered over REST by the people who are in it.</summary>
[Collection(ClusterCollection.Name)]
public sealed class RestControlTests(ClusterFixture cluster)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task HoldResumeTransferAndHangUp_ActOnTheTelephones()
    {
        await using var alice = await TonePhones.AliceAsync(cluster.Udp);
        await using var bob = await TonePhones.BobAsync(cluster.Udp);
        await using var carol = await TonePhones.CarolAsync(cluster.Udp);
        using var agent1 = await cluster.Server.SignInAsync("agent1@demo.test");
        using var agent2 = await cluster.Server.SignInAsync("agent2@demo.test");
        using var agent4 = await cluster.Server.SignInAsync("agent4@demo.test");
        var dialled = DateTimeOffset.UtcNow;
        await alice.DialAsync("1002");
        await bob.WaitForAsync("CALL_INCOMING", Soon);
        await bob.AcceptAsync();
        await alice.WaitForAsync("CALL_ESTABLISHED", Soon);
        var call = (await ActiveAsync(agent1)).GetProperty("id").GetString();

        // Whoever is not in the call neither sees nor steers it.
        Assert.Empty(await agent4.ActiveCallsAsync());
        Assert.True((await agent4.PostAsync($"api/v1/calls/{call}/hangup")).Status is 403 or 404);

        await TalkAsync(2);
        Assert.Equal(204, (await agent1.PostAsync($"api/v1/calls/{call}/hold")).Status);
        await TalkAsync(2.5);
        Assert.Equal(204, (await agent1.PostAsync($"api/v1/calls/{call}/resume")).Status);
        await TalkAsync(2);
        Assert.Equal(204, (await agent1.PostAsync($"api/v1/calls/{call}/transfer", new { to = "1003" })).Status);
        await carol.WaitForAsync("CALL_INCOMING", Soon);
        await carol.AcceptAsync();
        await carol.WaitForAsync("CALL_ESTABLISHED", Soon);
        await alice.WaitForAsync("CALL_CLOSED", Soon);
        await TalkAsync(3);
        Assert.Equal(204, (await agent2.PostAsync($"api/v1/calls/{call}/hangup")).Status);
        await bob.WaitForAsync("CALL_CLOSED", Soon);
        await carol.WaitForAsync("CALL_CLOSED", Soon);

        var heard = bob.Heard();
        Assert.True(heard.Heard(TonePhones.AliceTone) > TimeSpan.FromSeconds(2.5), $"bob heard {heard}");
        Assert.True(heard.Otherwise(TonePhones.AliceTone, TonePhones.CarolTone) > TimeSpan.FromSeconds(1), $"no hold music: bob heard {heard}");
        Assert.True(heard.Heard(TonePhones.CarolTone) > TimeSpan.FromSeconds(2), $"bob heard {heard}");
        var entry = Assert.Single(await cluster.Admin.WaitForCallLogAsync("the call", item => item.BeganAfter(dialled) && item.EndedAt is not null, Soon));
        Assert.Equal(call, entry.Id);
        Assert.Equal("answered", entry.Result, ignoreCase: true);
        await Eventually.IsTrueAsync("no active call", Soon, async () => (await cluster.Admin.ActiveCallsAsync()).Count == 0);
    }

    private static async Task<JsonElement> ActiveAsync(RestClient client) =>
        (await Eventually.GetAsync("one active call", Soon, client.ActiveCallsAsync, calls => calls.Count == 1))[0];

    private static Task TalkAsync(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), TestContext.Current.CancellationToken);
}
