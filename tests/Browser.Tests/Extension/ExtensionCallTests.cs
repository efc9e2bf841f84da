using System.Globalization;
using System.Xml;
using RtcCluster.Browser.Tests.Cluster;
using RtcCluster.TestKit.Baresip;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Browser.Tests.Extension;

/// <summary>Calls of the extension with a real telephone (baresip): they live in the desk, whatever becomes of the worker and of screens.</summary>
public sealed class ExtensionCallTests(BrowserFixture cluster) : ExtensionTest(cluster)
{
    /// <summary>Seconds that the long call lasts, its kills spread over them: 600 for the ten minutes with twenty kills of the acceptance.</summary>
    private const string SecondsVariable = "RTC_EXTENSION_SECONDS";
    private const string KillsVariable = "RTC_EXTENSION_KILLS";

    // What a telephone plays is behind what it receives, and what it has not played when the call ends it has not heard.
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task ACallGoesOn_WhileTheWorkerIsKilledAgainAndAgain()
    {
        var length = TimeSpan.FromSeconds(Number(SecondsVariable, 6));
        var kills = Number(KillsVariable, 3);
        var browser = await BrowserAsync(AliceTone);
        var options = await browser.SignInAsync(Cluster.Web, "agent1");
        await PlainSoundAsync(options);
        var panel = await browser.PanelAsync(Soon);
        await using var bob = await BaresipPhone.StartAsync(new BaresipOptions { User = "1002", Tone = BobTone, ToneLength = length + Soon + Soon, Registrar = Cluster.Sip });
        var worker = await ExtensionWorker.OfAsync(options);

        var dialled = DateTimeOffset.UtcNow;
        await panel.Locator("#dial-field").FillAsync("1002");
        await panel.Keyboard.PressAsync("Enter");
        await bob.WaitForAsync("CALL_INCOMING", Soon);
        await bob.AcceptAsync();
        var call = await CallAsync(panel, "open");
        var id = await call.GetAttributeAsync("data-call");
        for (var kill = 1; kill <= kills; kill++)
        {
            await TalkedAsync(panel, length * kill / (kills + 1));
            await worker.KillAsync(Soon);
            Assert.Equal(id, await (await CallAsync(panel, "open")).GetAttributeAsync("data-call"));

            // The next click wakes it.
            await options.EvaluateAsync("chrome.runtime.sendMessage({ to: 'worker', ask: 'desk' })");
        }

        await TalkedAsync(panel, length + Lag);
        await Button(panel, "Mute").ClickAsync();
        await Assertions.Expect(Button(panel, "Unmute")).ToBeVisibleAsync();
        await Button(panel, "Hang up").ClickAsync();
        await NoCallAsync(panel);
        await bob.WaitForAsync("CALL_CLOSED", Soon);

        // The browser's tone begins anew every ten seconds: the tenth of a second with both its ends counts for none.
        var least = length - Lag - (length / 100);
        Assert.True(bob.Heard().Heard(AliceTone) >= least, $"the telephone heard {bob.Heard()}");
        var left = await Evidence.OfAsync(Cluster.Admin, dialled, Soon);
        Assert.Equal(id, left.Entry.Id);
        left.AssertTones(AliceTone, BobTone, least);
        Measured($"the extension's call, with {worker.State.Stops} kills of the worker", left.Entry.EndedAt!.Value - left.Entry.AnsweredAt!.Value);
    }

    [Fact]
    public async Task TheDeskIsEnded_AndTheNextOneTakesItsCallUp()
    {
        const string Desk = "chrome.runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT'] }).then(found => found[0]?.documentId ?? '')";
        var browser = await BrowserAsync(AliceTone);
        var options = await browser.SignInAsync(Cluster.Web, "agent1");
        await PlainSoundAsync(options);
        var panel = await browser.PanelAsync(Soon);
        await using var bob = await BaresipPhone.StartAsync(new BaresipOptions { User = "1002", Tone = BobTone, Registrar = Cluster.Sip });

        var dialled = DateTimeOffset.UtcNow;
        await panel.Locator("#dial-field").FillAsync("1002");
        await panel.Keyboard.PressAsync("Enter");
        await bob.WaitForAsync("CALL_INCOMING", Soon);
        await bob.AcceptAsync();
        var id = await (await CallAsync(panel, "open")).GetAttributeAsync("data-call");
        var first = await options.EvaluateAsync<string>(Desk);
        await options.EvaluateAsync("chrome.offscreen.closeDocument()");
        await Eventually.GetAsync("another desk", Soon, () => options.EvaluateAsync<string>(Desk), desk => desk.Length > 0 && desk != first);
        Assert.Equal(id, await (await CallAsync(panel, "open")).GetAttributeAsync("data-call"));

        // From here on only the second desk is heard.
        var talked = XmlConvert.ToTimeSpan((await panel.GetByTestId("call").Locator("time").GetAttributeAsync("datetime"))!);
        await TalkedAsync(panel, talked + Lag + Lag);
        await Button(panel, "Hang up").ClickAsync();
        await NoCallAsync(panel);
        await bob.WaitForAsync("CALL_CLOSED", Soon);
        var left = await Evidence.OfAsync(Cluster.Admin, dialled, Soon);
        Assert.Equal(id, left.Entry.Id);
        left.AssertTones(AliceTone, BobTone, Lag);
        Assert.True(bob.Heard().Heard(AliceTone) >= Lag, $"the telephone heard {bob.Heard()}");
    }

