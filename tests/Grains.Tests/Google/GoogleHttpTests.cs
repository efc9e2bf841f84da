using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using RtcCluster.Grains.Google;
using RtcCluster.TestKit.Google;

namespace RtcCluster.Grains.Tests.Google;

/// <summary>How many requests to Google are under way, and who waits for them.</summary>
public sealed class GoogleHttpTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhereThereIsNoRoom_OneWaitsAMinute_AndWhoConnectsOrDisconnectsNotAtAll()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 28, 9, 0, 0, TimeSpan.Zero));
        await using var google = await FakeGoogle.StartAsync(time);
        var account = google.Add("sub-room", "room@example.com");
        account.RefreshTokens["refresh"] = GoogleScopes.Contacts;
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var metrics = new GoogleMetrics(services.GetRequiredService<IMeterFactory>());
        var rules = Options.Create(new GoogleRules { ClientId = FakeGoogle.Client, ClientSecret = FakeGoogle.Secret, BaseAddress = google.Address, MaxConcurrent = 1, Patience = TimeSpan.FromMinutes(1) });
        using var http = new GoogleHttp(rules, metrics, time);
        var tokens = new GoogleTokens(http, rules);
        var access = await tokens.RefreshAsync("refresh", isNow: false, Ct);
        var (arrived, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        account.Before = _ =>
        {
            arrived.TrySetResult();
            return release.Task;
        };
        var groups = rules.Value.At(rules.Value.PeopleAddress, "v1/contactGroups");

        var first = http.SendAsync("people", HttpMethod.Get, groups, access.Text, null, isNow: false, Ct);
        await arrived.Task.WaitAsync(Soon, Ct);
        var second = http.SendAsync("people", HttpMethod.Get, groups, access.Text, null, isNow: false, Ct);
        await tokens.RevokeAsync("refresh", Ct).WaitAsync(Soon, Ct);
        Assert.False(second.IsCompleted);

        time.Advance(TimeSpan.FromMinutes(1));
        var e = await Assert.ThrowsAsync<GoogleException>(() => second.WaitAsync(Soon, Ct));
        Assert.Equal(GoogleFault.Away, e.Fault);
        release.SetResult();
        Assert.NotEmpty((await first).List("contactGroups"));
    }

    [Fact]
    public async Task ErrandsThatTakeAllTheirRoom_HoldNobodyUpWhoConnectsOrDisconnects()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 28, 9, 0, 0, TimeSpan.Zero));
        await using var google = await FakeGoogle.StartAsync(time);
        var account = google.Add("sub-errands", "errands@example.com");
        account.RefreshTokens["refresh"] = GoogleScopes.Meet;
        google.Add("sub-leaves", "leaves@example.com").RefreshTokens["leaves"] = GoogleScopes.Meet;
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var metrics = new GoogleMetrics(services.GetRequiredService<IMeterFactory>());
        var rules = Options.Create(new GoogleRules { ClientId = FakeGoogle.Client, ClientSecret = FakeGoogle.Secret, BaseAddress = google.Address, Patience = TimeSpan.FromMinutes(1) });
        using var http = new GoogleHttp(rules, metrics, time);
        var tokens = new GoogleTokens(http, rules);
        var access = await tokens.RefreshAsync("refresh", isNow: false, Ct);
        using var arrived = new SemaphoreSlim(0);
        var release = new TaskCompletionSource();
        account.Before = _ =>
        {
            arrived.Release();
            return release.Task;
        };
        var spaces = rules.Value.At(rules.Value.MeetAddress, "v2/spaces");
        var errands = Enumerable.Range(0, 9).Select(_ => http.SendAsync("meet", HttpMethod.Post, spaces, access.Text, [], isNow: true, Ct)).ToList();
        for (var i = 0; i < 8; i++)
        {
            Assert.True(await arrived.WaitAsync(Soon, Ct));
        }

        await tokens.RevokeAsync("leaves", Ct).WaitAsync(Soon, Ct);
        Assert.All(errands, static errand => Assert.False(errand.IsCompleted));
        release.SetResult();
        await Task.WhenAll(errands);
    }
}
