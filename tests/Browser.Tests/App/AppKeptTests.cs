using System.Collections.Concurrent;
using RtcCluster.Browser.Tests.Cluster;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Browser.Tests.App;

/// <summary>What the webphone keeps in a browser, and whom it talks with.</summary>
public sealed class AppKeptTests(BrowserFixture cluster) : AppTest(cluster)
{
    private const string KeptNames = "[...Object.keys(localStorage), ...Object.keys(sessionStorage)].sort()";

    // Where a page can keep things beside the storage that is listed.
    private const string OtherPlaces = "async () => [...(await indexedDB.databases()).map(one => one.name), ...(await caches.keys()), ...(await navigator.serviceWorker.getRegistrations()).map(one => one.scope)]";

    [Fact]
    public async Task NothingIsKeptBeforeSomebodySignsIn_AllOfItIsListed_AndSigningOutErasesIt()
    {
        var boss = await AppPhone.OpenAsync(await PersonAsync("admin", CarolTone));
        await Assertions.Expect(boss.Button("Sign in")).ToBeVisibleAsync();
        Assert.Empty(await KeptAsync(boss));

        // Whoever has not signed in may read what will be kept.
        await boss.Page.GotoAsync("cookies");
        var listed = await boss.Page.GetByTestId("kept").Locator("tbody th").AllInnerTextsAsync();
        Assert.Contains("rtc.refresh", listed);

        await boss.Page.GotoAsync("");
        await boss.SignInAsync("admin", Soon);
        await boss.Page.GotoAsync("#/settings");
        await boss.Page.Locator("label", new PageLocatorOptions { HasText = "Theme" }).Locator("select").SelectOptionAsync("dark");
        var kept = await KeptAsync(boss);
        Assert.Subset(listed.ToHashSet(), kept.ToHashSet());
        Assert.Contains("rtc.refresh", kept);
        Assert.Empty(await boss.Page.EvaluateAsync<string[]>(OtherPlaces));

        await boss.ClickAsync("Sign out");
        await Assertions.Expect(boss.Button("Sign in")).ToBeVisibleAsync();
        await Eventually.IsTrueAsync("the theme alone to be left", Soon, async () => await KeptAsync(boss) is ["rtc.theme"]);

        await boss.Page.GotoAsync("cookies");
        await boss.ClickAsync("Erase all of it and sign out");
        await Assertions.Expect(boss.Page.GetByText("Erased.")).ToBeVisibleAsync();
        Assert.Empty(await KeptAsync(boss));
        Assert.Empty(await boss.Person.Context.CookiesAsync());
    }

    [Fact]
    public async Task NobodyElseIsAsked_OnAnyPage_NorInACall()
    {
        var boss = await AppPhone.OpenAsync(await PersonAsync("admin", CarolTone));
        var home = new Uri(boss.Page.Url).Authority;
        // It asks on while the list is read.
        var asked = new ConcurrentQueue<Uri>();
        boss.Person.Context.Request += (_, request) => asked.Enqueue(new Uri(request.Url));
        boss.Page.WebSocket += (_, socket) => asked.Enqueue(new Uri(socket.Url));
        await boss.Page.ReloadAsync();
        await boss.SignInAsync("admin", Soon);
        var bob = await PhoneAsync("agent2", BobTone);
        await boss.CallAsync("1002");
        await bob.WaitForAsync("pending", Soon);
        await bob.ClickAsync("Answer");
        await boss.WaitForAsync("open", Soon);

        var pages = await boss.Page.Locator("nav a").EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))");
        Assert.True(pages.Length > 10, string.Join(' ', pages));
        foreach (var page in pages.Append("#/cookies").Append("#/consents"))
        {
            await boss.Page.GotoAsync(page);
            await Assertions.Expect(boss.Page.Locator("main h1, main h2").First).ToBeVisibleAsync();
        }

        await boss.Page.GotoAsync("#/");
        await boss.ClickAsync("Hang up");
        await boss.WaitForAsync("gone", Soon);
        Assert.Contains(asked, uri => uri.Scheme is "ws" or "wss");
        Assert.DoesNotContain(asked, uri => uri.Scheme is not ("blob" or "data") && uri.Authority != home);
        Assert.Empty(await boss.Person.Context.CookiesAsync());
    }

    private static async Task<string[]> KeptAsync(AppPhone phone) => await phone.Page.EvaluateAsync<string[]>(KeptNames);
}
