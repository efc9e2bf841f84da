using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Contracts.Conversations;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Conversations;
using RtcCluster.Edge.Hub;
using RtcCluster.Edge.Lifecycle;
using Xunit;

namespace RtcCluster.Edge.Tests.Hub;

/// <summary>What a grain answers to who watches may overtake what it has sent before: no browser misses news for it.</summary>
public sealed class InboxWatchTests : IDisposable
{
    private static readonly UserId User = new(new TenantId("demo"), "agent1");
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly EdgeMetrics _metrics;
    private readonly Answers _watch;

    public InboxWatchTests()
    {
        _metrics = new EdgeMetrics(_services.GetRequiredService<IMeterFactory>());
        _watch = new Answers(_metrics);
    }

    public void Dispose()
    {
        _watch.Dispose();
        _metrics.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task AnAnswerThatOvertakesTheNews_MakesTheBrowserAsk()
    {
        var (browser, told) = await WatchAsync("1");

        _watch.Changed(User, new InboxNews(8, [], [], []));
        _watch.Changed(User, InboxNews.Of("@agent4") with { Version = 8 });

        Assert.Equal([true], await told(browser));
    }

    [Fact]
    public async Task ASecondBrowser_WhoseAnswerOvertakesTheNews_LeavesTheFirstToAsk()
    {
        var (first, told) = await WatchAsync("1");
        _watch.Version = 8;
        await WatchAsync("2");

        _watch.Changed(User, InboxNews.Of("@agent4") with { Version = 8 });

        Assert.Equal([true], await told(first));
    }

    [Fact]
    public async Task NewsInItsOrderIsTold_AndWhatCameBeforeIsAskedForWhenSomethingIsMissing()
    {
        var (browser, told) = await WatchAsync("1");

        _watch.Changed(User, InboxNews.Of("@agent4") with { Version = 8 });
        _watch.Changed(User, InboxNews.Of("@agent4") with { Version = 10 });
        _watch.Changed(User, InboxNews.Of("@agent4") with { Version = 9 });

        Assert.Equal([false, true], await told(browser));
    }

    // A browser that has asked for everything once, and what it is told after it: whether it is to ask.
    private async Task<(PhoneDevice Device, Func<PhoneDevice, Task<List<bool>>> Told)> WatchAsync(string id)
    {
        var client = DispatchProxy.Create<IPhoneClient, Ear>();
        var ear = (Ear)(object)client;
        var device = new PhoneDevice(User, id);
        device.Connect(new PhoneConnection(id, -1, "session", "127.0.0.1:50000", client, static () => { }));
        var inbox = new BrowserInbox(device);
        inbox.Begin(await _watch.WatchAsync(User, inbox));
        await device.FlushAsync();
        ear.Told.Clear();
        return (device, async told =>
        {
            await told.FlushAsync();
            return [.. ear.Told.Select(static update => update.Missed)];
        });
    }

    /// <summary>A browser that only listens.</summary>
    public class Ear : DispatchProxy
    {
        internal List<InboxUpdate> Told { get; } = [];

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            Told.Add((InboxUpdate)args![0]!);
            return Task.CompletedTask;
        }
    }

    private sealed class Answers(EdgeMetrics metrics) : UserWatch<BrowserInbox, InboxNews>("inbox", metrics)
    {
        public long Version { get; set; } = 7;

        protected override Task<InboxNews?> AskGrainAsync(UserId key) => Task.FromResult<InboxNews?>(new InboxNews(Version, [], [], []));

        protected override long VersionOf(InboxNews news) => news.Version;

        protected override void Tell(BrowserInbox watcher, InboxNews news) => watcher.Changed(news);
    }
}