    [Fact]
    public async Task ATelephoneCalls_TheWorkerIsWoken_AndTheCallIsAnswered_Held_TransferredAndEnded()
    {
        var browser = await BrowserAsync(AliceTone);
        var options = await browser.SignInAsync(Cluster.Web, "agent1");
        var panel = await browser.PanelAsync(Soon);
        var worker = await ExtensionWorker.OfAsync(options);
        await worker.KillAsync(Soon);
        await using var bob = await BaresipPhone.StartAsync(new BaresipOptions { User = "1002", Tone = BobTone, Registrar = Cluster.Sip });
        await using var carol = await BaresipPhone.StartAsync(new BaresipOptions { User = "1003", Tone = CarolTone, Registrar = Cluster.Sip });

        await bob.DialAsync("1001");
        var call = await CallAsync(panel, "pending");
        var id = await call.GetAttributeAsync("data-call");
        await Eventually.IsTrueAsync("a notification", Soon, async () => await options.EvaluateAsync<bool>($"chrome.notifications.getAll().then(all => 'ring:{id}' in all)"));
        await Button(panel, "Answer").ClickAsync();
        await CallAsync(panel, "open");
        await bob.WaitForAsync("CALL_ESTABLISHED", Soon);
        await Eventually.IsTrueAsync("no notification", Soon, async () => await options.EvaluateAsync<bool>($"chrome.notifications.getAll().then(all => !('ring:{id}' in all))"));

        await Button(panel, "Hold").ClickAsync();
        await Assertions.Expect(Button(panel, "Resume")).ToBeVisibleAsync();
        await Button(panel, "Resume").ClickAsync();
        await Assertions.Expect(Button(panel, "Hold")).ToBeVisibleAsync();
        await Button(panel, "Keypad").ClickAsync();
        await Button(panel, "5").ClickAsync();
        Assert.Equal("5", (await bob.WaitForAsync("CALL_DTMF_START", Soon)).Parameter);

        await Button(panel, "Transfer").ClickAsync();
        await panel.GetByLabel("Transfer to").FillAsync("1003");
        await Button(panel, "Transfer now").ClickAsync();
        await carol.WaitForAsync("CALL_INCOMING", Soon);
        await carol.AcceptAsync();
        await NoCallAsync(panel);
        await bob.HangUpAsync();
        await carol.WaitForAsync("CALL_CLOSED", Soon);
    }

    [Fact]
    public async Task WithoutLeaveForTheMicrophone_APageAsksForIt_AndNobodyIsCalled()
    {
        var browser = await BrowserAsync(AliceTone, hasMicrophone: false);
        await browser.SignInAsync(Cluster.Web, "agent1");
        var panel = await browser.PanelAsync(Soon);
        await panel.Locator("#dial-field").FillAsync("1002");
        var asked = await browser.Context.RunAndWaitForPageAsync(() => panel.Keyboard.PressAsync("Enter"));

        Assert.EndsWith("/permission.html", asked.Url, StringComparison.Ordinal);
        await Assertions.Expect(panel.GetByTestId("problem")).ToHaveAttributeAsync("data-code", "microphoneDenied");
        await Assertions.Expect(panel.GetByTestId("call")).ToHaveCountAsync(0);
    }

    // By the clock of the telephone itself.
    private static async Task TalkedAsync(IPage panel, TimeSpan length) => await Eventually.GetAsync(
        $"{length.TotalSeconds:0} s of conversation",
        length + Soon,
        async () =>
        {
            // Why it is over is shown for four seconds alone.
            var over = await panel.GetByTestId("farewell").AllInnerTextsAsync();
            Assert.True(over.Count == 0, string.Join("; ", over));
            return await panel.GetByTestId("call").Locator("time").GetAttributeAsync("datetime");
        },
        shown => shown is not null && XmlConvert.ToTimeSpan(shown) >= length);

    // A tone is no voice: what a browser does for voices would take it away.
    private static async Task PlainSoundAsync(IPage options) => await options.Locator("input[name=cleansSound]").UncheckAsync();

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
