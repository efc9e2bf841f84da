using RtcCluster.Browser.Tests.App;
using RtcCluster.Browser.Tests.Cluster;

namespace RtcCluster.Browser.Tests.Accessibility;

/// <summary>An administrator sets how long what is kept and proposes a case, a user sets the own days; in either theme and language.</summary>
public sealed class PrivacyPageTests(BrowserFixture cluster) : AppTest(cluster)
{
    [Theory]
    [InlineData("light", "es-CO", "Guardar", "Proponer", "Retirar", "Guardado.")]
    [InlineData("dark", "en-GB", "Save", "Propose", "Withdraw", "Saved.")]
    public async Task RulesAreSaved_AndACaseIsProposedAndWithdrawn(string theme, string language, string save, string propose, string withdraw, string saved)
    {
        var boss = await AppPhone.OpenAsync(await PersonAsync(
            "admin", CarolTone, new BrowserNewContextOptions { ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light, Locale = language }));
        await boss.SignInAsync("admin", Soon);
        await boss.Page.GotoAsync("#/privacy");
        var rules = boss.Page.Locator("section[aria-labelledby=privacy-rules]");
        await rules.Locator("input").Nth(1).FillAsync("36500");
        await rules.GetByRole(AriaRole.Button, new() { Name = save }).ClickAsync();
        await Assertions.Expect(rules.GetByRole(AriaRole.Status)).ToHaveTextAsync(saved);

        var name = $"Suit {theme}";
        var cases = boss.Page.Locator("section[aria-labelledby=privacy-cases]");
        await cases.Locator("form input").First.FillAsync(name);
        await cases.Locator("form input").Nth(2).FillAsync("agent4");
        await cases.GetByRole(AriaRole.Button, new() { Name = propose }).ClickAsync();
        var one = cases.GetByRole(AriaRole.Listitem).Filter(new() { HasText = name });
        await Assertions.Expect(one).ToContainTextAsync("agent4");
        await LookAsync("privacy");
        await one.GetByRole(AriaRole.Button, new() { Name = withdraw }).ClickAsync();
        await Assertions.Expect(one.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);

        await boss.Page.GotoAsync("#/settings");
        var own = boss.Page.Locator("section[aria-labelledby=settings-retention]");
        await own.Locator("input").First.FillAsync("3000");
        await own.GetByRole(AriaRole.Button, new() { Name = save }).ClickAsync();
        await Assertions.Expect(own.GetByRole(AriaRole.Status)).ToHaveTextAsync(saved);
        await LookAsync("settings-retention");

        Task LookAsync(string state) => Look.AssertCleanAsync(boss.Page, state, theme, language);
    }
}
