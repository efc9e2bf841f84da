using System.Net.Http.Json;
using System.Text.Json;
using RtcCluster.Browser.Tests.App;
using RtcCluster.Browser.Tests.Cluster;

namespace RtcCluster.Browser.Tests.Accessibility;

/// <summary>An administrator makes a flow step by step, sees it as a picture, is told what is wrong where it is, tests and deletes it; axe finds nothing in either theme and language.</summary>
public sealed class FlowEditorTests(BrowserFixture cluster) : AppTest(cluster)
{
    [Theory]
    [InlineData("light", "es-CO", "Menú", "A una cola", "Colgar", "Guardar", "Guardado.", "Probar", "Todo bien", "Eliminar flujo")]
    [InlineData("dark", "en-GB", "Menu", "To a queue", "Hang up", "Save", "Saved.", "Test", "All is well", "Delete flow")]
    public async Task AFlowIsMade_Mended_Tested_AndDeleted(
        string theme, string language, string menu, string toQueue, string hangUp, string save, string saved, string test, string good, string delete)
    {
        var name = $"made-{theme}";
        var admin = await AppPhone.OpenAsync(await PersonAsync(
            "admin", CarolTone, new BrowserNewContextOptions { ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light, Locale = language }));
        await admin.SignInAsync("admin", Soon);
        var page = admin.Page;
        await page.GotoAsync("#/flows");
        await Assertions.Expect(page.Locator("#flows-title")).ToBeVisibleAsync();
        await page.Locator(".head input").FillAsync(name);
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("#field-name").FillAsync("Main number");
        foreach (var kind in new[] { menu, toQueue, hangUp })
        {
            await page.Locator(".add").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = kind, Exact = true }).ClickAsync();
        }

        await Assertions.Expect(page.Locator(".flow-picture a")).ToHaveCountAsync(3);
        await admin.ClickAsync(save);
        await Assertions.Expect(Step("menu-1").Locator(".problem").First).ToBeVisibleAsync();
        await LookAsync("flow-wrong");

        await Open("menu-1");
        await Step("menu-1").Locator("textarea").First.FillAsync("Para ventas, marque uno.");
        await Step("menu-1").Locator("textarea").Nth(1).FillAsync("For sales, press one.");
        await Step("menu-1").Locator("input.value").FillAsync("1");
        await page.Keyboard.PressAsync("Enter");
        await Step("menu-1").Locator("select.grow").SelectOptionAsync("queue-1");
        await page.Locator("#way-steps-0-otherwise").SelectOptionAsync("hangup-1");
        await Open("queue-1");
        await page.Locator("#field-steps-1-queue").FillAsync("sales");
        await admin.ClickAsync(test);
        await Assertions.Expect(page.GetByTestId("flow-report")).ToContainTextAsync(good);
        await admin.ClickAsync(save);
        await Assertions.Expect(page.GetByText(saved)).ToBeVisibleAsync();
        await LookAsync("flow");
        var made = await Cluster.Admin.Http.GetFromJsonAsync<JsonElement>($"api/v1/flows/{name}", TestContext.Current.CancellationToken);
        Assert.Equal("queue-1", made.GetProperty("definition").GetProperty("steps")[0].GetProperty("choices").GetProperty("1").GetString());

        await admin.ClickAsync(delete);
        await page.GetByTestId("question").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = delete }).ClickAsync();
        await Assertions.Expect(page.Locator("#flows-title")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText(name, new PageGetByTextOptions { Exact = true })).ToHaveCountAsync(0);
        await LookAsync("flows");

        ILocator Step(string step) => page.Locator($"[data-step='{step}']");

        async Task Open(string step)
        {
            await page.GotoAsync($"#/flows/{name}/{step}");
            await Assertions.Expect(Step(step).Locator("details")).ToHaveAttributeAsync("open", "");
        }

        Task LookAsync(string state) => Look.AssertCleanAsync(page, state, theme, language);
    }
}
