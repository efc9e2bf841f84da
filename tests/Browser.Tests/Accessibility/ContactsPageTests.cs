using RtcCluster.Browser.Tests.App;
using RtcCluster.Browser.Tests.Cluster;
using RtcCluster.TestKit.Folders;

namespace RtcCluster.Browser.Tests.Accessibility;

/// <summary>A contact is made, found, called; a file is tried and imported; two that are one are merged and parted; axe finds nothing in either theme and language.</summary>
public sealed class ContactsPageTests(BrowserFixture cluster) : AppTest(cluster)
{
    private readonly TempFolder _folder = TempFolder.Create("contacts-page");

    [Theory]
    [InlineData("light", "es-CO", "1085", "Guardar", "Comprobar primero", "Todavía no se cambió nada: 2 nuevos, 0 cambiados, 0 unidos, 0 conocidos, 1 rechazados", "Importado: 2 nuevos", "Unir", "Deshacer", "Eliminar")]
    [InlineData("dark", "en-GB", "1086", "Save", "Check first", "Nothing is changed yet: 2 new, 0 changed, 0 merged, 0 known, 1 refused", "Imported: 2 new", "Merge", "Undo", "Delete")]
    public async Task AContactIsMade_Found_Called_Imported_Merged_AndDeleted(
        string theme, string language, string extension, string save, string check, string tried, string done, string merge, string undo, string delete)
    {
        using var folder = _folder;
        var user = $"connie-{theme}";
        await Cluster.Admin.PutAsync($"api/v1/users/{user}", new { displayName = "Connie Luna", email = $"{user}@demo.test", extension, role = "agent", password = "demo" });
        var connie = await AppPhone.OpenAsync(await PersonAsync(
            user, BobTone, new BrowserNewContextOptions { ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light, Locale = language }));
        await connie.SignInAsync(user, Soon);
        var page = connie.Page;

        // Made.
        await page.GotoAsync("#/contacts/+new");
        await page.Locator("#field-name").FillAsync("José Núñez");
        await page.Locator("#field-organization").FillAsync("Café Andino");
        await page.Locator("#field-notes").FillAsync("VIP");
        await page.Locator("input[inputmode=tel]").FillAsync("9196");
        await Look.AssertCleanAsync(page, "contact-new", theme, language);
        await connie.ClickAsync(save);
        var rows = page.GetByTestId("contacts").Locator("li");
        await Assertions.Expect(rows).ToHaveCountAsync(1);

        // Found as it is typed, made a favourite.
        await page.Locator("input[type=search]").FillAsync("nunez");
        await Assertions.Expect(rows.GetByText("José Núñez")).ToBeVisibleAsync();
        await page.Locator("input[type=search]").FillAsync("nobody");
        await Assertions.Expect(rows).ToHaveCountAsync(0);
        await page.Locator("input[type=search]").FillAsync("caf jos");
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await rows.Locator(".star").ClickAsync();
        await Assertions.Expect(rows.Locator(".star")).ToHaveAttributeAsync("aria-pressed", "true");
        await page.Locator("search select").SelectOptionAsync("favorites");
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await Look.AssertCleanAsync(page, "contacts", theme, language);

        // Called with a click: the echo answers.
        await rows.Locator("button.small").ClickAsync();
        await connie.WaitForAsync("open", Soon);
        await Assertions.Expect(page.GetByTestId("call").GetByText("José Núñez")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByTestId("caller-note")).ToContainTextAsync("VIP");
        await Look.AssertCleanAsync(page, "contact-call", theme, language);
        await page.GetByTestId("call").Locator(".action.reject").ClickAsync();
        await connie.WaitForAsync("gone", Soon);

        // A file, tried and then imported.
        await page.GotoAsync("#/contacts/+import");
        var file = folder.At("contacts.csv");
        await File.WriteAllTextAsync(file, "Name,Phone 1 - Value,E-mail 1 - Value\nAna Gómez,300 777 0001,\nAna Gomez,300 777 0002,\nNobody,,nobody\n", TestContext.Current.CancellationToken);
        await page.Locator("input[type=file]").SetInputFilesAsync(file);
        await connie.ClickAsync(check);
        await Assertions.Expect(page.GetByTestId("import-result")).ToHaveTextAsync(tried);
        await Assertions.Expect(page.GetByTestId("import-steps").Locator("tbody tr").First.Locator("td").First).ToHaveTextAsync("4");
        await Look.AssertCleanAsync(page, "contacts-import", theme, language);
        await page.Locator("form.upload button[type=submit]").ClickAsync();
        await Assertions.Expect(page.GetByTestId("import-result")).ToContainTextAsync(done);

        // Two of one name: merged, parted.
        await page.GotoAsync("#/contacts/+duplicates");
        var proposals = page.GetByTestId("duplicates").Locator("li");
        await Assertions.Expect(proposals).ToHaveCountAsync(1);
        await Look.AssertCleanAsync(page, "contacts-duplicates", theme, language);
        await proposals.GetByText(merge, new LocatorGetByTextOptions { Exact = true }).ClickAsync();
        await Assertions.Expect(proposals).ToHaveCountAsync(0);
        await connie.ClickAsync(undo);
        await Assertions.Expect(proposals).ToHaveCountAsync(1);

        // Deleted.
        await page.GotoAsync("#/contacts");
        await rows.GetByText("José Núñez").ClickAsync();
        await Assertions.Expect(page.GetByTestId("contact-editor")).ToBeVisibleAsync();
        await page.Locator("summary").ClickAsync();
        await Look.AssertCleanAsync(page, "contact", theme, language);
        await connie.ClickAsync(delete);
        await page.GetByTestId("question").GetByText(delete, new LocatorGetByTextOptions { Exact = true }).ClickAsync();
        await Assertions.Expect(rows).ToHaveCountAsync(2);
        using var gone = await Cluster.Admin.Http.DeleteAsync(new Uri($"api/v1/users/{user}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.True(gone.IsSuccessStatusCode, $"{(int)gone.StatusCode}");
    }
}
