using System.Text.Json;
using RtcCluster.Browser.Tests.Accessibility;
using RtcCluster.Browser.Tests.Cluster;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Browser.Tests.Extension;

/// <summary>Numbers in pages that are built like those of Google Workspace: all are found, nothing else is, and a click on one is a call at the edge.</summary>
public sealed class ExtensionPagesTests(BrowserFixture cluster) : ExtensionTest(cluster)
{
    private const string MarkedText = "[...(CSS.highlights.get('rtccluster-number') ?? [])].map(range => range.toString().replace(/[^+\\d]/g, ''))";

    [Theory]
    [InlineData("mail.google.com")]
    [InlineData("contacts.google.com")]
    [InlineData("calendar.google.com")]
    [InlineData("chat.google.com")]
    public async Task AllNumbersAreMarked_AndNothingElse(string address)
    {
        var browser = await BrowserAsync(AliceTone);
        var page = await browser.VisitAsync(address);
        var expected = JsonSerializer.Deserialize<string[]>(await page.Locator("#expected").TextContentAsync() ?? "[]")!;

        var marked = await Eventually.GetAsync(
            $"{expected.Length} numbers", Soon, () => page.EvaluateAsync<string[]>(MarkedText), marked => marked.Length >= expected.Length);

        Assert.Equal(expected.Select(Significant), marked.Select(Significant));
    }

    [Fact]
    public async Task WhereNobodyAllowedIt_NothingIsMarked()
    {
        var browser = await BrowserAsync(AliceTone);
        var read = await browser.VisitAsync("mail.google.com");
        var other = await browser.VisitAsync("elsewhere.test");
        await Eventually.IsTrueAsync("marks in the page that is read", Soon, async () => (await read.EvaluateAsync<string[]>(MarkedText)).Length > 0);

        Assert.Empty(await other.EvaluateAsync<string[]>(MarkedText));
    }

    [Fact]
    public async Task AClickOnANumber_IsACallToIt()
    {
        Cluster.Carrier.Forget();
        var browser = await BrowserAsync(AliceTone);
        await browser.SignInAsync(Cluster.Web, "agent1");
        var panel = await browser.PanelAsync(Soon);
        var page = await browser.VisitAsync("mail.google.com");
        await Eventually.IsTrueAsync("marks", Soon, async () => (await page.EvaluateAsync<string[]>(MarkedText)).Length > 0);

        var dialled = DateTimeOffset.UtcNow;
        await PressAsync(page, "#first");
        await CallAsync(panel, "open");
        await Cluster.Carrier.SpeakAsync(Talk, Soon);
        await Button(panel, "Hang up").ClickAsync();
        await NoCallAsync(panel);

        var entry = Assert.Single(await Cluster.Admin.WaitForCallLogAsync("the call", entry => entry.BeganAfter(dialled) && entry.EndedAt is not null, Soon));
        Assert.Equal("+573001234567", entry.To);
        Assert.Equal("answered", entry.Result, ignoreCase: true);
        Assert.True(Cluster.Carrier.Heard().Heard(AliceTone) > TimeSpan.FromMilliseconds(300), $"the carrier heard {Cluster.Carrier.Heard()}");
    }

    [Fact]
    public async Task ALinkThatSaysItIsATelephone_IsACallToIt()
    {
        var browser = await BrowserAsync(AliceTone);
        await browser.SignInAsync(Cluster.Web, "agent1");
        var panel = await browser.PanelAsync(Soon);
        var page = await browser.VisitAsync("mail.google.com");
        await Eventually.IsTrueAsync("marks", Soon, async () => (await page.EvaluateAsync<string[]>(MarkedText)).Length > 0);

        await page.Locator("#link").ClickAsync();
        var call = await CallAsync(panel, "open");
        await Assertions.Expect(call).ToContainTextAsync("+573001112233");
        await Button(panel, "Hang up").ClickAsync();
        await NoCallAsync(panel);
    }

    [Theory]
    [InlineData("docs.google.com/document", "selectInPaper(15, 27)", "+573001234567")]
    [InlineData("docs.google.com/spreadsheets", "selectCell('B3')", "+576012345678")]
    public async Task WhatIsSelectedInATextThatIsDrawn_IsCalled(string address, string select, string number)
    {
        var browser = await BrowserAsync(AliceTone);
        var options = await browser.SignInAsync(Cluster.Web, "agent1");
        var page = await browser.VisitAsync(address);
        var panel = await browser.Context.RunAndWaitForPageAsync(() => options.EvaluateAsync("chrome.windows.create({ url: 'panel.html', type: 'popup' })"));
        await Assertions.Expect(panel.GetByTestId("state")).ToHaveClassAsync("registered");
        await page.EvaluateAsync(select);

        await Button(panel, "Call what is selected in the page").ClickAsync();
        var call = await CallAsync(panel, "open");
        await Assertions.Expect(call).ToContainTextAsync(number);
        await Button(panel, "Hang up").ClickAsync();
        await NoCallAsync(panel);
    }

    // The button comes beside the number that the pointer is at, and must have been seen for a moment.
    private static async Task PressAsync(IPage page, string selector)
    {
        var box = (await page.Locator(selector).BoundingBoxAsync())!;
        var (right, middle) = (box.X + box.Width, box.Y + (box.Height / 2));
        await page.Mouse.MoveAsync(right - 10, middle);
        await page.Mouse.MoveAsync(right - 8, middle);
        await page.Locator("html > div:last-child").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        await page.WaitForFunctionAsync("at => performance.now() - at > 400", await page.EvaluateAsync<double>("performance.now()"));
        await Look.KeepAsync(page, "google-mail", "light", "es");
        await page.Mouse.ClickAsync(right + 12, middle);
    }

    // National numbers as they stand in the page, compared by what is the same in all ways of writing.
    private static string Significant(string number) => number[^6..];
}
