using RtcCluster.Storage.Incidents;
using RtcCluster.Storage.Tests.Engines;

namespace RtcCluster.Storage.Tests.Incidents;

public abstract class IncidentContract(Engine engine) : EngineContract(engine)
{
    private static readonly DateTimeOffset Start = new(2026, 11, 28, 2, 0, 0, TimeSpan.Zero);
    private readonly string _tenant = Guid.NewGuid().ToString("n")[..16];

    private IIncidents Store => Engine.Get<IIncidents>();

    [Theory]
    [InlineData("agent1", 0)]
    [InlineData("\0" + "57601", 0)]
    [InlineData("half \ud83d", 0)]
    [InlineData("long", 200)]
    public async Task WhateverItIsAbout_ItIsFoundByTheSame(string subject, int padding)
    {
        subject += new string('x', padding);
        await Store.AddAsync(New("c1", subject), Ct);

        Assert.Equal(_tenant, (await Store.FindOpenAsync(_tenant, "callPumping", subject, Ct))!.TenantId);
        Assert.Null(await Store.FindOpenAsync(_tenant, "callPumping", "y" + subject, Ct));
    }

    [Fact]
    public async Task WhoIsLateChangesNothing_AndWhatIsDecidedIsNotOpen()
    {
        await Store.AddAsync(New("c2", "agent1"), Ct);
        var found = (await Store.FindOpenAsync(_tenant, "callPumping", "agent1", Ct))!;

        Assert.True(await Store.SaveAsync(found with { State = IncidentState.Dismissed, Decision = "none" }, Ct));
        Assert.False(await Store.SaveAsync(found with { Times = 2 }, Ct));
        Assert.Null(await Store.FindOpenAsync(_tenant, "callPumping", "agent1", Ct));
    }

    private Incident New(string id, string subject) => new()
    {
        Id = $"{_tenant}{id}",
        TenantId = _tenant,
        Rule = "callPumping",
        Subject = subject,
        OpenedAt = Start,
        LastAt = Start,
        Reason = "Seen.",
    };
}
