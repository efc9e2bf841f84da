using System.Net.Http.Json;
using RtcCluster.Browser.Tests.App;
using RtcCluster.Browser.Tests.Cluster;

namespace RtcCluster.Browser.Tests.Accessibility;

/// <summary>The page of conversations by keyboard, in either theme and language: somebody is found, written to, called by a number in a text, blocked; a group is made, changed and closed. axe finds nothing.</summary>
public sealed class ChatPageTests(BrowserFixture cluster) : AppTest(cluster)
{
    [Theory]
    [InlineData("light", "es-CO", "1095", "Usted", "Bloquear mensajes", "Guardar", "Cerrar el grupo")]
    [InlineData("dark", "en-GB", "1096", "You", "Block messages", "Save", "Close group")]
    public async Task SomebodyIsFound_WrittenTo_AndBlocked_AndAGroupIsMadeAndClosed(
        string theme, string language, string extension, string you, string block, string save, string close)
    {
        var user = $"chaz-{theme}";
        await Cluster.Admin.PutAsync($"api/v1/users/{user}", new { displayName = "Chaz Luna", email = $"{user}@demo.test", extension, role = "agent", password = "demo" });
        var chaz = await AppPhone.OpenAsync(await PersonAsync(
            user, BobTone, new BrowserNewContextOptions { ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light, Locale = language }));
        await chaz.SignInAsync(user, Soon);
        var page = chaz.Page;
        await page.GotoAsync("#/chat");
        await Assertions.Expect(page.Locator(".empty")).ToBeVisibleAsync();
        await Look.AssertCleanAsync(page, "chat-empty", theme, language);

        // By keyboard: found, written to.
        await page.Locator("#chat-find").FocusAsync();
        await page.Keyboard.TypeAsync("agent4");
        await Assertions.Expect(page.Locator("[role=option][data-user=agent4]")).ToHaveAttributeAsync("aria-selected", "true");
        await Look.AssertCleanAsync(page, "chat-find", theme, language);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#chat-text")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("<b>Bold</b>, +57 601 555 0100 & https://example.com/a.");
        await page.Keyboard.PressAsync("Shift+Enter");
        await page.Keyboard.TypeAsync("second line");
        await page.Keyboard.PressAsync("Enter");
        var said = page.GetByTestId("messages").Locator("li[data-number]");
        await Assertions.Expect(said).ToHaveCountAsync(1);
        await Assertions.Expect(said.Locator("strong")).ToHaveTextAsync(you);
        await Assertions.Expect(said.Locator(".said")).ToHaveTextAsync("<b>Bold</b>, +57 601 555 0100 & https://example.com/a. second line");
        await Assertions.Expect(said.Locator("button.inline")).ToHaveTextAsync("+57 601 555 0100");
        await Assertions.Expect(said.Locator("a")).ToHaveAttributeAsync("href", "https://example.com/a");
        await Assertions.Expect(page.GetByTestId("chats").Locator("[data-chat='@agent4']")).ToHaveCountAsync(1);
        await Look.AssertCleanAsync(page, "chat", theme, language);

        // What comes is told to who does not look, and blocked it comes no more.
        using var other = await Cluster.Server.SignInAsync("agent4@demo.test");
        await SendAsync(other.Http, user, "Hello yourself");
        await Assertions.Expect(page.GetByTestId("heard")).ToContainTextAsync("Hello yourself");
        await chaz.ClickAsync(block);
        await Assertions.Expect(page.Locator(".thread [aria-pressed=true]")).ToHaveCountAsync(1);
        await Look.AssertCleanAsync(page, "chat-blocked", theme, language);
        await SendAsync(other.Http, user, "Do you hear me?");
        await page.Locator(".thread [aria-pressed=true]").ClickAsync();
        await Assertions.Expect(page.Locator(".thread [aria-pressed=false]")).ToHaveCountAsync(1);
        await SendAsync(other.Http, user, "And now?");
        await Assertions.Expect(said.Locator(".said").Last).ToHaveTextAsync("And now?");
        await Assertions.Expect(said).ToHaveCountAsync(3);

        await page.GotoAsync("#/chat/+new");
        await page.Locator("input[name=group-name]").FillAsync("Night shift");
        await page.Locator("#group-add").FillAsync("agent4");
        await page.Locator("[role=option][data-user=agent4]").ClickAsync();
        await Assertions.Expect(page.GetByTestId("group-members").Locator("li")).ToHaveCountAsync(1);
        await Look.AssertCleanAsync(page, "chat-group-new", theme, language);
        await chaz.ClickAsync(save);
        await Assertions.Expect(page.Locator("#thread-title")).ToHaveTextAsync("Night shift");
        await Look.AssertCleanAsync(page, "chat-group", theme, language);
        await chaz.ClickAsync(close);
        await page.GetByTestId("question").GetByText(close, new LocatorGetByTextOptions { Exact = true }).Last.ClickAsync();
        await Assertions.Expect(page.GetByTestId("chats").Locator("li")).ToHaveCountAsync(1);

        await page.GotoAsync("#/settings");
        await page.Locator("select[name=visible-number]").SelectOptionAsync("nobody");
        await page.GetByTestId("visibility").Locator("button[type=submit]").ClickAsync();
        await Assertions.Expect(page.GetByTestId("visibility").GetByRole(AriaRole.Status)).Not.ToBeEmptyAsync();
        await Look.AssertCleanAsync(page, "settings-visibility", theme, language);
        using var gone = await Cluster.Admin.Http.DeleteAsync(new Uri($"api/v1/users/{user}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.True(gone.IsSuccessStatusCode, $"{(int)gone.StatusCode}");
    }

    private static async Task SendAsync(HttpClient http, string to, string text)
    {
        using var answer = await http.PostAsJsonAsync(
            new Uri($"api/v1/conversations/@{to}/messages", UriKind.Relative), new { clientId = Guid.NewGuid().ToString(), text }, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}");
    }
}
