using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using RtcCluster.Browser.Tests.Browsers;
using RtcCluster.TestKit.Folders;

namespace RtcCluster.Browser.Tests.Extension;

/// <summary>A Chromium with the extension loaded as it was built, and pages of Google Workspace's addresses that are our own.</summary>
internal sealed class ExtensionBrowser : IAsyncDisposable
{
    private static readonly string Built = Repository.At("src", "Extension", "dist");
    private static readonly string Pages = Repository.At("tests", "Browser.Tests", "pages", "extension");
    private readonly TempFolder _folder;

    private ExtensionBrowser(TempFolder folder, IBrowserContext context, string id)
    {
        _folder = folder;
        Context = context;
        Id = id;
        context.Page += (_, page) => Diary.Follow(page);
    }

    /// <summary>All its windows.</summary>
    public IBrowserContext Context { get; }

    /// <summary>What the pages did.</summary>
    public PageDiary Diary { get; } = new();

    /// <summary>The extension's id, which follows from where it lies.</summary>
    public string Id { get; }

    /// <summary>Starts it with a profile that nobody has used.</summary>
    public static async Task<ExtensionBrowser> StartAsync(IPlaywright playwright, double tone, string theme = "light", string language = "en-GB", bool hasMicrophone = true)
    {
        if (!File.Exists(Path.Combine(Built, "manifest.json")))
        {
            throw new FileNotFoundException("src/Extension is not built: npm ci and npm run build in src/Extension, which ./test does.");
        }

        var folder = TempFolder.Create("extension");
        Copy(folder.At("unpacked"));
        var microphone = TestKit.Audio.Tone.WriteWav(folder.At("microphone.wav"), tone, TimeSpan.FromSeconds(10), 48_000);
        var context = await playwright.Chromium.LaunchPersistentContextAsync(folder.At("profile"), new BrowserTypeLaunchPersistentContextOptions
        {
            ExecutablePath = Chromium.Program,
            Args = [.. Chromium.Arguments(microphone), $"--disable-extensions-except={folder.At("unpacked")}", $"--load-extension={folder.At("unpacked")}"],
            IgnoreDefaultArgs = ["--disable-extensions"],
            Permissions = hasMicrophone ? ["microphone", "notifications"] : ["notifications"],
            ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light,
            Locale = language,
        });
        var browser = new ExtensionBrowser(folder, context, IdOf(folder.At("unpacked")));
        foreach (var (address, file) in new[]
        {
            ("mail.google.com", "mail"), ("contacts.google.com", "contacts"), ("calendar.google.com", "calendar"), ("chat.google.com", "chat"), ("docs.google.com/document", "document"),
            ("docs.google.com/spreadsheets", "sheet"), ("elsewhere.test", "mail"),
        })
        {
            await context.RouteAsync($"https://{address}/**", route => route.FulfillAsync(new RouteFulfillOptions { Path = Path.Combine(Pages, $"{file}.html"), ContentType = "text/html" }));
        }

        return browser;
    }

    /// <summary>A page of the extension itself, in a tab.</summary>
    public async Task<IPage> OpenAsync(string page)
    {
        var opened = await Context.NewPageAsync();
        await opened.GotoAsync($"chrome-extension://{Id}/{page}.html");
        return opened;
    }

    /// <summary>One of our pages at an address of somebody else.</summary>
    public async Task<IPage> VisitAsync(string address)
    {
        var page = await Context.NewPageAsync();
        await page.GotoAsync($"https://{address}/");
        return page;
    }

    /// <summary>Signs in on the page of settings, as a person does, and leaves it open.</summary>
    public async Task<IPage> SignInAsync(Uri web, string user)
    {
        var options = await OpenAsync("options");
        await options.Locator("input[name=server]").FillAsync(web.GetLeftPart(UriPartial.Authority));
        await options.Locator("input[name=email]").FillAsync($"{user}@demo.test");
        await options.Locator("input[name=password]").FillAsync("demo");
        await options.Locator("form:has(input[name=server]) button[type=submit]").ClickAsync();
        await Assertions.Expect(options.GetByTestId("signed-in")).ToBeVisibleAsync();
        return options;
    }

    /// <summary>The telephone, once it can be rung.</summary>
    public async Task<IPage> PanelAsync(TimeSpan timeout)
    {
        var panel = await OpenAsync("panel");
        await Assertions.Expect(panel.GetByTestId("state")).ToHaveClassAsync("registered", new LocatorAssertionsToHaveClassOptions { Timeout = (float)timeout.TotalMilliseconds });
        return panel;
    }

    /// <summary>What the pages show at this moment, as text; for failure texts.</summary>
    public async Task<string> ScreensAsync()
    {
        var screens = await Task.WhenAll(Context.Pages.Select(async page => $"{page.Url}: {await page.EvaluateAsync<string>("document.body?.innerText ?? ''")}"));
        return string.Join($"{Environment.NewLine}- - -{Environment.NewLine}", screens);
    }

    public async ValueTask DisposeAsync()
    {
        await Context.DisposeAsync();
        _folder.Dispose();
    }

    // In place of the leave that the browser asks a person for, in a window of its own that no test can press: what a package for a company has too (RTC_EXTENSION_SERVER).
    private static void Copy(string target)
    {
        foreach (var file in Directory.EnumerateFiles(Built, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(Built, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var path = Path.Combine(target, "manifest.json");
        var manifest = JsonNode.Parse(File.ReadAllText(path))!;
        manifest["host_permissions"]!.AsArray().Add("http://127.0.0.1/*");
        File.WriteAllText(path, manifest.ToJsonString());
    }

    private static string IdOf(string path) =>
        string.Concat(SHA256.HashData(Encoding.UTF8.GetBytes(path)).Take(16).SelectMany(value => new[] { value >> 4, value & 15 }).Select(digit => (char)('a' + digit)));
}
