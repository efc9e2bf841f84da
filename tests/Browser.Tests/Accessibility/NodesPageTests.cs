using System.Text.Json;
using RtcCluster.Browser.Tests.App;
using RtcCluster.Browser.Tests.Cluster;

namespace RtcCluster.Browser.Tests.Accessibility;

/// <summary>Whoever runs the platform sees its processes, drains an edge and takes that back; in either theme and language.</summary>
public sealed class NodesPageTests(BrowserFixture cluster) : AppTest(cluster)
{
    [Theory]
    [InlineData("light", "es-CO", "silo y edge", "activo", "Vaciar", "No hay otro edge", "se vacía", "recibir llamadas otra vez")]
    [InlineData("dark", "en-GB", "silo and edge", "active", "Drain", "There is no other edge", "is drained", "take calls again")]
    public async Task AnEdgeIsSeen_Drained_AndTakesCallsAgain(string theme, string language, string role, string active, string drain, string alone, string draining, string again)
    {
        var boss = await AppPhone.OpenAsync(await PersonAsync(
            "admin", CarolTone, new BrowserNewContextOptions { ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light, Locale = language }));
        await boss.SignInAsync("admin", Soon);
        await boss.Page.GotoAsync("#/nodes");
        var row = boss.Page.Locator("[data-testid=nodes] tr[data-node]");
        await Assertions.Expect(row).ToHaveCountAsync(1);
        await Assertions.Expect(row).ToContainTextAsync(role);
        await Assertions.Expect(row).ToContainTextAsync(active);
        await Look.AssertCleanAsync(boss.Page, "nodes", theme, language);

        // The answer to the question goes to no other test: the edge takes calls again whatever becomes of this one.
        try
        {
            await row.GetByRole(AriaRole.Button, new() { Name = drain }).ClickAsync();
            var question = boss.Page.GetByTestId("question");
            await Assertions.Expect(question).ToContainTextAsync(alone);
            await question.GetByRole(AriaRole.Button, new() { Name = drain, Exact = true }).ClickAsync();
            await Assertions.Expect(row).ToContainTextAsync(draining);
            await Look.AssertCleanAsync(boss.Page, "nodes-draining", theme, language);

            await row.GetByRole(AriaRole.Button, new() { Name = again }).ClickAsync();
            await Assertions.Expect(row).ToContainTextAsync(active);
        }
        finally
        {
            using var answer = await Cluster.Admin.Http.DeleteAsync(new Uri("api/v1/admin/drain", UriKind.Relative), CancellationToken.None);
            Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}");
        }

        using var trail = JsonDocument.Parse(await Cluster.Admin.Http.GetStringAsync(new Uri("api/v1/audit?action=edge.&limit=10", UriKind.Relative), TestContext.Current.CancellationToken));
        var actions = trail.RootElement.GetProperty("items").EnumerateArray().Select(static entry => entry.GetProperty("action").GetString()).ToList();
        Assert.Contains("edge.drain", actions);
        Assert.Contains("edge.undrain", actions);
    }
}
