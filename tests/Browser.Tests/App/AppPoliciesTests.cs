using System.Net.Http.Json;
using RtcCluster.Browser.Tests.Accessibility;
using RtcCluster.Browser.Tests.Cluster;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Standalone;

namespace RtcCluster.Browser.Tests.App;

/// <summary>Documents, consents and notices in the webphone, in either theme and language, at a server of its own: what is published there stops calls.</summary>
public sealed class AppPoliciesTests(BrowserFixture cluster) : AppTest(cluster)
{
    // A server of its own is one more process that the machine's other work may hold up.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly LocatorAssertionsToBeVisibleOptions Patiently = new() { Timeout = (float)Patience.TotalMilliseconds };

    [Theory]
    [InlineData("light", "es-CO", "Guardar el borrador", "Publicar", "Qué cambia el borrador", "Acepto: Términos nuevos", "Entendido", "Informes de fallos")]
    [InlineData("dark", "en-GB", "Save the draft", "Publish", "What the draft changes", "I accept: New terms", "Understood", "Reports of faults")]
    public async Task ADocumentIsWritten_Published_Asked_AndAccepted(string theme, string language, string save, string publish, string changes, string accept, string understood, string faults)
    {
        await using var server = await StandaloneServer.StartAsync();
        var web = server.Addresses.WebUrl;
        var boss = await OpenAsync("admin");
        await boss.Page.GotoAsync("#/documents");
        var draft = boss.Page.GetByTestId("draft");
        await draft.Locator("[name=titleEs]").FillAsync("Términos nuevos");
        await draft.Locator("[name=titleEn]").FillAsync("New terms");
        await draft.Locator("[name=textEs]").FillAsync("## Uno\n\nNada es igual.");
        await draft.Locator("[name=textEn]").FillAsync("## One\n\nNothing is the same.");
        await draft.Locator("[name=material]").CheckAsync();
        await boss.ClickAsync(save);
        await boss.ClickAsync(changes);
        await Assertions.Expect(boss.Page.GetByTestId("diff").Locator("ins").First).ToBeVisibleAsync();
        await Look.AssertCleanAsync(boss.Page, "documents", theme, language);

        // The administrator, who has accepted as little as anybody, is asked too.
        await boss.ClickAsync(publish);
        await boss.Page.GetByTestId("question").Locator("button[type=submit]").ClickAsync();
        await Assertions.Expect(boss.Page.GetByTestId("versions")).ToContainTextAsync(language == "es-CO" ? "Términos nuevos" : "New terms");
        using (var admin = await server.SignInAsync("admin@demo.test"))
        {
            using var told = await admin.Http.PutAsJsonAsync(new Uri("api/v1/notices/v2", UriKind.Relative), new { titleEs = "Versión 2", titleEn = "Version 2", textEs = "Es nueva.", textEn = "It is new." }, TestContext.Current.CancellationToken);
            told.EnsureSuccessStatusCode();
        }

        var agent = await OpenAsync("agent1");
        var asked = agent.Page.GetByTestId("policies");
        await Assertions.Expect(asked).ToBeVisibleAsync(Patiently);
        await Assertions.Expect(agent.Page.GetByTestId("notice")).ToBeVisibleAsync();
        await Look.AssertCleanAsync(agent.Page, "policies-asked", theme, language);
        await agent.Page.GetByTestId("notice").GetByRole(AriaRole.Button, new() { Name = understood }).ClickAsync();
        await Assertions.Expect(agent.Page.GetByTestId("notice")).ToHaveCountAsync(0);

        // Calls are refused within ten seconds; whoever calls this user rings it, with the question beside.
        await RefusedAsync(agent);
        await using (var colleague = new TestPhone("1002", server.Addresses.SipUdp))
        {
            using var rest = await server.SignInAsync("agent2@demo.test");
            var own = await rest.Http.GetFromJsonAsync<System.Text.Json.JsonElement>(new Uri("api/v1/me/policies", UriKind.Relative), TestContext.Current.CancellationToken);
            var hash = own.GetProperty("pending")[0].GetProperty("document").GetProperty("hash").GetString();
            using var accepted = await rest.Http.PostAsJsonAsync(new Uri("api/v1/me/policies/terms/acceptance", UriKind.Relative), new { version = 1, hash }, TestContext.Current.CancellationToken);
            accepted.EnsureSuccessStatusCode();
            var since = DateTimeOffset.UtcNow;
            var calling = colleague.InviteAsync("1001", SdpText.Audio(colleague.Sip.Local), timeout: Patience);
            await agent.WaitForAsync("pending", Soon, since);
            await agent.Page.Locator("[data-testid=call] button.accept").ClickAsync();
            await (await calling).HangUpAsync();
            await agent.WaitForAsync("gone", Soon, since);
        }

        await asked.GetByRole(AriaRole.Button, new() { Name = accept }).ClickAsync();
        await Assertions.Expect(asked).ToHaveCountAsync(0);
        var called = DateTimeOffset.UtcNow;
        await agent.CallAsync("9196");
        await agent.WaitForAsync("open", Soon, called);

        await agent.Page.GotoAsync("#/consents");
        await Assertions.Expect(agent.Page.GetByTestId("acceptances").Locator("li")).ToHaveCountAsync(1);
        await agent.Page.GetByTestId("consent-diagnostics").CheckAsync();
        await Assertions.Expect(agent.Page.GetByTestId("consent-history")).ToContainTextAsync(faults);
        await Look.AssertCleanAsync(agent.Page, "consents", theme, language);

        await agent.Page.GotoAsync("/policies/terms/1");
        await Assertions.Expect(agent.Page.Locator("h1")).ToHaveTextAsync(language == "es-CO" ? "Términos nuevos" : "New terms");
        await Look.AssertCleanAsync(agent.Page, "policy", theme, language);
        await agent.Page.GotoAsync("/policies");
        await Look.AssertCleanAsync(agent.Page, "policies", theme, language);

        async Task<AppPhone> OpenAsync(string name)
        {
            var phone = await AppPhone.OpenAsync(await PersonAsync(
                name, CarolTone, new BrowserNewContextOptions { ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light, Locale = language }, web));
            await phone.SignInAsync(name, Patience);
            return phone;
        }
    }

    private static async Task RefusedAsync(AppPhone phone)
    {
        // A call that is let through is hung up; the one that is refused ends by itself.
        for (var i = 0; i < 20; i++)
        {
            var since = DateTimeOffset.UtcNow;
            await phone.CallAsync("9196");
            try
            {
                await phone.WaitForAsync("open", TimeSpan.FromSeconds(5), since);
            }
            catch (TimeoutException)
            {
                await Assertions.Expect(phone.Page.GetByTestId("call")).ToHaveCountAsync(0);
                return;
            }

            await phone.Page.Locator("[data-testid=call] button.reject").ClickAsync();
            await phone.WaitForAsync("gone", Soon, since);
        }

        Assert.Fail("Calls are not refused.");
    }
}
