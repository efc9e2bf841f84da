using RtcCluster.Browser.Tests.App;
using RtcCluster.Browser.Tests.Cluster;

namespace RtcCluster.Browser.Tests.Accessibility;

/// <summary>A picture is sent as a fax to a number that there is not: its page is shown small, it says that it failed, and it is deleted; axe finds nothing in either theme and language.</summary>
public sealed class FaxPageTests(BrowserFixture cluster) : AppTest(cluster)
{
    // Four dots: black, white, white, black.
    private const string Picture = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACAQAAAABazTCJAAAADElEQVR4nGNwYGgAAAFEAME6ehxWAAAAAElFTkSuQmCC";

    [Theory]
    [InlineData("light", "es-CO", "Enviar", "Eliminar", "No hay faxes.")]
    [InlineData("dark", "en-GB", "Send", "Delete", "No faxes.")]
    public async Task APictureIsSent_Shown_AndDeleted(string theme, string language, string send, string delete, string none)
    {
        var user = $"fay-{theme}";
        await Cluster.Admin.PutAsync($"api/v1/users/{user}", new { displayName = "Fay Luna", email = $"{user}@demo.test", extension = theme == "light" ? "1087" : "1088", role = "agent", password = "demo" });
        var fay = await AppPhone.OpenAsync(await PersonAsync(
            user, BobTone, new BrowserNewContextOptions { ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light, Locale = language }));
        await fay.SignInAsync(user, Soon);
        var page = fay.Page;
        await page.GotoAsync("#/faxes");
        await Assertions.Expect(page.GetByText(none)).ToBeVisibleAsync();

        await page.Locator("form.upload input[type=tel]").FillAsync("8888");
        await page.Locator("form.upload input[type=file]").SetInputFilesAsync(new FilePayload { Name = "page.png", MimeType = "image/png", Buffer = Convert.FromBase64String(Picture) });
        await page.Locator("form.upload").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = send, Exact = true }).ClickAsync();
        var fax = page.GetByTestId("faxes").Locator("li");
        await Assertions.Expect(fax).ToHaveAttributeAsync("data-state", "failed", new LocatorAssertionsToHaveAttributeOptions { Timeout = (float)Soon.TotalMilliseconds });
        await Assertions.Expect(fax.Locator("img")).ToBeVisibleAsync();
        // A picture that the page may not show has its place all the same.
        await Assertions.Expect(fax.Locator("img")).ToHaveJSPropertyAsync("naturalWidth", 240);
        await Look.AssertCleanAsync(page, "faxes", theme, language);

        await fax.GetByText(delete, new LocatorGetByTextOptions { Exact = true }).ClickAsync();
        await page.GetByTestId("question").GetByText(delete, new LocatorGetByTextOptions { Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText(none)).ToBeVisibleAsync();
        using var gone = await Cluster.Admin.Http.DeleteAsync(new Uri($"api/v1/users/{user}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.True(gone.IsSuccessStatusCode, $"{(int)gone.StatusCode}");
    }
}
