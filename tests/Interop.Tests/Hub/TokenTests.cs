using RtcCluster.Contracts.Hub;
using RtcCluster.Interop.Tests.Rest;
using RtcCluster.TestKit.Hub;
using RtcCluster.TestKit.Rest;
using RtcCluster.TestKit.Standalone;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Hub;

/// <summary>What the end of an access token and the end of a session are for connections that are open, as docs/hub.md says.</summary>
public sealed class TokenTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task AnOpenConnectionOutlivesItsToken_ANewOneIsRefused_AndTheEndOfTheSessionEndsNobodyElsesCall()
    {
        await using var server = await StandaloneServer.StartAsync("--Web:AccessTokenLifetime", "00:00:08");
        var web = server.Addresses.WebUrl;
        using var admin = await server.SignInAsync("admin@demo.test");
        var (_, signIn) = await Http.SignInAsync(web, "agent1@demo.test", "demo");
        var token = signIn.GetProperty("accessToken").GetString()!;
        await using var alice = await HubPhone.ConnectAsync(web, token, "alice-expires");
        await using var bob = await PhoneAsync(server, "agent2");
        await using var carol = await PhoneAsync(server, "agent3");
        await using var dave = await PhoneAsync(server, "agent4");
        var call = await CallAsync(alice, "1002", bob);
        var other = await CallAsync(carol, "1004", dave);

        await Eventually.IsTrueAsync("the token to be over", Soon, async () => (await Http.SendAsync(web, HttpMethod.Get, "api/v1/me", token)).Status == 401);
        await HoldAndResumeAsync(alice, bob, call);
        var before = await RefusedAsync(admin, "token");
        await Assert.ThrowsAnyAsync<Exception>(() => HubPhone.OpenAsync(web, token));
        await Eventually.IsTrueAsync("the refusal to be counted", Soon, async () => await RefusedAsync(admin, "token") == before + 1);

        var (status, renewed) = await Http.SendAsync(web, HttpMethod.Post, "api/v1/login/refresh", body: new { refreshToken = signIn.GetProperty("refreshToken").GetString() });
        Assert.Equal(200, status);
        var fresh = renewed.GetProperty("accessToken").GetString()!;
        await using (await HubPhone.ConnectAsync(web, fresh, "alice-renewed", canRing: false))
        {
            Assert.Equal(204, (await Http.SendAsync(web, HttpMethod.Post, "api/v1/logout", fresh)).Status);
            await alice.WaitForAsync<string>("to be told that the session has ended", static _ => true, Soon);
            await alice.WaitForAsync<HubClosed>("the end of the connection", static _ => true, Soon);
        }

        Assert.True(await RefusedAsync(admin, "revoked") >= 1);
        await HoldAndResumeAsync(carol, dave, other);
        Assert.DoesNotContain(carol.Told.Concat(dave.Told), static told => told is HubClosed or string or CallUpdate { Call.State: HubCallState.Ended });
    }

    private static async Task<HubPhone> PhoneAsync(StandaloneServer server, string user)
    {
        using var session = await server.SignInAsync($"{user}@demo.test");
        return await HubPhone.ConnectAsync(server.Addresses.WebUrl, session.Token, $"{user}-device");
    }

    private static async Task<string> CallAsync(HubPhone caller, string number, HubPhone called)
    {
        var dial = await caller.InvokeAsync<DialReceipt>("Dial", new DialRequest($"attempt-{number}", number, Offers.Plain(1, 31100)));
        Assert.Null(dial.Failure);
        await called.WaitForAsync<CallCard>("an incoming call", card => card.CallId == dial.CallId, Soon);
        Assert.Null((await called.InvokeAsync<HubReceipt>("Answer", new AnswerRequest(dial.CallId, Offers.Plain(1, 31102)))).Failure);
        await caller.WaitForAsync<CallUpdate>("to be connected", update => update.Call.CallId == dial.CallId && update.Call.State == HubCallState.Connected, Soon);
        return dial.CallId;
    }

    private static async Task HoldAndResumeAsync(HubPhone one, HubPhone other, string call)
    {
        Assert.Null((await one.InvokeAsync<HubReceipt>("Hold", new CallRequest(call))).Failure);
        await other.WaitForAsync<CallUpdate>("to be held", update => update.Call is { HeldByPeer: true } && update.Call.CallId == call, Soon);
        Assert.Null((await one.InvokeAsync<HubReceipt>("Resume", new CallRequest(call))).Failure);
    }

    private static async Task<double> RefusedAsync(RestClient admin, string reason) => (await admin.MetricsAsync()).Sum("rtc_hub_refused_total", $"reason=\"{reason}\"");
}
