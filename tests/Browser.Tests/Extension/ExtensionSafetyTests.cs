using System.Collections.Concurrent;
using RtcCluster.Browser.Tests.Cluster;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Browser.Tests.Extension;

/// <summary>A page never learns anything from the extension, and nothing that a page does by itself is a call.</summary>
public sealed class ExtensionSafetyTests(BrowserFixture cluster) : ExtensionTest(cluster)
{
    [Fact]
    public async Task NobodyButTheOwnServerIsAsked_ByNoPageOfTheExtension()
    {
        var browser = await BrowserAsync(AliceTone);
        // It asks on while the list is read.
        var asked = new ConcurrentQueue<Uri>();
        browser.Context.Request += (_, request) => asked.Enqueue(new Uri(request.Url));
        browser.Context.Page += (_, page) => page.WebSocket += (_, socket) => asked.Enqueue(new Uri(socket.Url));
        var options = await browser.SignInAsync(Cluster.Web, "agent1");
        await Assertions.Expect(options.Locator("a[href$='/policies']")).ToBeVisibleAsync();
        var panel = await browser.PanelAsync(Soon);
        var page = await browser.VisitAsync("mail.google.com");
        await Eventually.IsTrueAsync("marks", Soon, async () => await page.EvaluateAsync<bool>("CSS.highlights.has('rtccluster-number')"));
        await page.Locator("#link").ClickAsync();
        await CallAsync(panel, "open");
        await Button(panel, "Hang up").ClickAsync();
        await NoCallAsync(panel);

        // The page that was visited is one of ours at somebody's address.
        Assert.Contains(asked, uri => uri.Scheme == "chrome-extension");
        Assert.DoesNotContain(asked, uri => uri.Scheme is not ("chrome-extension" or "blob" or "data") && uri.Authority != Cluster.Web.Authority && uri.Host != "mail.google.com");
        Assert.All(asked.Where(uri => uri.Host == "mail.google.com"), uri => Assert.True(uri.AbsolutePath == "/" || uri.AbsolutePath == "/favicon.ico", uri.ToString()));
        Assert.Empty(await browser.Context.CookiesAsync());
    }

    [Fact]
    public async Task WhatAPageForges_IsHeardByNobody()
    {
        var browser = await BrowserAsync(AliceTone);
        await browser.SignInAsync(Cluster.Web, "agent1");
        var panel = await browser.PanelAsync(Soon);
        var page = await browser.VisitAsync("mail.google.com");
        await Eventually.IsTrueAsync("marks", Soon, async () => await page.EvaluateAsync<bool>("CSS.highlights.has('rtccluster-number')"));

        // Messages to the extension, to the content script, and clicks that nobody made.
        var answers = await page.EvaluateAsync<string[]>(
            """
            async id => {
              const told = [];
              const forged = [
                { to: 'worker', ask: 'dial', text: '+573001234567' },
                { to: 'desk', command: { do: 'dial', text: '+573001234567' } },
                { do: 'dial', text: '+573001234567' },
              ];
              addEventListener('message', event => {
                if (!forged.some(one => JSON.stringify(one) === JSON.stringify(event.data))) told.push('heard a message');
              });
              for (const message of forged) {
                postMessage(message, '*');
                try {
                  const answer = await chrome.runtime.sendMessage(id, message);
                  told.push(`answered ${JSON.stringify(answer)}`);
                } catch {
                  // As it should be.
                }
              }
              try {
                const port = chrome.runtime.connect(id, { name: 'desk' });
                await new Promise(done => {
                  port.onMessage.addListener(message => told.push(`port ${JSON.stringify(message)}`));
                  port.onDisconnect.addListener(done);
                });
              } catch {
                // As it should be.
              }
              for (const path of ['manifest.json', 'panel.html', 'icons/128.png', 'content.js']) {
                try {
                  await fetch(`chrome-extension://${id}/${path}`);
                  told.push(`read ${path}`);
                } catch {
                  // As it should be.
                }
              }
              document.querySelector('#link').click();
              const number = document.querySelector('#first').getBoundingClientRect();
              const at = { bubbles: true, composed: true, clientX: number.right - 10, clientY: number.top + number.height / 2 };
              document.querySelector('#first').dispatchEvent(new PointerEvent('pointermove', at));
              document.elementFromPoint(number.right + 12, at.clientY)?.click();
              await new Promise(done => setTimeout(done, 500));
              document.elementFromPoint(number.right + 12, at.clientY)?.click();
              if (document.documentElement.lastElementChild !== document.body) told.push('a button was shown');
              return told;
            }
            """,
            browser.Id);

        Assert.Empty(answers);

        // Whatever was forged came before this, which is answered.
        await panel.Locator("#dial-field").FillAsync("1");
        await panel.Keyboard.PressAsync("Enter");
        await Assertions.Expect(panel.GetByTestId("problem")).ToHaveAttributeAsync("data-code", new System.Text.RegularExpressions.Regex(".+"));
        await Assertions.Expect(panel.GetByTestId("call")).ToHaveCountAsync(0);
    }
}
