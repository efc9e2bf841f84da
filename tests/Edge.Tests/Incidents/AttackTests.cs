using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Rest;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Incidents;

/// <summary>Attackers at a running company, over SIP and HTTP: each of the ten is found within five seconds.</summary>
public sealed class AttackTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task TenAttacks_AreFoundWithinFiveSeconds()
    {
        await using var company = await AttackedCompany.StartAsync();
        var measured = new List<string>();
        foreach (var (rule, attack) in Attacks(company))
        {
            Assert.DoesNotContain(await company.IncidentsAsync(), incident => incident.GetProperty("rule").GetString() == rule);
            await attack();
            var clock = Stopwatch.StartNew();
            var found = await company.WaitForAsync(rule, Bound);
            measured.Add(string.Create(CultureInfo.InvariantCulture, $"{rule} {clock.Elapsed.TotalMilliseconds:0} ms"));
            Assert.Equal("open", found.GetProperty("state").GetString(), ignoreCase: true);
            Assert.Equal(JsonValueKind.Null, found.GetProperty("blockedUntil").ValueKind);
        }

        Console.WriteLine($"Measured: found after the last step of the attack: {string.Join(", ", measured)}");
        Assert.Equal(10, measured.Count);
        var opened = await company.Administrator.GetAsync<JsonElement>("api/v1/audit?action=incident.open");
        Assert.Equal((await company.IncidentsAsync()).Count, opened.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task WhatABlockStops_PassesAgainAfterTheAppeal()
    {
        await using var company = await AttackedCompany.StartAsync(("Incidents:Blocks", "tollBurst"), ("Incidents:CallsToNewCountry", "10000"));
        await using var phone = await company.PhoneAsync("1001");
        await BurstAsync(company, phone);
        var found = await company.WaitForAsync("tollBurst", Bound);
        var id = found.GetProperty("id").GetString();
        Assert.Equal("agent1", found.GetProperty("user").GetString());
        Assert.True(found.GetProperty("blockedUntil").GetDateTimeOffset() > DateTimeOffset.UtcNow.AddHours(23));

        // Outside is closed, inside is not, and whoever needs help gets it.
        await Eventually.GetAsync("the block", Bound, () => company.CallAsync(phone, "+573001234567"), status => status == 403);
        Assert.Equal(200, await company.CallAsync(phone, "9196"));
        Assert.Equal(486, await company.CallAsync(phone, "123"));

        using var agent = await RestClient.SignInAsync(company.Edge.WebUrl, "agent1@demo.test", "demo");
        var own = Assert.Single((await agent.GetAsync<JsonElement>("api/v1/me/incidents")).GetProperty("items").EnumerateArray().ToList());
        Assert.Contains("10 calls abroad", own.GetProperty("reason").GetString(), StringComparison.Ordinal);
        await agent.PutAsync($"api/v1/me/incidents/{id}/appeal", new { text = "We opened an office there." });
        using (var again = await agent.Http.PutAsync(new Uri($"api/v1/me/incidents/{id}/appeal", UriKind.Relative), System.Net.Http.Json.JsonContent.Create(new { text = "Really." }), TestContext.Current.CancellationToken))
        {
            Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        }

        Assert.Equal("We opened an office there.", (await company.Administrator.GetAsync<JsonElement>($"api/v1/incidents/{id}")).GetProperty("appeal").GetString());
        await company.Administrator.PutAsync($"api/v1/incidents/{id}/decision", new { confirmed = false, reason = "The office is real." });

        Assert.Equal(486, await company.CallAsync(phone, "+573001234567"));
        var decided = await company.Administrator.GetAsync<JsonElement>($"api/v1/incidents/{id}");
        Assert.Equal(("The office is real.", "admin"), (decided.GetProperty("decision").GetString(), decided.GetProperty("decidedBy").GetString()));
        Assert.Equal(JsonValueKind.Null, decided.GetProperty("blockedUntil").ValueKind);
    }

    [Fact]
    public async Task WhoIsAtTwoPlacesAtOnce_LosesTheSession()
    {
        await using var company = await AttackedCompany.StartAsync(("Incidents:Blocks", "impossibleTravel"));
        await company.SignInAsync("127.1.1.1", "agent4@demo.test", "demo");
        var (_, token) = await company.SignInAsync("127.2.2.2", "agent4@demo.test", "demo");
        await company.WaitForAsync("impossibleTravel", Bound);

        using var http = new HttpClient { BaseAddress = company.Edge.WebUrl };
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        await Eventually.GetAsync("the session's end", Bound, StatusAsync, status => status == HttpStatusCode.Unauthorized);

        async Task<HttpStatusCode> StatusAsync()
        {
            using var answer = await http.GetAsync(new Uri("api/v1/me", UriKind.Relative), TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }
    }

    private static IEnumerable<(string Rule, Func<Task> Attack)> Attacks(AttackedCompany company) =>
    [
        ("newCountry", async () =>
        {
            await using var phone = await company.PhoneAsync("1003");
            for (var i = 0; i < 3; i++)
            {
                Assert.Equal(486, await company.CallAsync(phone, $"+3712000000{i}"));
            }
        }),
        ("tollBurst", async () =>
        {
            await using var phone = await company.PhoneAsync("1001");
            await BurstAsync(company, phone);
        }),
        ("blockedNumbers", async () =>
        {
            await using var phone = await company.PhoneAsync("1001");
            for (var i = 0; i < 5; i++)
            {
                Assert.Equal(403, await company.CallAsync(phone, $"+8821300000{i}"));
            }
        }),
        ("forwardedBurst", async () =>
        {
            using var agent = await RestClient.SignInAsync(company.Edge.WebUrl, "agent2@demo.test", "demo");
            await agent.PutAsync("api/v1/me/calls", new { forwardAlways = "+573001234567" });
            await using var phone = await company.PhoneAsync("1004");
            for (var i = 0; i < 12; i++)
            {
                Assert.Equal(486, await company.CallAsync(phone, "1002"));
            }
        }),
        ("callPumping", async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                await using var caller = company.Outside($"+1767400{i + 100:000}");
                Assert.Equal(200, await company.CallAsync(caller, "+576015550100"));
            }
        }),
        ("missedCallBait", async () =>
        {
            await using var caller = company.Outside("+21671012345");
            for (var i = 0; i < 8; i++)
            {
                await company.Administrator.PutAsync($"api/v1/lines/%2B57601555020{i}", new { name = "direct", kind = "did", target = i % 2 == 0 ? "1000" : "1005" });
                Assert.Equal(480, await company.CallAsync(caller, $"+57601555020{i}"));
            }
        }),
        ("passwordSpray", async () =>
        {
            for (var i = 0; i < 10; i++)
            {
                await company.Administrator.PutAsync($"api/v1/users/spray{i}", new { email = $"spray{i}@demo.test", displayName = "x", extension = $"18{i}0", role = "Agent", password = "a password of its own" });
                Assert.Equal(HttpStatusCode.Unauthorized, (await company.SignInAsync("127.0.9.1", $"spray{i}@demo.test", "Summer2026!")).Status);
            }
        }),
        ("passwordGuessing", async () =>
        {
            for (var i = 0; i < 10; i++)
            {
                Assert.Equal(HttpStatusCode.Unauthorized, (await company.SignInAsync($"127.0.9.{10 + i}", "supervisor@demo.test", $"guess {i}")).Status);
            }
        }),
        ("extensionScan", async () =>
        {
            for (var i = 0; i < 10; i++)
            {
                await using var scanner = new TestPhone($"{100 + i}", company.Edge.Udp, "127.0.9.2");
                Assert.Equal(403, (await scanner.RegisterAsync()).Status);
            }
        }),
        ("impossibleTravel", async () =>
        {
            Assert.Equal(HttpStatusCode.OK, (await company.SignInAsync("127.1.1.1", "agent4@demo.test", "demo")).Status);
            Assert.Equal(HttpStatusCode.OK, (await company.SignInAsync("127.2.2.2", "agent4@demo.test", "demo")).Status);
        }),
    ];

    private static async Task BurstAsync(AttackedCompany company, TestPhone phone)
    {
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(486, await company.CallAsync(phone, $"+25261123456{i}"));
        }
    }
}
