using RtcCluster.Browser.Tests.App;
using RtcCluster.Browser.Tests.Cluster;

namespace RtcCluster.Browser.Tests.Accessibility;

/// <summary>Somebody's act is in the audit trail, with its number in the chain, can be looked for, and is in the file; in either theme and language.</summary>
public sealed class AuditPageTests(BrowserFixture cluster) : AppTest(cluster)
{
    [Theory]
    [InlineData("light", "es-CO", "Descargar CSV", ';')]
    [InlineData("dark", "en-GB", "Download CSV", ',')]
    public async Task AnActIsInTheTableAndTheFile(string theme, string language, string file, char separator)
    {
        var queue = $"audited-{theme}";
        await Cluster.Admin.PutAsync($"api/v1/queues/{queue}", new { name = "Audited" });
        await Cluster.Admin.Http.DeleteAsync(new Uri($"api/v1/queues/{queue}", UriKind.Relative), TestContext.Current.CancellationToken);

        var boss = await AppPhone.OpenAsync(await PersonAsync(
            "admin", CarolTone, new BrowserNewContextOptions { ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light, Locale = language }));
        await boss.SignInAsync("admin", Soon);
        await boss.Page.GotoAsync("#/audit");
        var rows = boss.Page.GetByTestId("audit").Locator("tbody tr");
        await Assertions.Expect(rows.First).ToBeVisibleAsync();
        await boss.Page.Locator("main input[type=search]").Nth(1).FillAsync("queue.delete");
        await boss.Page.Locator("main input[type=search]").Nth(2).FillAsync(queue);
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await Assertions.Expect(rows).ToContainTextAsync(queue);
        await LookAsync("audit-rows");

        var download = await boss.Page.RunAndWaitForDownloadAsync(() => boss.ClickAsync(file));
        Assert.Equal("audit.csv", download.SuggestedFilename);
        var lines = (await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken)).Split("\r\n");
        Assert.Equal(["number", "at", "actor", "action", "target"], lines[0].TrimStart('\uFEFF').Split(separator)[..5]);
        Assert.Equal(["admin", "queue.delete", queue], lines[1].Split(separator)[2..5]);

        await boss.Page.Locator("main input[type=search]").First.FillAsync("nobody");
        await Assertions.Expect(boss.Page.Locator(".empty")).ToBeVisibleAsync();
        await LookAsync("audit-empty");

        Task LookAsync(string state) => Look.AssertCleanAsync(boss.Page, state, theme, language);
    }
}
