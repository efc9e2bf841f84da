using System.Text.Json;
using RtcCluster.Browser.Tests.App;
using RtcCluster.Browser.Tests.Cluster;

namespace RtcCluster.Browser.Tests.Accessibility;

/// <summary>A caller hangs up in a queue of the test's own, and the reports tell of it: as a chart, as a table, as a file, in either theme and language.</summary>
public sealed class ReportPagesTests(BrowserFixture cluster) : AppTest(cluster)
{
    [Theory]
    [InlineData("light", "es-CO", "Descargar CSV", ';')]
    [InlineData("dark", "en-GB", "Download CSV", ',')]
    public async Task ACallerWhoHangsUp_IsInTheChartTheTableAndTheFile(string theme, string language, string file, char separator)
    {
        var (queue, number) = ($"told-{theme}", theme == "light" ? "2095" : "2096");
        await Cluster.Admin.PutAsync($"api/v1/queues/{queue}", new { name = "Told" });
        await Cluster.PutLineAsync(number, new { name = "Told", kind = "queue", target = queue, recording = "never", ringSeconds = 30, enabled = true });
        try
        {
            var alice = await PhoneAsync("agent1", AliceTone);
            await alice.CallAsync(number);
            await alice.WaitForAsync("open", Soon);
            await alice.ClickAsync("Hang up");
            await alice.WaitForAsync("gone", Soon);
            await ReportedAsync(queue);

            var boss = await AppPhone.OpenAsync(await PersonAsync(
                "supervisor", CarolTone, new BrowserNewContextOptions { ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light, Locale = language }));
            await boss.SignInAsync("supervisor", Soon);
            await boss.Page.GotoAsync("#/reports");
            await boss.Page.Locator("main select").Nth(3).SelectOptionAsync(queue);
            var row = boss.Page.GetByTestId("report").Locator("tbody tr");
            await Assertions.Expect(row).ToHaveCountAsync(1);
            await Assertions.Expect(row).ToContainTextAsync(queue);
            await Assertions.Expect(boss.Page.GetByTestId("chart").Locator("canvas")).ToBeVisibleAsync();
            await LookAsync("reports-queues");

            var download = await boss.Page.RunAndWaitForDownloadAsync(() => boss.ClickAsync(file));
            Assert.StartsWith("queues-", download.SuggestedFilename, StringComparison.Ordinal);
            var lines = (await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken)).Split("\r\n");
            Assert.Equal(("from", queue), (lines[0].Split(separator)[0].TrimStart('\uFEFF'), lines[1].Split(separator)[2]));

            await boss.Page.Locator("main select").First.SelectOptionAsync("calls");
            await boss.Page.Locator("main select").Last.SelectOptionAsync(queue);
            await Assertions.Expect(row).ToHaveCountAsync(1);
            await Assertions.Expect(row).ToContainTextAsync(queue);
            await LookAsync("reports-calls");
            await boss.Page.Locator("main select").First.SelectOptionAsync("agents");
            await boss.Page.Locator("main input[type=search]").FillAsync("nobody");
            await Assertions.Expect(boss.Page.Locator(".empty")).ToBeVisibleAsync();
            await LookAsync("reports-empty");

            Task LookAsync(string state) => Look.AssertCleanAsync(boss.Page, state, theme, language);
        }
        finally
        {
            await Cluster.Admin.Http.DeleteAsync(new Uri($"api/v1/lines/{number}", UriKind.Relative), CancellationToken.None);
            await Cluster.Admin.Http.DeleteAsync(new Uri($"api/v1/queues/{queue}", UriKind.Relative), CancellationToken.None);
        }
    }

    // The history has a call a moment after its last leg has gone.
    private Task ReportedAsync(string queue) => TestKit.Waiting.Eventually.IsTrueAsync("the call in the report", Soon, async () =>
    {
        using var report = JsonDocument.Parse(await Cluster.Admin.Http.GetStringAsync(new Uri($"api/v1/reports/calls?queue={queue}", UriKind.Relative)));
        return report.RootElement.GetProperty("items").GetArrayLength() == 1;
    });
}
