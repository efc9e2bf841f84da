using RtcCluster.Browser.Tests.App;
using RtcCluster.Browser.Tests.Cluster;
using RtcCluster.TestKit.Audio;
using RtcCluster.TestKit.Folders;

namespace RtcCluster.Browser.Tests.Accessibility;

/// <summary>An administrator uploads a prompt, hears and replaces it, may not delete it while a queue plays it; axe finds nothing in either theme and language.</summary>
public sealed class PromptsPageTests(BrowserFixture cluster) : AppTest(cluster)
{
    private readonly TempFolder _folder = TempFolder.Create("prompts-page");

    [Theory]
    [InlineData("light", "es-CO", "Subir", "quedó guardada.", "No se eliminó: la reproduce la cola", "Escuchar", "Detener", "Eliminar", "0:03")]
    [InlineData("dark", "en-GB", "Upload", "is there.", "Not deleted: the queue", "Listen", "Stop", "Delete", "0:03")]
    public async Task APromptIsUploaded_Heard_Replaced_AndDeleted(
        string theme, string language, string upload, string uploaded, string used, string listen, string stop, string delete, string longer)
    {
        using var folder = _folder;
        var (prompt, queue) = ($"greeting-{theme}", $"greeted-{theme}");
        var admin = await AppPhone.OpenAsync(await PersonAsync(
            "admin", CarolTone, new BrowserNewContextOptions { ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light, Locale = language }));
        await admin.SignInAsync("admin", Soon);
        var page = admin.Page;
        await page.GotoAsync("#/flows/+prompts");
        var form = page.Locator("form.upload");
        await form.Locator("input[type=file]").SetInputFilesAsync(Wav("Wrong rate.wav", 11_025, 1));
        await Assertions.Expect(form.Locator("input[pattern]")).ToHaveValueAsync("wrong-rate");
        await admin.ClickAsync(upload);
        await Assertions.Expect(form.Locator(".problem")).ToContainTextAsync("11025");
        await Look.AssertCleanAsync(page, "prompts-wrong", theme, language);

        await form.Locator("input[type=file]").SetInputFilesAsync(Wav("Greeting.wav", 16_000, 2));
        await form.Locator("input[pattern]").FillAsync(prompt);
        await admin.ClickAsync(upload);
        await Assertions.Expect(form.GetByText($"{prompt} {uploaded}")).ToBeVisibleAsync();
        var row = page.Locator($"tr[data-prompt='{prompt}']");
        await Assertions.Expect(row.Locator("td").First).ToHaveTextAsync("0:02");
        await row.GetByText(listen).ClickAsync();
        await Assertions.Expect(row.GetByText(stop)).ToBeVisibleAsync();
        await row.GetByText(stop).ClickAsync();
        await row.Locator("input[type=file]").SetInputFilesAsync(Wav("Longer.wav", 8_000, 3));
        await Assertions.Expect(row.Locator("td").First).ToHaveTextAsync(longer);
        await Cluster.Admin.PutAsync($"api/v1/queues/{queue}", new { name = "Greeted", music = prompt });
        await DeleteAsync();
        await Assertions.Expect(row.Locator(".problem")).ToHaveTextAsync($"{used} {queue}{(language == "en-GB" ? " plays it." : ".")}");
        await Look.AssertCleanAsync(page, "prompts", theme, language);

        using var gone = await Cluster.Admin.Http.DeleteAsync(new Uri($"api/v1/queues/{queue}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.True(gone.IsSuccessStatusCode, $"{(int)gone.StatusCode}");
        await DeleteAsync();
        await Assertions.Expect(row).ToHaveCountAsync(0);

        async Task DeleteAsync()
        {
            await row.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = delete }).ClickAsync();
            await page.GetByTestId("question").GetByText(delete, new LocatorGetByTextOptions { Exact = true }).ClickAsync();
        }
    }

    private string Wav(string name, int rate, int seconds)
    {
        var path = _folder.At(name);
        WavFile.WriteMono(path, rate, Tone.Samples(440, rate, rate * seconds));
        return path;
    }
}
