using System.Net.Http.Json;
using RtcCluster.Browser.Tests.Cluster;

namespace RtcCluster.Browser.Tests.App;

/// <summary>What comes from outside does no harm in a page.</summary>
public sealed class AppSafetyTests(BrowserFixture cluster) : AppTest(cluster)
{
    private const string Evil = "<img src=x onerror=\"window.harmed=1\"><script>window.harmed=1</script>";

    [Fact]
    public async Task ADisplayNameOfHtml_IsShownAsText()
    {
        using var answer = await Cluster.Admin.Http.PutAsJsonAsync(
            new Uri("api/v1/users/mallory", UriKind.Relative),
            new { displayName = Evil, email = "mallory@demo.test", extension = "1066", role = "agent", password = "demo" },
            TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var alice = await PhoneAsync("agent1", AliceTone);
        var mallory = await PhoneAsync("mallory", BobTone);

        await mallory.CallAsync("1001");
        await alice.WaitForAsync("pending", Soon);
        await Assertions.Expect(alice.Page.GetByTestId("call")).ToContainTextAsync(Evil);
        Assert.Equal(0, await alice.Page.Locator("[data-testid=call] img, [data-testid=call] script").CountAsync());
        Assert.False(await alice.Page.EvaluateAsync<bool>("'harmed' in window"));
        await alice.ClickAsync("Decline");
        await mallory.WaitForAsync("gone", Soon);
    }

    [Fact]
    public async Task ASessionThatIsEndedElsewhere_ClosesTheOpenConnection_AndThePageSaysSo()
    {
        var alice = await PhoneAsync("agent1", AliceTone);
        using var elsewhere = await Cluster.Server.SignInAsync("agent1@demo.test");

        // Every session but the one that asks.
        using var answer = await elsewhere.Http.DeleteAsync(new Uri("api/v1/sessions", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}");

        await Assertions.Expect(alice.Page.GetByText("Your session has ended. Sign in again.")).ToBeVisibleAsync();
        await Assertions.Expect(alice.Button("Sign in")).ToBeVisibleAsync();
    }
}
