using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Policies;
using RtcCluster.Storage.Tests.Engines;

namespace RtcCluster.Storage.Tests.Policies;

public abstract class PolicyContract(Engine engine) : EngineContract(engine)
{
    private static readonly DateTimeOffset Start = new(2026, 11, 28, 2, 0, 0, TimeSpan.Zero);

    private IPolicies Store => Engine.Get<IPolicies>();

    [Fact]
    public async Task WhatComesWithTheSoftware_HoldsUntilTheCompanyPublishesItsOwn_FromItsDay()
    {
        var tenant = await Engine.NewTenantAsync();
        Assert.Equal(0, (await Store.FindInForceAsync(tenant, PolicyKind.Terms, Start, Ct)).Version);

        var draft = (await Store.SaveDraftAsync(Draft(tenant), Ct))!;
        Assert.Equal((1, 1), (draft.Version, draft.Revision));
        Assert.Equal(0, (await Store.FindInForceAsync(tenant, PolicyKind.Terms, Start.AddYears(1), Ct)).Version);

        var published = (await Store.PublishAsync(tenant, PolicyKind.Terms, 1, Start.AddDays(3), "admin", Start, Ct))!;
        Assert.Equal(published.ComputeHash(), published.Hash);
        Assert.Equal(0, (await Store.FindInForceAsync(tenant, PolicyKind.Terms, Start.AddDays(3).AddMilliseconds(-1), Ct)).Version);
        Assert.Equal(published, await Store.FindInForceAsync(tenant, PolicyKind.Terms, Start.AddDays(3), Ct));
        Assert.Equal(0, (await Store.FindInForceAsync(await Engine.NewTenantAsync(), PolicyKind.Terms, Start.AddDays(3), Ct)).Version);
    }

    [Fact]
    public async Task APublishedVersion_NeverChanges_AndADayThatIsOverIsToday()
    {
        var tenant = await Engine.NewTenantAsync();
        var draft = (await Store.SaveDraftAsync(Draft(tenant), Ct))!;
        var published = (await Store.PublishAsync(tenant, PolicyKind.Terms, draft.Revision, Start.AddDays(-9), "admin", Start, Ct))!;
        Assert.Equal(Start, published.EffectiveAt);

        Assert.Null(await Store.SaveDraftAsync(draft with { TextEn = "something else" }, Ct));
        Assert.Null(await Store.PublishAsync(tenant, PolicyKind.Terms, draft.Revision, Start, "admin", Start, Ct));
        Assert.False(await Store.DeleteDraftAsync(tenant, PolicyKind.Terms, Ct));
        Assert.Equal(published, await Store.FindAsync(tenant, PolicyKind.Terms, 1, Ct));

        Assert.Equal(2, (await Store.SaveDraftAsync(Draft(tenant), Ct))!.Version);
        Assert.True(await Store.DeleteDraftAsync(tenant, PolicyKind.Terms, Ct));
        Assert.Equal([1], (await Store.ListAsync(tenant, ct: Ct)).Select(version => version.Version));
    }

    [Fact]
    public async Task WhoIsLateWithADraft_ChangesAndPublishesNothing()
    {
        var tenant = await Engine.NewTenantAsync();
        var draft = (await Store.SaveDraftAsync(Draft(tenant), Ct))!;
        Assert.Null(await Store.SaveDraftAsync(Draft(tenant), Ct));

        var changed = (await Store.SaveDraftAsync(draft with { TextEs = "Otro.", Material = true, GraceDays = 4 }, Ct))!;
        Assert.Equal(("Otro.", true, 4, 2), (changed.TextEs, changed.Material, changed.GraceDays, changed.Revision));
        Assert.Null(await Store.SaveDraftAsync(draft with { TextEs = "De otro." }, Ct));
        Assert.Null(await Store.PublishAsync(tenant, PolicyKind.Terms, draft.Revision, Start, "admin", Start, Ct));
        Assert.NotNull(await Store.PublishAsync(tenant, PolicyKind.Terms, 2, Start, "admin", Start, Ct));
    }

    [Fact]
    public async Task AnAcceptance_IsWrittenOnce_AndGoesWithTheUser()
    {
        var tenant = await Engine.NewTenantAsync();
        await Engine.Writer.SaveUserAsync(new DirectoryUser { TenantId = tenant, Name = "ana", DisplayName = "Ana", Email = $"ana@{tenant}.test", Extension = "1001" }, "secret-of-ana", Ct);
        var acceptance = new PolicyAcceptance
        {
            TenantId = tenant, UserName = "ana", Kind = PolicyKind.Terms, Version = 1, Hash = new string('a', 64), At = Start, Device = new string('d', 900), Address = "192.0.2.1",
        };
        await Store.AcceptAsync(acceptance, Ct);
        await Store.AcceptAsync(acceptance with { At = Start.AddDays(1) }, Ct);
        await Store.AcceptAsync(acceptance with { Kind = PolicyKind.Privacy, Version = 7 }, Ct);

        Assert.Equal(new Dictionary<PolicyKind, int> { [PolicyKind.Terms] = 1, [PolicyKind.Privacy] = 7 }, await Store.AcceptedAsync(tenant, "ana", Ct));
        var first = (await Store.ListAcceptancesAsync(tenant, "ana", Ct)).Single(one => one.Kind == PolicyKind.Terms);
        Assert.Equal((Start, 400, "192.0.2.1"), (first.At, first.Device.Length, first.Address));
        Assert.Empty(await Store.AcceptedAsync(tenant, "bea", Ct));

        await Engine.Writer.DeleteUserAsync(tenant, "ana", Ct);
        Assert.Empty(await Store.ListAcceptancesAsync(tenant, "ana", Ct));
    }

    private static PolicyVersion Draft(string tenant) => new()
    {
        TenantId = tenant,
        Kind = PolicyKind.Terms,
        Version = 0,
        TitleEs = "Términos",
        TitleEn = "Terms",
        TextEs = "Uno.",
        TextEn = "One.",
        ChangedAt = Start,
        ChangedBy = "admin",
    };
}
