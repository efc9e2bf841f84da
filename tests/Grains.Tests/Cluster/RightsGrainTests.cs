using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Contracts.Retention;
using RtcCluster.Contracts.Users;
using RtcCluster.Storage.Audits;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Rights;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>A request that was granted is done once, wherever the process died over it.</summary>
public sealed class RightsGrainTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private readonly GrainHouse _house = new();

    private IRightsRequests Requests => _house.Services.GetRequiredService<IRightsRequests>();

    private IDataExports Exports => _house.Services.GetRequiredService<IDataExports>();

    private IDirectory Directory => _house.Services.GetRequiredService<IDirectory>();

    private IAuditLog Audit => _house.Services.GetRequiredService<IAuditLog>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _house.InitializeAsync();

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    [Fact]
    public async Task WhatWasGrantedAndNotBegunIsDoneByTheSweep_EachOnce()
    {
        var (access, restrict, erase, complaint) = (await GrantAsync("agent1", RightsKind.Access), await GrantAsync("agent2", RightsKind.Restrict), await GrantAsync("agent3", RightsKind.Erase),
            await GrantAsync("agent1", RightsKind.Complaint));

        await SweepAsync(access, restrict, erase, complaint);
        // Who is late, or comes back from before, does nothing again.
        foreach (var each in new[] { access, restrict, erase, complaint })
        {
            Assert.Equal(ConfigureStatus.Saved, (await RunAsync(each)).Status);
        }

        Assert.Equal([access.Id], (await Exports.ListOfAsync("demo", "agent1", Ct)).Select(export => export.Id));
        Assert.True((await Directory.FindUserAsync("demo", "agent2", Ct))!.Disabled);
        Assert.Null(await Directory.FindUserAsync("demo", "agent3", Ct));
        Assert.Equal("agent3~1", (await Requests.FindAsync("demo", erase.Id, Ct))!.UserName);
        Assert.Equal((1, 1), (await RowsAsync("user.save", "agent2"), await RowsAsync("user.delete", "agent3")));
    }

    [Fact]
    public async Task WhoDiedAfterTheLineInTheTrailIsFollowed_WithoutASecondLine()
    {
        var (restrict, erase) = (await GrantAsync("agent2", RightsKind.Restrict), await GrantAsync("agent3", RightsKind.Erase));
        await WriteAsync(restrict, "user.save", "disabled");
        await WriteAsync(erase, "user.delete", "deleted");

        await SweepAsync(restrict, erase);

        Assert.True((await Directory.FindUserAsync("demo", "agent2", Ct))!.Disabled);
        Assert.Null(await Directory.FindUserAsync("demo", "agent3", Ct));
        Assert.Equal((1, 1), (await RowsAsync("user.save", "agent2"), await RowsAsync("user.delete", "agent3")));
    }

    [Fact]
    public async Task WhoDiedAfterTheActIsFollowed_WithoutASecondAct()
    {
        var (access, restrict, erase) = (await GrantAsync("agent1", RightsKind.Access), await GrantAsync("agent2", RightsKind.Restrict), await GrantAsync("agent3", RightsKind.Erase));
        await Exports.EraseAsync(await Exports.AskForAsync(access, Ct), Ct);
        await WriteAsync(restrict, "user.save", "disabled");
        await _house.Grains.GetGrain<IUserGrain>("demo/agent2").Restrict();
        await WriteAsync(erase, "user.delete", "deleted");
        Assert.Equal(ConfigureStatus.Saved, (await _house.Grains.GetGrain<IUserGrain>("demo/agent3").Remove()).Status);

        await SweepAsync(access, restrict, erase);

        // The bundle was made and its time is over: the request does not make another.
        Assert.Equal((access.Id, DataExportState.Gone), Assert.Single(await Exports.ListOfAsync("demo", "agent1", Ct)) is var bundle ? (bundle.Id, bundle.State) : default);
        Assert.Equal((1, 1), (await RowsAsync("user.save", "agent2"), await RowsAsync("user.delete", "agent3")));
    }

    [Fact]
    public async Task WhoeverGetsTheNameOfOneWhoWasErasedIsNotErased()
    {
        var erase = await GrantAsync("agent3", RightsKind.Erase);
        Assert.Equal(ConfigureStatus.Saved, (await _house.Grains.GetGrain<IUserGrain>("demo/agent3").Remove()).Status);
        await Eventually.IsTrueAsync(
            "the departure's end", Soon, async () => await _house.Services.GetRequiredService<Storage.Departures.IDepartures>().FindAsync("demo", "agent3", Ct) is { EndedAt: not null });
        _house.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(ConfigureStatus.Saved, (await _house.Grains.GetGrain<IUserGrain>("demo/agent3").Configure(new UserSettings("again@demo.local", "Again", "7701", "Agent", "a good one"))).Status);

        await SweepAsync(erase);

        Assert.Equal("Again", (await Directory.FindUserAsync("demo", "agent3", Ct))!.DisplayName);
    }

    [Fact]
    public async Task WhatBreaksOffStaysGranted_StopsNoneOfTheOthers_AndIsGoneOnWith()
    {
        var restrict = await GrantAsync("agent2", RightsKind.Restrict);
        var access = await GrantAsync("agent1", RightsKind.Access);
        // The directory has it then, and the user's devices are not forgotten yet.
        _house.Storage.DownFor = "user";

        await SweepAsync(access);

        Assert.Equal((RightsState.Granting, true), ((await Requests.FindAsync("demo", restrict.Id, Ct))!.State, (await Directory.FindUserAsync("demo", "agent2", Ct))!.Disabled));
        await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(restrict));
        _house.Storage.DownFor = null;
        await SweepAsync(restrict);
        // It was begun three times and written down once.
        Assert.Equal(1, await RowsAsync("user.save", "agent2"));
    }

    [Theory]
    [InlineData(RightsKind.Erase)]
    [InlineData(RightsKind.Restrict)]
    public async Task TheLastAdministratorIsKept_UntilThereIsAnother(RightsKind kind)
    {
        var request = await GrantAsync("admin", kind);

        var receipt = await RunAsync(request);
        Assert.Equal((ConfigureStatus.Conflict, RightsState.Granting), (receipt.Status, (await Requests.FindAsync("demo", request.Id, Ct))!.State));
        Assert.StartsWith("admin is the last administrator of this company. Make another user an administrator first.", receipt.Problem, StringComparison.Ordinal);
        await SweepAsync();
        await RunAsync(request);
        Assert.False((await Directory.FindUserAsync("demo", "admin", Ct))!.Disabled);
        // It is in the trail once, and nothing that was not done is.
        Assert.Equal((1, 0, 0), (await RowsAsync("rights.wait", "admin"), await RowsAsync("user.delete", "admin"), await RowsAsync("user.save", "admin")));

        var other = (await Directory.FindUserAsync("demo", "agent1", Ct))!;
        Assert.True((await _house.Services.GetRequiredService<IDirectoryWriter>().SaveUserAsync(other with { Role = UserRole.Administrator }, ct: Ct)).IsSaved);
        await SweepAsync(request);

        Assert.Equal(kind == RightsKind.Restrict ? true : null, (await Directory.FindUserAsync("demo", "admin", Ct))?.Disabled);
        Assert.Equal(1, await RowsAsync(kind == RightsKind.Erase ? "user.delete" : "user.save", "admin"));
    }

    private Task<ConfigureReceipt> RunAsync(RightsRequest request) => _house.Grains.GetGrain<IRightsGrain>($"demo/{request.Id}").Run();

    private async Task<RightsRequest> GrantAsync(string user, RightsKind kind)
    {
        var now = _house.Time.GetUtcNow();
        var asked = await Requests.AddAsync(new RightsRequest { Id = Guid.NewGuid().ToString("n"), TenantId = "demo", UserName = user, Kind = kind, MadeAt = now, DueAt = now.AddDays(15) }, Ct);
        return (await Requests.DecideAsync("demo", asked.Id, RightsState.Granting, "demo/admin", "as asked", Ct))!;
    }

    private async Task SweepAsync(params RightsRequest[] done)
    {
        // One that goes on is ended first.
        await Eventually.IsTrueAsync("a sweep", Soon, () => _house.Grains.GetGrain<IRetentionGrain>(IRetentionGrain.KeyOf("demo")).Sweep());
        foreach (var request in done)
        {
            await Eventually.IsTrueAsync($"{request.Kind} is done", Soon, async () => (await Requests.FindAsync("demo", request.Id, Ct))!.State == RightsState.Done);
        }
    }

    private Task WriteAsync(RightsRequest granted, string action, string what) => Audit.AddAsync(
        new AuditRow { TenantId = "demo", At = _house.Time.GetUtcNow(), Actor = "demo/admin", Action = action, Target = granted.UserName, Detail = $"{what}, as asked for by request {granted.Number}" }, Ct);

    private async Task<int> RowsAsync(string action, string target) =>
        (await Audit.ListAsync(new AuditFilter { TenantId = "demo", Action = action, Target = target }, limit: 500, ct: Ct)).Items.Count(entry => entry.Row.Target == target);
}
