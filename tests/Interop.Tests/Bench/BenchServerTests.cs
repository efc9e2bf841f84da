using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Network;
using RtcCluster.TestKit.Sipp;
using RtcCluster.TestKit.Standalone;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Bench;

/// <summary>A Standalone with the section <c>Bench</c>, and SIPp with the scenarios of <c>load/sipp</c> on both sides of it.</summary>
public sealed class BenchServerTests
{
    private const int Calls = 40;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task EveryNumberGoesToTheTarget_ContactsAreThere_AndCountersTellOfIt()
    {
        var target = new IPEndPoint(IPAddress.Loopback, FreePorts.Take());
        await using var server = await StandaloneServer.StartAsync(
            "--Demo:Enabled", "false", "--Bench:Enabled", "true", "--Bench:Target", $"{target}", "--Bench:Users", "20", "--Bench:Contacts", "true", "--Bench:MediaCores", "0");
        using var http = new HttpClient { BaseAddress = server.Addresses.WebUrl };
        await Eventually.GetAsync("20 contacts", Time, async () => (await CountersAsync(http)).GetProperty("contactsReady").GetInt32(), static ready => ready == 20);

        await using var answering = await SippRun.StartAsync(new SippOptions { Scenario = Scenario("answer"), LocalPort = target.Port, Calls = Calls });
        var calling = await SippRun.RunAsync(new SippOptions
        {
            Scenario = Scenario("call"), LocalPort = FreePorts.Take(), Remote = $"{server.Addresses.SipUdp}", Service = "5551234", Rate = 20, Calls = Calls,
        });
        var answered = await answering.FinishAsync();

        Assert.True(calling.IsClean(Calls), $"caller: {calling}");
        Assert.True(answered.IsClean(Calls), $"callee: {answered}");
        var counters = await CountersAsync(http);
        Assert.True(counters.GetProperty("edge").GetProperty("sipReceived").GetInt64() >= Calls * 6, $"{counters}");
        Assert.Equal(0, counters.GetProperty("edge").GetProperty("sipRateLimited").GetInt64());
        Assert.Equal(0, counters.GetProperty("kernelDrops").GetInt64());
    }

    [Fact]
    public async Task UsersRegisterWithDigest()
    {
        await using var server = await StandaloneServer.StartAsync("--Demo:Enabled", "false", "--Bench:Enabled", "true", "--Bench:Users", "3", "--Bench:RegistrationsInMemory", "true");
        var registering = await SippRun.RunAsync(new SippOptions
        {
            Scenario = Scenario("register"),
            LocalPort = FreePorts.Take(),
            Remote = $"{server.Addresses.SipUdp}",
            Calls = 9,
            Fields = [.. Enumerable.Range(100_000, 3).Select(static one => $"{one};[authentication username={one} password=secret]")],
        });

        Assert.True(registering.IsClean(9), $"{registering}");
    }

    [Fact]
    public async Task WithoutIt_NothingOfItIsThere()
    {
        await using var server = await StandaloneServer.StartAsync();
        using var http = new HttpClient { BaseAddress = server.Addresses.WebUrl };

        using var counters = await http.GetAsync(new Uri("bench/counters", UriKind.Relative), TestContext.Current.CancellationToken);
        using var hub = await http.PostAsync(new Uri("hub/bench/negotiate?negotiateVersion=1", UriKind.Relative), null, TestContext.Current.CancellationToken);

        Assert.NotEqual("application/json", counters.Content.Headers.ContentType?.MediaType);
        Assert.False(hub.IsSuccessStatusCode, $"{hub.StatusCode}");
    }

    private static async Task<JsonElement> CountersAsync(HttpClient http) => await http.GetFromJsonAsync<JsonElement>(new Uri("bench/counters", UriKind.Relative));

    private static string Scenario(string name) => Repository.At("load", "sipp", $"{name}.xml");
}
