using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using RtcCluster.TestKit.Google;
using RtcCluster.TestKit.Issuers;
using RtcCluster.TestKit.Standalone;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Faults;

/// <summary>kill -9 in the middle of reading fifty thousand contacts from Google, twice: each is there once, and found while one types.</summary>
[Trait("Clock", "none")]
public sealed class GoogleCrashTests
{
    private const int Contacts = 50_000;
    private const int PageSize = 500;
    private const int MorePages = 5;
    private const string Path = "api/v1/me/google";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan Bound = TimeSpan.FromMilliseconds(300);
    private static readonly string[] Typed = ["n", "nu", "num", "ana num", "numero 49999", "300", "30001", "+57 300 00", "x", "zoe"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FiftyThousandContactsComeOnce_ThoughTheProcessIsKilledTwice()
    {
        await using var google = await FakeGoogle.StartAsync();
        var account = google.Add("agent1", "agent1@example.com");
        for (var i = 0; i < Contacts; i++)
        {
            account.People.Add("Ana", $"Número {i:00000}", string.Create(CultureInfo.InvariantCulture, $"+57300{i:0000000}"));
        }

        // Pages are given out up to the share at which the process dies: whoever looks late finds it in the middle still.
        var (pages, more) = (0, new TaskCompletionSource());
        account.Before = path => path.EndsWith("/connections", StringComparison.Ordinal) && Interlocked.Decrement(ref pages) < 0 ? more.Task : Task.CompletedTask;
        Allow((Contacts / 4 / PageSize) + MorePages);

        await using var server = await StandaloneServer.StartAsync("--Google:BaseAddress", google.Address, "--Google:ClientId", FakeGoogle.Client, "--Google:ClientSecret", FakeGoogle.Secret);
        var watch = Stopwatch.StartNew();
        using (var first = await server.SignInAsync("agent1@demo.test"))
        {
            await first.PutAsync("api/v1/me/consents/thirdParties", new { given = true });
            using var browser = new BrowserSignIn(server.Addresses.WebUrl, first.Token, Path);
            Assert.Equal(200, (await browser.StartAsync()).Status);
            Assert.Equal(200, (await browser.FinishAsync(google.Allow(account, browser.Issuer))).Status);
        }

        foreach (var share in new[] { 4, 2 })
        {
            using (var asking = await server.SignInAsync("agent1@demo.test"))
            {
                await Eventually.IsTrueAsync($"a {share}th of the contacts to be there", Patience, async () => Number(await asking.GetAsync<JsonElement>(Path), "linked") > Contacts / share);
            }

            await server.KillAsync();
            await server.StartAgainAsync();
            using var again = await server.SignInAsync("agent1@demo.test");
            var there = Number(await again.GetAsync<JsonElement>(Path), "linked");
            Assert.InRange(there, Contacts / share, Contacts - 1);

            Allow(share == 2 ? int.MaxValue : (Contacts / 2 / PageSize) + MorePages);
            // Whoever asks for it brings it back at once; the reminder would within minutes.
            await again.PostAsync($"{Path}/sync", new { });
        }

        using var agent = await server.SignInAsync("agent1@demo.test");
        var done = await Eventually.GetAsync("all contacts to be there", Patience, () => agent.GetAsync<JsonElement>(Path), static state => state.GetProperty("syncedAt").ValueKind != JsonValueKind.Null);
        TestContext.Current.TestOutputHelper?.WriteLine($"{Contacts} contacts after {watch.Elapsed.TotalSeconds:f0} s with two restarts, {account.Asked.Count} requests");
        Assert.Equal(Contacts, Number(done, "linked"));
        Assert.DoesNotContain(account.Asked, static asked => asked.Contains("/v1/", StringComparison.Ordinal) && !asked.StartsWith("GET", StringComparison.Ordinal));
        Assert.Equal(Contacts, await CountAsync(agent));

        var times = new List<(double Milliseconds, string Query)>();
        for (var round = 0; round < 11; round++)
        {
            foreach (var query in Typed)
            {
                var typing = Stopwatch.StartNew();
                await agent.GetAsync<JsonElement>($"api/v1/contacts?query={Uri.EscapeDataString(query)}");
                if (round > 0)
                {
                    times.Add((typing.Elapsed.TotalMilliseconds, query));
                }
            }
        }

        times.Sort();
        TestContext.Current.TestOutputHelper?.WriteLine($"search over REST: p50 {times[times.Count / 2].Milliseconds:f1} ms, p99 {times[(int)(times.Count * 0.99)].Milliseconds:f1} ms");
        // Each query's best time: how fast it is, not who else wanted the processor.
        var slowest = times.DistinctBy(static time => time.Query).Last();
        Assert.True(slowest.Milliseconds < Bound.TotalMilliseconds, $"'{slowest.Query}' took {slowest.Milliseconds:f0} ms at best.");

        void Allow(int count)
        {
            Volatile.Write(ref pages, count);
            Interlocked.Exchange(ref more, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }
    }

    private static async Task<int> CountAsync(RtcCluster.TestKit.Rest.RestClient agent)
    {
        var (names, cursor) = (new HashSet<string>(StringComparer.Ordinal), (string?)null);
        var count = 0;
        do
        {
            Ct.ThrowIfCancellationRequested();
            var page = await agent.GetAsync<JsonElement>($"api/v1/contacts?limit=500{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}");
            foreach (var contact in page.GetProperty("items").EnumerateArray())
            {
                count++;
                Assert.True(names.Add(contact.GetProperty("name").GetString()!), $"{contact.GetProperty("name")} twice");
            }

            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);

        return count;
    }

    private static int Number(JsonElement from, string name) => from.GetProperty(name).GetInt32();
}
