using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using RtcCluster.Browser.Tests.App;
using RtcCluster.Browser.Tests.Cluster;

namespace RtcCluster.Browser.Tests.Accessibility;

/// <summary>What a company owes, whom it tells of recordings, and a recording that it shares; in either theme and language.</summary>
public sealed class CompanyPagesTests(BrowserFixture cluster) : AppTest(cluster)
{
    private static readonly TimeSpan Uploaded = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("light", "es-CO", "Suscripción", "Sin plan", "Antes de grabar una llamada", "Agregar una regla", "Se pide marcar 1")]
    [InlineData("dark", "en-GB", "Subscription", "No plan", "Before a call is recorded", "Add a rule", "They are asked to press 1")]
    public async Task TheSubscriptionIsShown_AndARuleOfNoticesIsWritten(string theme, string language, string title, string plan, string notices, string add, string consent)
    {
        var boss = await AppPhone.OpenAsync(await PersonAsync("admin", CarolTone, In(theme, language)));
        await boss.SignInAsync("admin", Soon);
        await AfterAMonthAsync(boss.Page);
        await boss.Page.GotoAsync("#/subscription");
        var page = boss.Page.GetByTestId("subscription");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = title, Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(page).ToContainTextAsync(plan);
        await Assertions.Expect(page.GetByRole(AriaRole.Cell, new() { Name = "norte", Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Team", Exact = true })).ToBeVisibleAsync();
        await Look.AssertCleanAsync(boss.Page, "subscription", theme, language);

        await boss.Page.GotoAsync("#/privacy");
        await Assertions.Expect(boss.Page.GetByRole(AriaRole.Heading, new() { Name = notices, Exact = true })).ToBeVisibleAsync();
        var rules = boss.Page.GetByTestId("notices");
        await rules.GetByRole(AriaRole.Button, new() { Name = add }).ClickAsync();
        var rule = rules.GetByTestId("notice");
        await rule.Locator("input").First.FillAsync(theme);
        await rule.Locator("select").First.SelectOptionAsync(new SelectOptionValue { Label = consent });
        await Assertions.Expect(rule.Locator("legend")).ToHaveTextAsync(theme);
        await Assertions.Expect(rule.Locator("input[type=number]")).ToBeVisibleAsync();

        // Not saved: calls of the tests beside this one would be asked.
        await Look.AssertCleanAsync(boss.Page, "notices", theme, language, rules);
    }

    [Fact]
    public async Task ARecordingThatIsShared_AsksForItsPassword_AndPlays()
    {
        var (alice, bob) = await TwoAsync();
        var dialled = DateTimeOffset.UtcNow;
        var call = await EstablishAsync(alice, "1002", bob);
        await HearEachOtherAsync(alice.Person, bob.Person, dialled);
        await alice.ClickAsync("Hang up");
        await bob.WaitForAsync("gone", Soon, dialled);
        var recording = await Cluster.Admin.WaitForRecordingAsync(call, Uploaded);
        using var made = await Cluster.Admin.Http.PostAsJsonAsync(
            new Uri($"api/v1/recordings/{recording.Id}/links", UriKind.Relative), new { expiresAt = DateTimeOffset.UtcNow.AddDays(1), password = "open sesame" }, TestContext.Current.CancellationToken);
        var link = (await made.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("address").GetString()!.TrimStart('/');

        await OpenAsync(link, "light", "es-CO", "Abrir", "La contraseña no es correcta.");
        await OpenAsync(link, "dark", "en-GB", "Open", "The password is not right.");
    }

    // Calls are counted once a minute, and an invoice is made when a month is over: what the page is to show of them is put into what the server says.
    private static async Task AfterAMonthAsync(IPage page)
    {
        await AddAsync("subscription", static answer => answer!["usage"]!.AsArray().Add(JsonSerializer.SerializeToNode(new { day = "2026-11-02", direction = "outbound", trunk = "norte", calls = 1204, talkMilliseconds = 250_000_000 })));
        await AddAsync("subscription/invoices", static answer => answer!.AsArray().Add(JsonSerializer.SerializeToNode(
            new { id = "demo-2026-10", plan = "Team", currency = "COP", fee = 90_000_000, outboundMilliseconds = 250_000_000, usageAmount = 41_700_000, total = 131_700_000, lines = Array.Empty<string>() })));

        Task AddAsync(string path, Action<JsonNode?> add) => page.RouteAsync($"**/api/v1/{path}", async route =>
        {
            var answer = await route.FetchAsync();
            var body = JsonNode.Parse(await answer.TextAsync());
            add(body);
            await route.FulfillAsync(new() { Response = answer, Body = body!.ToJsonString() });
        });
    }

    private static BrowserNewContextOptions In(string theme, string language) => new() { ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light, Locale = language };

    private async Task OpenAsync(string link, string theme, string language, string open, string wrong)
    {
        var stranger = await AppPhone.OpenAsync(await PersonAsync("stranger", CarolTone, In(theme, language)));
        await stranger.Page.GotoAsync(link);
        var page = stranger.Page.GetByTestId("shared");
        await page.GetByRole(AriaRole.Button, new() { Name = open }).ClickAsync();
        await page.Locator("input[type=password]").FillAsync("open barley");
        await page.GetByRole(AriaRole.Button, new() { Name = open }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync(wrong);
        await Look.AssertCleanAsync(stranger.Page, "shared-password", theme, language);

        await page.Locator("input[type=password]").FillAsync("open sesame");
        await page.GetByRole(AriaRole.Button, new() { Name = open }).ClickAsync();
        var sound = page.Locator("audio");
        await Assertions.Expect(sound).ToHaveCountAsync(1);
        Assert.True(await sound.EvaluateAsync<double>("audio => new Promise(done => audio.readyState > 0 ? done(audio.duration) : audio.addEventListener('loadedmetadata', () => done(audio.duration)))") > 0);
        await Look.AssertCleanAsync(stranger.Page, "shared", theme, language);
    }
}
