using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.TestKit.Rest;
using RtcCluster.TestKit.Sipp;

namespace RtcCluster.Interop.Tests.Calls;

/// <summary>Each way a call between two telephones can go, by SIPp, and the one call-log entry that tells of it.</summary>
[Collection(ClusterCollection.Name)]
public sealed class SippCallTests(ClusterFixture cluster)
{
    private static readonly TimeSpan LogTime = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData("u1")]
    [InlineData("t1")]
    public async Task AnAnsweredCall_EndedByTheCaller(string transport)
    {
        var entry = await RunAsync("caller", "callee", "answered", transport);

        Assert.NotNull(entry.AnsweredAt);
        Assert.Equal(1.0, (entry.EndedAt!.Value - entry.AnsweredAt.Value).TotalSeconds, 0.5);
    }

    [Fact]
    public async Task AnAnsweredCall_EndedByTheCallee()
    {
        var entry = await RunAsync("caller_waits_for_bye", "callee_hangs_up", "answered");

        Assert.NotNull(entry.AnsweredAt);
    }

    [Theory]
    [InlineData("caller_busy", "callee_busy", "busy", "u1")]
    [InlineData("caller_busy", "callee_busy", "busy", "t1")]
    [InlineData("caller_declined", "callee_declines", "declined", "u1")]
    [InlineData("caller_cancels", "callee_rings", "cancelled", "u1")]
    [InlineData("caller_cancels", "callee_rings", "cancelled", "t1")]
    public async Task ACallThatIsNotAnswered(string caller, string callee, string result, string transport)
    {
        var entry = await RunAsync(caller, callee, result, transport);

        Assert.Null(entry.AnsweredAt);
        Assert.NotNull(entry.EndedAt);
    }

    [Fact]
    public async Task ARingTimeOut_CancelsTheCallee_AndTellsTheCaller480()
    {
        using var callee = await cluster.Server.SignInAsync("agent2@demo.test");
        await callee.PutAsync("api/v1/me/calls", new { ringSeconds = 6 });
        try
        {
            var entry = await RunAsync("caller_not_available", "callee_rings", "noAnswer");

            Assert.Null(entry.AnsweredAt);
            Assert.Equal(6.0, (entry.EndedAt!.Value - entry.StartedAt).TotalSeconds, 2.0);
        }
        finally
        {
            await callee.PutAsync("api/v1/me/calls", new { });
        }
    }

    [Theory]
    [InlineData("caller_no_such_number", "1999", "noSuchNumber")]
    [InlineData("caller_not_available", "1004", "unavailable")]
    public async Task ANumberThatCannotBeRung(string scenario, string number, string result)
    {
        var since = DateTimeOffset.UtcNow;

        var caller = await SippRun.RunAsync(SippCaller.Call(scenario, cluster.Udp, number));

        Assert.True(caller.IsClean(1), caller.ToString());
        await SingleEntryAsync(since, number, result);
    }

    [Theory]
    [InlineData("u1")]
    [InlineData("t1")]
    public async Task HoldAndResume_MirrorTheDirection(string transport) => await RunAsync("caller_holds", "callee", "answered", transport);

    [Fact]
    public async Task Digits_AsEventsAndAsInfo() => await RunAsync("caller_digits", "callee", "answered");

    [Theory]
    [InlineData("9196")]
    [InlineData("9664")]
    public async Task AServiceNumber_AnswersByItself(string number)
    {
        var since = DateTimeOffset.UtcNow;

        var caller = await SippRun.RunAsync(SippCaller.Call("caller", cluster.Udp, number));

        Assert.True(caller.IsClean(1), caller.ToString());
        await SingleEntryAsync(since, number, "answered");
    }

    private async Task<CallLogItem> RunAsync(string callerScenario, string calleeScenario, string result, string transport = "u1")
    {
        await using var device = await SippDevice.RegisterAsync(cluster.Udp, "1002");
        await using var callee = await device.ReceiveAsync(calleeScenario, duration: TimeSpan.FromSeconds(1));
        var since = DateTimeOffset.UtcNow;

        var caller = await SippRun.RunAsync(SippCaller.Call(callerScenario, transport == "t1" ? cluster.Tcp : cluster.Udp, "1002", transport: transport));
        var called = await callee.FinishAsync();

        Assert.True(caller.IsClean(1), $"caller: {caller}");
        Assert.True(called.IsClean(1), $"callee: {called}");
        return await SingleEntryAsync(since, "1002", result);
    }

    private async Task<CallLogItem> SingleEntryAsync(DateTimeOffset since, string number, string result)
    {
        var entries = await cluster.Admin.WaitForCallLogAsync(
            $"a call to {number} since {since:HH:mm:ss}", entry => entry.To == number && entry.BeganAfter(since) && entry.EndedAt is not null, LogTime);
        var entry = Assert.Single(entries);
        Assert.Equal(result, entry.Result, ignoreCase: true);
        Assert.Equal("1001", entry.From);
        return entry;
    }
}
