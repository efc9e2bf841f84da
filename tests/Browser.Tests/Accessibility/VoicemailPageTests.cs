using RtcCluster.Browser.Tests.App;
using RtcCluster.Browser.Tests.Cluster;

namespace RtcCluster.Browser.Tests.Accessibility;

/// <summary>A message is left, counted at the page of its owner, heard and deleted; axe finds nothing in either theme and language.</summary>
public sealed class VoicemailPageTests(BrowserFixture cluster) : AppTest(cluster)
{
    // The greeting lasts about four seconds; what is said after it is the message.
    private static readonly TimeSpan Message = TimeSpan.FromSeconds(3);

    [Theory]
    [InlineData("light", "es-CO", "Eliminar", "No hay mensajes.")]
    [InlineData("dark", "en-GB", "Delete", "No messages.")]
    public async Task AMessageIsLeft_Heard_AndDeleted(string theme, string language, string delete, string none)
    {
        var user = $"vera-{theme}";
        var extension = theme == "light" ? "1083" : "1084";
        await Cluster.Admin.PutAsync($"api/v1/users/{user}", new { displayName = "Vera Luna", email = $"{user}@demo.test", extension, role = "agent", password = "demo" });
        using (var own = await Cluster.Server.SignInAsync($"{user}@demo.test"))
        {
            await own.PutAsync("api/v1/me/calls", new { forwardAlways = "*97" });
        }

        var vera = await AppPhone.OpenAsync(await PersonAsync(
            user, BobTone, new BrowserNewContextOptions { ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light, Locale = language }));
        await vera.SignInAsync(user, Soon);
        var page = vera.Page;
        await page.GotoAsync("#/voicemail");
        await Assertions.Expect(page.GetByText(none)).ToBeVisibleAsync();
        // This server has no mail server: the switch says so instead of failing.
        await Assertions.Expect(page.Locator("#field-email")).ToBeDisabledAsync();
        await Assertions.Expect(page.Locator("#field-email-hint")).ToBeVisibleAsync();
        var alice = await PhoneAsync("agent1", AliceTone);
        var dialled = DateTimeOffset.UtcNow;
        await alice.CallAsync(extension);
        await alice.WaitForAsync("open", Soon);
        await alice.Person.Ear.WaitForOtherAsync(AliceTone, dialled, Message, Soon);
        await alice.Person.Ear.WaitForSilenceAsync(DateTimeOffset.UtcNow, Message, Soon);
        await alice.ClickAsync("Hang up");
        await alice.WaitForAsync("gone", Soon);

        var patient = new LocatorAssertionsToBeVisibleOptions { Timeout = (float)Soon.TotalMilliseconds };
        await Assertions.Expect(page.GetByTestId("new-messages")).ToBeVisibleAsync(patient);
        var message = page.GetByTestId("messages").Locator("li");
        await Assertions.Expect(message).ToBeVisibleAsync(patient);
        await Assertions.Expect(message).ToHaveAttributeAsync("data-heard", "false");
        await Look.AssertCleanAsync(page, "voicemail", theme, language);
        await message.GetByRole(AriaRole.Button).First.ClickAsync();
        await Assertions.Expect(message).ToHaveAttributeAsync("data-heard", "true");
        await Assertions.Expect(page.GetByTestId("new-messages")).ToHaveCountAsync(0);

        await message.GetByText(delete, new LocatorGetByTextOptions { Exact = true }).ClickAsync();
        await page.GetByTestId("question").GetByText(delete, new LocatorGetByTextOptions { Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText(none)).ToBeVisibleAsync();
        using var gone = await Cluster.Admin.Http.DeleteAsync(new Uri($"api/v1/users/{user}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.True(gone.IsSuccessStatusCode, $"{(int)gone.StatusCode}");
    }
}
