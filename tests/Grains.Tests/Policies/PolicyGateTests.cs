using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.Media;
using RtcCluster.Grains.Policies;
using RtcCluster.Grains.Tests.Cluster;
using RtcCluster.Storage.Policies;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Grains.Tests.Policies;

/// <summary>A material change of a document, and the calls of those who have not accepted it.</summary>
public sealed class PolicyGateTests(GrainHouse house) : IClassFixture<GrainHouse>
{
    private static readonly TenantId Demo = new("demo");

    private DateTimeOffset Now => house.Time.GetUtcNow();

    private IPolicies Policies => house.Services.GetRequiredService<IPolicies>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NewCallsAreRefused_FromItsDay_UntilItIsAccepted_AndNothingElseIs()
    {
        var (call, a) = (house.NewCall(), house.A);
        await house.Register(1, a);
        await house.Register(2, a);
        await house.Call(call).Offer(house.Offer(a));
        await a.Until(call, "invite");
        await a.Report(house.Grains, call, new LegAnswered(Leg(2), Now, "answer", null));
        await a.Until(call, "connect");

        var version = await PublishAsync(PolicyKind.Terms, Now.AddSeconds(15));
        house.Time.Advance(PolicyGate.Fresh);
        Assert.Null((await house.Call(house.NewCall()).Offer(house.Offer(a, dialled: "9196") with { Sdp = null })).Refusal);

        house.Time.Advance(TimeSpan.FromSeconds(5));
        // What was published is read beside the calls. Without an offer there is nothing to hear the reason with: the refusal comes at once.
        var refused = (await Eventually.GetAsync(
            "a refusal", TimeSpan.FromSeconds(10), () => house.Call(house.NewCall()).Offer(house.Offer(a, dialled: "9196") with { Sdp = null }), static answer => answer.Refusal is not null)).Refusal;
        Assert.Equal((403, "The terms have changed: sign in to the web app and accept them, then call again."), (refused!.SipCode, refused.Text));
        Assert.Equal(403, Assert.IsType<RefuseRoute>(await RouteAsync("+576017777777", begins: true)).Failure.SipCode);

        // A telephone that can hear why hears it first, and to its edge the offer stands until then.
        var told = house.NewCall();
        Assert.Null((await house.Call(told).Offer(house.Offer(a, dialled: "9196"))).Refusal);
        await a.Until(told, "open 1");
        await a.Report(house.Grains, told, new MediaAnswered(Leg(1), Now, null, false));
        await a.Until(told, "say 1");
        await a.Report(house.Grains, told, new PromptEnded(Leg(1), Now, 1, PromptEnd.Played));
        await a.Until(told, "reject 1 403");
        Assert.Equal(403, (await house.Call(told).Offer(house.Offer(a, dialled: "9196"))).Refusal!.SipCode);

        // What goes on, what comes in, and who calls for help.
        Assert.IsNotType<RefuseRoute>(await RouteAsync("1002", begins: false));
        Assert.Equal(CallPhase.Connected, (await house.Call(call).View())!.Phase);
        Assert.IsType<HuntRoute>(await RouteAsync("123", begins: true));
        Assert.Equal(480, Assert.IsType<RefuseRoute>(await RouteAsync("*8", begins: true)).Failure.SipCode);
        await AcceptAsync(version, 3);
        Assert.Null((await house.Call(house.NewCall()).Offer(house.Offer(a, agent: 3, dialled: "1001") with { Sdp = null })).Refusal);

        await AcceptAsync(version, 1);
        Assert.Null((await house.Call(house.NewCall()).Offer(house.Offer(a, dialled: "9196") with { Sdp = null })).Refusal);
    }

    [Fact]
    public async Task ACompanyThatHasPublishedNothing_IsNotAskedAbout_ByEachCall()
    {
        var gate = house.Services.GetRequiredService<PolicyGate>();
        Assert.Null(await gate.Check(new UserId(new TenantId("nowhere"), "somebody")));
    }

    [Fact]
    public async Task WhileTheDatabaseHangs_NoCallWaits_AndOneAsks()
    {
        var time = new FakeTimeProvider(Now);
        var policies = DispatchProxy.Create<IPolicies, HangingPolicies>();
        var asked = (HangingPolicies)(object)policies;
        var gate = new PolicyGate(policies, time, NullLogger<PolicyGate>.Instance);
        Assert.Null(await gate.Check(GrainHouse.User(1)));
        Assert.Equal(1, asked.Times);

        asked.Hangs = true;
        time.Advance(PolicyGate.Fresh);
        for (var i = 0; i < 3; i++)
        {
            var check = gate.Check(GrainHouse.User(1));
            Assert.True(check.IsCompleted);
            Assert.Null(await check);
        }

        Assert.InRange(asked.Times, 1, 2);
    }

    private async Task<PolicyVersion> PublishAsync(PolicyKind kind, DateTimeOffset from)
    {
        var draft = await Policies.SaveDraftAsync(
            new PolicyVersion
            {
                TenantId = "demo", Kind = kind, Version = 0, TitleEs = "T", TitleEn = "T", TextEs = "t", TextEn = "t", Material = true, ChangedAt = Now, ChangedBy = "admin",
            },
            Ct);
        return (await Policies.PublishAsync("demo", kind, draft!.Revision, from, "admin", Now, Ct))!;
    }

    private Task AcceptAsync(PolicyVersion version, int agent) => Policies.AcceptAsync(
        new PolicyAcceptance { TenantId = "demo", UserName = $"agent{agent}", Kind = version.Kind, Version = version.Version, Hash = version.Hash, At = Now }, Ct);

    private Task<RoutePlan> RouteAsync(string number, bool begins) => house.Grains.GetGrain<ILineGrain>(new LineId(Demo, number).Key).Route(
        new RouteRequest(house.NewCall(), new Party("1001", User: GrainHouse.User(1)), GrainHouse.User(1), 0, begins));

    private static LegId Leg(int number) => new(number);
}

/// <summary>A store of documents that has none, or that does not answer.</summary>
public class HangingPolicies : DispatchProxy
{
    private int _times;

    /// <summary>How often it was asked.</summary>
    public int Times => Volatile.Read(ref _times);

    /// <summary>Set: the database hangs.</summary>
    public bool Hangs { get; set; }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        Interlocked.Increment(ref _times);
        return Hangs ? new TaskCompletionSource<IReadOnlyList<PolicyVersion>>().Task : Task.FromResult<IReadOnlyList<PolicyVersion>>([]);
    }
}
