using System.Text.Json;
using RtcCluster.TestKit.Folders;

namespace RtcCluster.Browser.Tests.Browsers;

/// <summary>Somebody in front of a browser: pages of one sign-in, what they say, what they hear.</summary>
internal sealed class Person : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    private Person(double tone, IBrowserContext context)
    {
        Tone = tone;
        _context = context;
    }

    /// <summary>The tone that this person says, in Hz.</summary>
    public double Tone { get; }

    /// <summary>What this person hears.</summary>
    public BrowserEar Ear { get; } = new();

    /// <summary>What the pages did.</summary>
    public PageDiary Diary { get; } = new();

    /// <summary>For the network and storage of all pages.</summary>
    public IBrowserContext Context => _context;

    /// <summary>Takes a new browser context.</summary>
    public static async Task<Person> CreateAsync(double tone, IBrowserContext context)
    {
        var person = new Person(tone, context);
        await context.ExposeBindingAsync<JsonElement, bool>("rtcHear", (_, piece) => Do(() => person.Ear.Hear(piece)));
        await context.ExposeBindingAsync<string, bool>("rtcTell", (_, text) => Do(() => person.Diary.Write(text)));
        await context.AddInitScriptAsync(scriptPath: Repository.At("tests", "Browser.Tests", "pages", "ear.js"));
        context.Page += (_, page) => person.Diary.Follow(page);
        return person;
    }

    /// <summary>A new tab.</summary>
    public Task<IPage> NewPageAsync() => _context.NewPageAsync();

    /// <summary>What the pages show at this moment, as text; for failure texts.</summary>
    public async Task<string> ScreensAsync()
    {
        var screens = await Task.WhenAll(_context.Pages.Select(page => page.EvaluateAsync<string>("document.body?.innerText ?? ''")));
        return string.Join($"{Environment.NewLine}- - -{Environment.NewLine}", screens);
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
    }

    private static bool Do(Action action)
    {
        action();
        return true;
    }
}
