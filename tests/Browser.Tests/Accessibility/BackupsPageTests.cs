using RtcCluster.Browser.Tests.App;
using RtcCluster.Browser.Tests.Cluster;

namespace RtcCluster.Browser.Tests.Accessibility;

/// <summary>An administrator sets the schedule, makes a backup and has all of them read; in either theme and language.</summary>
public sealed class BackupsPageTests(BrowserFixture cluster) : AppTest(cluster)
{
    [Theory]
    [InlineData("light", "es-CO", "Guardar", "Guardado.", "Hacer una ahora", "Verificar todas", "Verificadas", "sábado")]
    [InlineData("dark", "en-GB", "Save", "Saved.", "Back up now", "Verify all", "Verified", "Saturday")]
    public async Task TheScheduleIsSaved_AndABackupIsMadeAndVerified(string theme, string language, string save, string saved, string now, string verify, string verified, string saturday)
    {
        var boss = await AppPhone.OpenAsync(await PersonAsync(
            "admin", CarolTone, new BrowserNewContextOptions { ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light, Locale = language }));
        await boss.SignInAsync("admin", Soon);
        await boss.Page.GotoAsync("#/backups");
        var schedule = boss.Page.Locator("section[aria-labelledby=backups-schedule]");
        await schedule.Locator("select").First.SelectOptionAsync("weekly");
        await schedule.Locator("select").Nth(1).SelectOptionAsync(new SelectOptionValue { Label = saturday });
        await schedule.Locator("input").Nth(1).FillAsync("9");
        await schedule.GetByRole(AriaRole.Button, new() { Name = save }).ClickAsync();
        await Assertions.Expect(schedule.GetByRole(AriaRole.Status)).ToHaveTextAsync(saved);

        var list = boss.Page.Locator("section[aria-labelledby=backups-list]");
        var before = await list.GetByRole(AriaRole.Listitem).CountAsync();
        await list.GetByRole(AriaRole.Button, new() { Name = now }).ClickAsync();
        await Assertions.Expect(list.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(before + 1);
        await Assertions.Expect(list.GetByRole(AriaRole.Button, new() { Name = verify })).ToBeEnabledAsync();
        await list.GetByRole(AriaRole.Button, new() { Name = verify }).ClickAsync();
        await Assertions.Expect(list.GetByRole(AriaRole.Status)).ToContainTextAsync(verified);
        await Look.AssertCleanAsync(boss.Page, "backups", theme, language);
    }
}
