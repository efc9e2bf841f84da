using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using RtcCluster.Browser.Tests.App;
using RtcCluster.Browser.Tests.Cluster;
using RtcCluster.TestKit.Audio;
using RtcCluster.TestKit.Folders;

namespace RtcCluster.Browser.Tests.Accessibility;

/// <summary>An administrator sets what waiting callers of a queue hear; the API has it; axe finds nothing in either theme and language.</summary>
public sealed class QueueWaitingTests(BrowserFixture cluster) : AppTest(cluster)
{
    [Theory]
    [InlineData("light", "es-CO", "Guardar", "Guardado.", "Se permite de 00:00:01 a 01:00:00.", "Agregar un texto", "Agregar una locución", "Subir a Locución 2")]
    [InlineData("dark", "en-GB", "Save", "Saved.", "Allowed is 00:00:01 to 01:00:00.", "Add a text", "Add a prompt", "Move Prompt 2 up")]
    public async Task WhatCallersHear_IsSet_MendedAndRead(
        string theme, string language, string save, string saved, string bounds, string addText, string addPrompt, string up)
    {
        var (queue, music) = ($"hearing-{theme}", $"hearing-{theme}-music");
        await UploadAsync(music);
        await Cluster.Admin.PutAsync($"api/v1/queues/{queue}", new { name = "Third line" });
        try
        {
            var admin = await AppPhone.OpenAsync(await PersonAsync(
                "admin", CarolTone, new BrowserNewContextOptions { ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light, Locale = language }));
            await admin.SignInAsync("admin", Soon);
            var page = admin.Page;
            await page.GotoAsync($"#/queues/{queue}/edit");
            await page.Locator("#field-music").SelectOptionAsync(music);
            await page.Locator("#field-announcements-language").SelectOptionAsync("en");
            await page.Locator("#field-announcements-placeAfter").FillAsync("0");
            await page.Locator("#field-announcements-position").UncheckAsync();
            await admin.ClickAsync(addText);
            await page.GetByTestId("announcements").Locator("textarea").FillAsync("moment");
            await admin.ClickAsync(addPrompt);
            await page.GetByTestId("announcements").Locator("select").SelectOptionAsync(music);
            await admin.Button(up).FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            await admin.ClickAsync(save);
            await Assertions.Expect(page.GetByText(bounds)).ToBeVisibleAsync();
            await Assertions.Expect(page.Locator("#field-announcements-placeAfter")).ToBeFocusedAsync();
            await Look.AssertCleanAsync(page, "queue-waiting-wrong", theme, language);

            await page.Locator("#field-announcements-placeAfter").FillAsync("15");
            await page.Locator("#field-announcements-periodicEvery").FillAsync("40");
            await admin.ClickAsync(save);
            await Assertions.Expect(page.GetByText(saved)).ToBeVisibleAsync();
            await Look.AssertCleanAsync(page, "queue-waiting", theme, language);

            var rules = (await Cluster.Admin.Http.GetFromJsonAsync<JsonElement>($"api/v1/queues/{queue}", TestContext.Current.CancellationToken)).GetProperty("rules");
            var told = rules.GetProperty("announcements");
            Assert.Equal((music, "en", "00:00:15", "00:00:40"), (Text(rules, "music"), Text(told, "language"), Text(told, "placeAfter"), Text(told, "periodicEvery")));
            Assert.Equal((false, true), (told.GetProperty("position").GetBoolean(), told.GetProperty("estimatedWait").GetBoolean()));
            Assert.Equal([music, "moment "], told.GetProperty("periodic").EnumerateArray().Select(static one => one.GetString()));

            await page.ReloadAsync();
            await Assertions.Expect(page.GetByTestId("announcements").Locator("select")).ToHaveValueAsync(music);
            await Assertions.Expect(page.GetByTestId("announcements").Locator("textarea")).ToHaveValueAsync("moment ");
        }
        finally
        {
            await DeleteAsync($"queues/{queue}");
            await DeleteAsync($"prompts/{music}");
        }
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private async Task UploadAsync(string name)
    {
        using var folder = TempFolder.Create("music");
        WavFile.WriteMono(folder.At("music.wav"), 8_000, Tone.Samples(440, 8_000, 24_000));
        using var sound = new ByteArrayContent(await File.ReadAllBytesAsync(folder.At("music.wav"), TestContext.Current.CancellationToken));
        sound.Headers.ContentType = new MediaTypeHeaderValue("audio/wav");
        using var answer = await Cluster.Admin.Http.PutAsync(new Uri($"api/v1/prompts/{name}", UriKind.Relative), sound, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}");
    }

    private async Task DeleteAsync(string path)
    {
        using var gone = await Cluster.Admin.Http.DeleteAsync(new Uri($"api/v1/{path}", UriKind.Relative));
        Assert.True(gone.IsSuccessStatusCode, $"DELETE {path}: {(int)gone.StatusCode}");
    }
}
