using RtcCluster.Browser.Tests.App;
using RtcCluster.Browser.Tests.Cluster;
using RtcCluster.TestKit.Phones;

namespace RtcCluster.Browser.Tests.Accessibility;

/// <summary>Somebody looks for a prefix that is let through: the administrator sees the case and blocks, the user objects, and the case is dismissed; in either theme and language.</summary>
public sealed class IncidentsPageTests(BrowserFixture cluster) : AppTest(cluster)
{
    private readonly BrowserFixture _cluster = cluster;

    [Theory]
    [InlineData("light", "es-CO", "agent3", "1003", "Bloquear llamadas externas por un día", "No lo fue", "Enviar", "están bloqueadas")]
    [InlineData("dark", "en-GB", "agent4", "1004", "Block calls outside for a day", "It was none", "Send", "are blocked")]
    public async Task ACaseIsBlocked_ObjectedTo_AndDismissed(string theme, string language, string user, string extension, string block, string dismiss, string send, string blocked)
    {
        var boss = await OpenAsync("admin");
        await boss.Page.GotoAsync("#/incidents");
        await using (var phone = new TestPhone(extension, _cluster.Server.Addresses.SipUdp))
        {
            for (var i = 0; i < 5; i++)
            {
                Assert.Equal(403, (await phone.InviteAsync($"+8821300000{i}", SdpText.Audio(phone.Sip.Local))).Response.Status);
            }
        }

        // Nobody loads the page anew: it looks every five seconds.
        var found = boss.Page.GetByTestId("incident").Filter(new() { HasText = user });
        await Assertions.Expect(found).ToHaveCountAsync(1, new() { Timeout = 15_000 });
        await LookAsync(boss, "incidents");
        await found.GetByRole(AriaRole.Button, new() { Name = block }).ClickAsync();
        await Assertions.Expect(found).ToContainTextAsync(blocked);

        var agent = await OpenAsync(user);
        await agent.Page.GotoAsync("#/settings");
        var own = agent.Page.GetByTestId("own-incidents");
        await Assertions.Expect(own).ToContainTextAsync(blocked);
        await LookAsync(agent, "settings-incidents");
        await own.Locator("input").FillAsync("A list of customers had mistakes.");
        await own.GetByRole(AriaRole.Button, new() { Name = send }).ClickAsync();
        await Assertions.Expect(own.Locator("input")).ToHaveCountAsync(0);

        await Assertions.Expect(found).ToContainTextAsync("A list of customers had mistakes.", new() { Timeout = 15_000 });
        await found.Locator("input").FillAsync("The list is mended.");
        await found.GetByRole(AriaRole.Button, new() { Name = dismiss }).ClickAsync();
        // Open ones only: it is none any longer.
        await Assertions.Expect(found).ToHaveCountAsync(0);

        async Task<AppPhone> OpenAsync(string name)
        {
            var phone = await AppPhone.OpenAsync(await PersonAsync(
                name, CarolTone, new BrowserNewContextOptions { ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light, Locale = language }));
            await phone.SignInAsync(name, Soon);
            return phone;
        }

        Task LookAsync(AppPhone phone, string state) => Look.AssertCleanAsync(phone.Page, state, theme, language);
    }
}
