using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;
using RtcCluster.Contracts.Users;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>What administrators and supervisors decide about queues and agents: it is in the directory, version by version, and in force.</summary>
[Collection(QueueHouse.Name)]
public sealed class QueueSetupTests(GrainHouse house)
{
    private static readonly TenantId Tenant = new("demo");

    private IDirectory Directory => house.Services.GetRequiredService<IDirectory>();

    [Fact]
    public async Task AQueueOfTheDirectory_IsThereWithoutBeingConfigured()
    {
        var view = (await Queue("sales").View())!;

        Assert.Equal(("Sales", TimeSpan.FromSeconds(10)), (view.Rules.Name, view.Rules.WrapUp.Time));
        Assert.Equal(["agent2", "agent3", "agent4"], view.Agents.Select(agent => agent.Agent.Name));
    }

    [Fact]
    public async Task EveryVersionOfTheRulesIsKept_AndTheLastIsReadBackWhole()
    {
        var rules = new QueueRules
        {
            Name = "Written",
            Strategy = QueueStrategy.WeightedRandom,
            Members = [new QueueMember(GrainHouse.User(1), 2, 30)],
            KeepForLastAgent = TimeSpan.FromSeconds(40),
            Limits = new QueueLimits { MaxWait = TimeSpan.FromMinutes(5), AfterMaxWait = "3000", StayNeeds = StaffRule.LoggedIn },
            Hours = new QueueHours { Weekly = [new OpenTime(DayOfWeek.Tuesday, new TimeOnly(8, 0), new TimeOnly(18, 0))], Holidays = [new Holiday(new DateOnly(2026, 12, 25))] },
            WrapUp = new WrapUpRules { Dispositions = ["sold", "lost"], DispositionRequired = true },
        };
        await Queue("written").Configure(new QueueRules { Name = "First" });
        Assert.Equal(ConfigureStatus.Saved, (await Queue("written").Configure(rules)).Status);

        // A queue of another name reads what is stored under this one: nothing of it was in a journal.
        var stored = (await Directory.FindDocumentAsync("demo", "queue", "written", TestContext.Current.CancellationToken))!;
        await house.Services.GetRequiredService<IDirectoryWriter>().SaveDocumentAsync(stored with { Name = "read-back", Version = 0 }, TestContext.Current.CancellationToken);
        var (written, read) = ((await Queue("written").View())!.Rules, (await Queue("read-back").View())!.Rules);

        Assert.Equal(2, (await Directory.ListDocumentVersionsAsync("demo", "queue", "written", TestContext.Current.CancellationToken)).Count);
        Assert.Equal(rules.Members, read.Members);
        Assert.Equal(rules.Limits, read.Limits);
        Assert.Equal(rules.Hours.Weekly, read.Hours.Weekly);
        Assert.Equal(rules.Hours.Holidays, read.Hours.Holidays);
        Assert.Equal(written.Hours.Zone, read.Hours.Zone);
        Assert.Equal(rules.WrapUp.Dispositions, read.WrapUp.Dispositions);
        Assert.Equal((rules.Strategy, rules.KeepForLastAgent, rules.WrapUp.DispositionRequired), (read.Strategy, read.KeepForLastAgent, read.WrapUp.DispositionRequired));
    }

    [Fact]
    public async Task MembersComeAndGo_TheOtherRulesStay()
    {
        await Queue("moved").Configure(new QueueRules { Name = "Moved", Members = [new QueueMember(GrainHouse.User(1))] });

        await Queue("moved").SetMember(new QueueMember(GrainHouse.User(2), 5));
        await Queue("moved").RemoveMember(GrainHouse.User(1));
        var again = await Queue("moved").RemoveMember(GrainHouse.User(1));
        var view = (await Queue("moved").View())!;

        Assert.Equal(ConfigureStatus.NotFound, again.Status);
        Assert.Equal("Moved", view.Rules.Name);
        Assert.Equal([new QueueMember(GrainHouse.User(2), 5)], view.Rules.Members);
        Assert.Equal(ConfigureStatus.NotFound, (await Queue("none").SetMember(new QueueMember(GrainHouse.User(2)))).Status);
    }

    [Fact]
    public async Task ADeletedQueueLetsNobodyIn_AndCanBeMadeAnew()
    {
        await Queue("gone").Configure(new QueueRules { Name = "Gone" });
        await Queue("gone").Join(new QueueJoin { Call = new CallId(Tenant, "waits"), Caller = new Party("1001") });

        Assert.Equal(ConfigureStatus.Saved, (await Queue("gone").Remove()).Status);
        Assert.Equal(QueueJoinStatus.NoSuchQueue, (await Queue("gone").Join(new QueueJoin { Call = new CallId(Tenant, "late"), Caller = new Party("1001") })).Status);
        Assert.Null(await Queue("gone").View());
        await GrainHouse.Deactivate(Queue("gone"));
        Assert.Null(await Queue("gone").View());
        Assert.Equal(ConfigureStatus.NotFound, (await Queue("gone").Remove()).Status);

        await Queue("gone").Configure(new QueueRules { Name = "Back" });
        Assert.Equal("Back", (await Queue("gone").View())!.Rules.Name);
    }

    [Fact]
    public async Task AQueueThatALineLeadsTo_IsNotDeleted()
    {
        var receipt = await Queue("sales").Remove();

        Assert.Equal((ConfigureStatus.Conflict, true), (receipt.Status, receipt.Problem!.Contains("2001", StringComparison.Ordinal)));
        Assert.NotNull(await Queue("sales").View());
    }

    [Fact]
    public async Task SettingsOfAnAgentAreKeptAndShown()
    {
        var agent = house.Grains.GetGrain<IAgentGrain>(GrainHouse.User(4).Key);
        var settings = new AgentSettings { Skills = [new AgentSkill("es", 90)], QueueOrder = [new QueueId(Tenant, "sales")] };

        Assert.Equal(ConfigureStatus.Saved, (await agent.Configure(settings)).Status);
        await GrainHouse.Deactivate(agent);
        var shown = (await agent.View()).Settings!;

        Assert.Equal((settings.Skills[0], settings.QueueOrder[0]), (shown.Skills[0], shown.QueueOrder[0]));
        Assert.NotNull(await Directory.FindDocumentAsync("demo", "agent", "agent4", TestContext.Current.CancellationToken));
        Assert.Equal(ConfigureStatus.Invalid, (await agent.Configure(settings with { Skills = [new AgentSkill("es", 0)] })).Status);
    }

    private IQueueGrain Queue(string name) => house.Grains.GetGrain<IQueueGrain>(new QueueId(Tenant, name).Key);
}
