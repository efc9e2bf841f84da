using System.Net.Http.Json;
using System.Text.Json;
using RtcCluster.Browser.Tests.App;
using RtcCluster.Browser.Tests.Cluster;

namespace RtcCluster.Browser.Tests.Accessibility;

/// <summary>An administrator makes a queue, is told at the field what is wrong, mends it and deletes the queue; axe finds nothing in either theme and language.</summary>
public sealed class QueueEditorTests(BrowserFixture cluster) : AppTest(cluster)
{
    [Theory]
    [InlineData("light", "es-CO", "Guardar", "Guardado.", "Se permite de 00:00:03 a 00:05:00.", "Agregar", "Eliminar cola")]
    [InlineData("dark", "en-GB", "Save", "Saved.", "Allowed is 00:00:03 to 00:05:00.", "Add", "Delete queue")]
    public async Task AQueueIsMade_Mended_AndDeleted(string theme, string language, string save, string saved, string bounds, string add, string delete)
    {
        var name = $"made-{theme}";
        var admin = await AppPhone.OpenAsync(await PersonAsync(
            "admin", CarolTone, new BrowserNewContextOptions { ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light, Locale = language }));
        await admin.SignInAsync("admin", Soon);
        await admin.Page.GotoAsync("#/queues/+new");
        var page = admin.Page;
        await page.Locator("#field-id").FillAsync(name);
        await page.Locator("#field-name").FillAsync("Second line");
        await page.Locator("#field-ringTime").FillAsync("1");
        foreach (var agent in new[] { "agent1", "agent2" })
        {
            await page.GetByTestId("queue-editor").Locator(".card", new LocatorLocatorOptions { Has = page.GetByTestId("members") }).Locator("select").SelectOptionAsync(agent);
            await admin.ClickAsync(add);
        }

        await admin.ClickAsync(save);
        await Assertions.Expect(page.GetByText(bounds)).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#field-ringTime")).ToBeFocusedAsync();
        await LookAsync("queue-editor-wrong");
        await page.Locator("#field-ringTime").FillAsync("15");
        await page.Locator("#field-callbacks-allowed").CheckAsync();
        await page.Locator("#field-callbacks-attempts").FillAsync("9");
        await admin.ClickAsync(save);
        await Assertions.Expect(page.Locator("#field-callbacks-attempts-problem")).ToContainTextAsync("5");
        await page.Locator("#field-callbacks-attempts").FillAsync("3");
        await page.Locator("#field-callbacks-retryAfter").FillAsync("20");
        await admin.ClickAsync(save);
        await Assertions.Expect(page.Locator("#queue-title")).ToHaveTextAsync("Second line");

        await page.GotoAsync($"#/queues/{name}/edit");
        await Assertions.Expect(page.Locator("#field-ringTime")).ToHaveValueAsync("15");
        await Assertions.Expect(page.GetByTestId("members").Locator("li")).ToHaveCountAsync(2);
        await page.GetByTestId("members").Locator("li").Nth(1).GetByRole(AriaRole.Button).First.ClickAsync();
        await admin.ClickAsync(save);
        await Assertions.Expect(page.GetByText(saved)).ToBeVisibleAsync();
        await LookAsync("queue-editor");
        var made = await Cluster.Admin.Http.GetFromJsonAsync<JsonElement>($"api/v1/queues/{name}", TestContext.Current.CancellationToken);
        var callbacks = made.GetProperty("rules").GetProperty("callbacks");
        Assert.Equal((true, 3, "00:20:00"), (callbacks.GetProperty("allowed").GetBoolean(), callbacks.GetProperty("attempts").GetInt32(), callbacks.GetProperty("retryAfter").GetString()));
        Assert.Equal(["agent2", "agent1"], made.GetProperty("rules").GetProperty("members").EnumerateArray().Select(member => member.GetProperty("agent").GetString()));

        await admin.ClickAsync(delete);
        await page.GetByTestId("question").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = delete }).ClickAsync();
        await Assertions.Expect(page.GetByTestId("queues")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator($"tr[data-queue='{name}']")).ToHaveCountAsync(0);

        Task LookAsync(string state) => Look.AssertCleanAsync(page, state, theme, language);
    }
}
