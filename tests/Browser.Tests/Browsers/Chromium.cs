using RtcCluster.TestKit.Folders;

namespace RtcCluster.Browser.Tests.Browsers;

/// <summary>A real Chromium (Debian package chromium) whose microphone is one tone, the same in all its windows.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    /// <summary>Where Debian has it.</summary>
    public const string Program = "/usr/bin/chromium";

    private readonly TempFolder _folder;
    private readonly IBrowser _browser;

    private Chromium(double tone, TempFolder folder, IBrowser browser)
    {
        Tone = tone;
        _folder = folder;
        _browser = browser;
    }

    /// <summary>What its microphone hears, in Hz.</summary>
    public double Tone { get; }

    /// <summary>Starts it.</summary>
    public static async Task<Chromium> StartAsync(IPlaywright playwright, double tone)
    {
        if (!File.Exists(Program))
        {
            throw new FileNotFoundException($"{Program} is missing: ./test installs it (Debian package chromium).");
        }

        var folder = TempFolder.Create($"chromium-{tone}");

        // Whole periods, so that the loop has no seam.
        var microphone = TestKit.Audio.Tone.WriteWav(folder.At("microphone.wav"), tone, TimeSpan.FromSeconds(10), 48_000);
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Program,
            Args = Arguments(microphone),
        });
        return new Chromium(tone, folder, browser);
    }

    /// <summary>How it is started: nothing of its own goes out, and its microphone is a file.</summary>
    public static IReadOnlyList<string> Arguments(string microphone) =>
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", $"--use-file-for-fake-audio-capture={microphone}",
        "--autoplay-policy=no-user-gesture-required", "--allow-loopback-in-peer-connection",
    ];

    /// <summary>A window with nothing of any other: own storage, own sign-in.</summary>
    public async Task<Person> OpenAsync(Uri web, BrowserNewContextOptions? options = null)
    {
        options ??= new BrowserNewContextOptions();
        options.BaseURL = web.ToString();
        options.Permissions ??= ["microphone", "camera", "notifications"];
        return await Person.CreateAsync(Tone, await _browser.NewContextAsync(options));
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _folder.Dispose();
    }
}
