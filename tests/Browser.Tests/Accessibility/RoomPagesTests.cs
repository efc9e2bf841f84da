using System.Net.Http.Json;
using System.Text.Json;
using RtcCluster.Browser.Tests.App;
using RtcCluster.Browser.Tests.Cluster;

namespace RtcCluster.Browser.Tests.Accessibility;

/// <summary>A room is set up, somebody comes in from a browser, is muted and removed from the page; axe finds nothing in either theme and language.</summary>
public sealed class RoomPagesTests(BrowserFixture cluster) : AppTest(cluster)
{
    [Theory]
    [InlineData("light", "es-CO", "4007", "Guardar", "Guardado.", "Eliminar sala", "Sacar")]
    [InlineData("dark", "en-GB", "4008", "Save", "Saved.", "Delete room", "Remove")]
    public async Task ARoomIsSetUp_AMemberIsMuted_AndRemoved(string theme, string language, string room, string save, string saved, string delete, string remove)
    {
        var admin = await AppPhone.OpenAsync(await PersonAsync("admin", CarolTone, As()));
        await admin.SignInAsync("admin", Soon);
        var page = admin.Page;
        await page.GotoAsync($"#/rooms/{room}/edit");
        await page.Locator("#field-name").FillAsync("Monday round");
        await page.Locator("#field-maxMembers").FillAsync("90");
        await admin.ClickAsync(save);
        await Assertions.Expect(page.Locator("#field-maxMembers-problem")).ToContainTextAsync("32");
        await Assertions.Expect(page.Locator("#field-maxMembers")).ToBeFocusedAsync();
        await LookAsync("room-editor-wrong");
        await page.Locator("#field-maxMembers").FillAsync("5");
        await admin.ClickAsync(save);
        await Assertions.Expect(page.GetByText(saved)).ToBeVisibleAsync();

        await page.GotoAsync("#/rooms");
        var card = page.Locator($"[data-testid=rooms] [data-room='{room}']");
        await Assertions.Expect(card).ToContainTextAsync("Monday round");
        var alice = await AppPhone.OpenAsync(await PersonAsync("agent1", AliceTone, As()));
        await alice.SignInAsync("agent1", Soon);
        await alice.CallAsync(room);
        await alice.WaitForAsync("open", Soon);
        var member = card.Locator("li[data-member='1001']");
        await Assertions.Expect(member).ToHaveAttributeAsync("data-muted", "false");
        await member.GetByRole(AriaRole.Button).First.ClickAsync();
        await Assertions.Expect(member).ToHaveAttributeAsync("data-muted", "true");
        await card.Locator(".tools button").First.ClickAsync();
        await Assertions.Expect(card.Locator(".mark").First).ToBeVisibleAsync();
        await LookAsync("rooms");
        var inCall = alice.Page.GetByTestId("call-room");
        await Assertions.Expect(inCall.Locator("li[data-member='1001']")).ToHaveAttributeAsync("data-muted", "true");
        await Look.AssertCleanAsync(alice.Page, "call-room", theme, language);

        // To mute, to press keys, to call somebody else, to hang up: there is no other party to hold, to transfer or to park.
        var inRoom = alice.Page.GetByTestId("call").Filter(new LocatorFilterOptions { Has = inCall });
        await Assertions.Expect(inRoom.Locator(".actions button")).ToHaveCountAsync(4);
        await Assertions.Expect(inRoom.Locator(".actions button.on")).ToHaveCountAsync(0);
        await alice.CallAsync("9196");
        var echo = alice.Page.Locator("[data-testid=call][data-status=open]").Filter(new LocatorFilterOptions { HasNot = inCall });
        await Assertions.Expect(echo).ToHaveCountAsync(1);
        await Assertions.Expect(inRoom.Locator(".actions button.on")).ToHaveCountAsync(1);
        await echo.Locator(".actions button").Last.ClickAsync();
        await Assertions.Expect(alice.Page.GetByTestId("call")).ToHaveCountAsync(1);
        var locked = await Cluster.Admin.Http.GetFromJsonAsync<JsonElement>($"api/v1/rooms/{room}", TestContext.Current.CancellationToken);
        Assert.True(locked.GetProperty("locked").GetBoolean());

        var removed = DateTimeOffset.UtcNow;
        await member.GetByRole(AriaRole.Button).Nth(1).ClickAsync();
        await page.GetByTestId("question").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = remove }).ClickAsync();
        await alice.WaitForAsync("gone", Soon, removed);
        await Assertions.Expect(member).ToHaveCountAsync(0);

        await page.GotoAsync($"#/rooms/{room}/edit");
        await admin.ClickAsync(delete);
        await page.GetByTestId("question").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = delete }).ClickAsync();
        await Assertions.Expect(card).Not.ToContainTextAsync("Monday round");

        BrowserNewContextOptions As() => new() { ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light, Locale = language };

        Task LookAsync(string state) => Look.AssertCleanAsync(page, state, theme, language);
    }
}
