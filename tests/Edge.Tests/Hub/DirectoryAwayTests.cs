using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Contracts.Hub;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.Edge.Tests.Media;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Outages;
using RtcCluster.Storage.Sessions;
using RtcCluster.TestKit.Hub;
using RtcCluster.TestKit.Phones;
using RtcCluster.TestKit.Rest;
using Xunit;

namespace RtcCluster.Edge.Tests.Hub;

/// <summary>The directory is away while a browser talks: whoever was let in goes on as who he was.</summary>
public sealed class DirectoryAwayTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Theory, InlineData(false), InlineData(true)]
    public async Task APersonInACall_CanHangUp(bool hangs)
    {
        var outage = new Outage();
        await using var edge = await EdgeUnderTest.StartAsync(services =>
        {
            var real = services.Last(service => service.ServiceType == typeof(ISessionStore));
            services.Remove(real);
            services.AddSingleton<ISessionStore>(provider => new SwitchedSessions((ISessionStore)ActivatorUtilities.CreateInstance(provider, real.ImplementationType!), outage));
        });
        using var session = await RestClient.SignInAsync(edge.WebUrl, "agent1@demo.test", "demo");
        await using var called = new TestPhone("1002", edge.Udp);
        await using var rtp = new RtpPort();
        await called.RegisterAsync();
        await using var hub = await HubPhone.ConnectAsync(edge.WebUrl, session.Token, "browser-tab-1");
        using var page = new WebPhone();
        var dial = await hub.InvokeAsync<DialReceipt>("Dial", new DialRequest("attempt-1", "1002", new OfferCard(1, page.Offer())));
        var ringing = await called.ReceiveInviteAsync();
        await ringing.AnswerAsync(SdpText.Audio(rtp.Local));

        outage.Begin(hangs);
        var bye = ringing.ReceiveAsync("BYE", Patience);
        Assert.Null((await hub.InvokeAsync<HubReceipt>("HangUp", new CallRequest(dial.CallId))).Failure);

        await bye;
    }

    [Fact]
    public async Task WhoDials_IsToldWhenToTryAgain()
    {
        var outage = new Outage();
        await using var edge = await EdgeUnderTest.StartAsync(services =>
        {
            var real = services.Last(service => service.ServiceType == typeof(IDirectory));
            services.Remove(real);
            services.AddSingleton(provider => Away.Before((IDirectory)ActivatorUtilities.CreateInstance(provider, real.ImplementationType!), outage));
        });
        using var session = await RestClient.SignInAsync(edge.WebUrl, "agent1@demo.test", "demo");
        await using var hub = await HubPhone.ConnectAsync(edge.WebUrl, session.Token, "browser-tab-1");
        using var page = new WebPhone();

        outage.Begin(hangs: false);
        var dial = await hub.InvokeAsync<DialReceipt>("Dial", new DialRequest("attempt-1", "1002", new OfferCard(1, page.Offer())));

        Assert.Equal(("unavailable", 503, 10), (dial.Failure!.Code, dial.Failure.SipCode, dial.Failure.RetryAfterSeconds));
    }

    /// <summary>A directory behind a switch. Public, because the runtime derives from it.</summary>
    public class Away : DispatchProxy
    {
        private IDirectory _real = null!;
        private Outage _outage = null!;

        internal static IDirectory Before(IDirectory real, Outage outage)
        {
            var proxy = Create<IDirectory, Away>();
            ((Away)(object)proxy)._real = real;
            ((Away)(object)proxy)._outage = outage;
            return proxy;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            _outage.Answer is null ? targetMethod!.Invoke(_real, args) : throw new DatabaseAwayException();
    }

    internal sealed class Outage
    {
        public Task<UserRole?>? Answer { get; private set; }

        public void Begin(bool hangs) => Answer = hangs ? new TaskCompletionSource<UserRole?>().Task : Task.FromException<UserRole?>(new DatabaseAwayException());
    }

    private sealed class SwitchedSessions(ISessionStore real, Outage outage) : ISessionStore
    {
        public Task<SignInSession> CreateAsync(string userId, string address, string userAgent, CancellationToken ct) => real.CreateAsync(userId, address, userAgent, ct);

        public Task<SignInSession?> FindAsync(string id, CancellationToken ct) => real.FindAsync(id, ct);

        public Task<UserRole?> FindRoleAsync(string id, string userId, CancellationToken ct) => outage.Answer ?? real.FindRoleAsync(id, userId, ct);

        public Task<IReadOnlyList<SignInSession>> ListAsync(string userId, CancellationToken ct) => real.ListAsync(userId, ct);

        public Task<IReadOnlyList<SignInSession>> ListRevokedAsync(DateTimeOffset since, CancellationToken ct) => real.ListRevokedAsync(since, ct);

        public Task<bool> RevokeAsync(string userId, string id, CancellationToken ct) => real.RevokeAsync(userId, id, ct);

        public Task<IReadOnlyList<string>> RevokeAllAsync(string userId, string? except, CancellationToken ct) => real.RevokeAllAsync(userId, except, ct);

        public Task TouchAsync(string id, CancellationToken ct) => real.TouchAsync(id, ct);
    }
}
