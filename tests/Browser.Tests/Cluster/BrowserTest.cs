using RtcCluster.Browser.Tests.Browsers;

namespace RtcCluster.Browser.Tests.Cluster;

/// <summary>A test with people in front of browsers: they leave when it ends, and when it failed their diaries are in its output.</summary>
[Collection(BrowserCollection.Name)]
public abstract class BrowserTest(BrowserFixture cluster) : IAsyncDisposable
{
    /// <summary>Tones of people in browsers; telephones have others.</summary>
    protected const double AliceTone = 440;

    /// <inheritdoc cref="AliceTone"/>
    protected const double BobTone = 1_000;

    /// <inheritdoc cref="AliceTone"/>
    protected const double CarolTone = 1_500;

    /// <summary>How long anything may take that a person waits for.</summary>
    protected internal static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    /// <summary>How long each must have been heard by the other.</summary>
    protected static readonly TimeSpan Talk = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How much of each <see cref="Talk"/> a recording shows at least. Its windows of 100 ms begin elsewhere than those of the ear, so that one is lost at either end,
    /// and a browser stretches what it plays by a few packets while it fills its jitter buffer.
    /// </summary>
    protected static readonly TimeSpan Recorded = Talk - TimeSpan.FromMilliseconds(300);

    private readonly List<(string Name, Person Person)> _people = [];

    protected BrowserFixture Cluster { get; } = cluster;

    public async ValueTask DisposeAsync()
    {
        var hasFailed = TestContext.Current.TestState?.Result == TestResult.Failed;
        await LeaveAsync(hasFailed);
        if (hasFailed)
        {
            foreach (var (name, person) in _people)
            {
                TestContext.Current.TestOutputHelper?.WriteLine($"--- {name} saw {await person.ScreensAsync()}");
                TestContext.Current.TestOutputHelper?.WriteLine($"--- {name} heard {person.Ear.Since(DateTimeOffset.MinValue)}{Environment.NewLine}{person.Diary}");
            }

            TestContext.Current.TestOutputHelper?.WriteLine($"--- {Cluster.Server.Process.Tail()}");
        }

        foreach (var (_, person) in _people)
        {
            await person.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of what a kind of test has besides people.</summary>
    protected virtual ValueTask LeaveAsync(bool hasFailed) => ValueTask.CompletedTask;

    /// <summary>A number that a person would like to see: ./test prints it.</summary>
    protected static void Measured(string what, TimeSpan time) => Console.WriteLine($"Measured: {what} {time.TotalMilliseconds:0} ms");

    /// <summary>Both hear the other's tone since a moment, for the time of <see cref="Talk"/>; gives the later beginning.</summary>
    internal static async Task<DateTimeOffset> HearEachOtherAsync(Person one, Person other, DateTimeOffset since) =>
        (await Task.WhenAll(one.Ear.WaitForAsync(other.Tone, since, Talk, Soon), other.Ear.WaitForAsync(one.Tone, since, Talk, Soon))).Max();

    /// <summary>Somebody sits down in front of a browser.</summary>
    internal async Task<Person> PersonAsync(string name, double tone, BrowserNewContextOptions? options = null, Uri? web = null)
    {
        var person = await Cluster.PersonAsync(tone, options, web);
        lock (_people)
        {
            _people.Add((name, person));
        }

        return person;
    }
}
