using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Storage.Legal;
using RtcCluster.Storage.Tests.Engines;

namespace RtcCluster.Storage.Tests.Retention;

public abstract class LegalCaseContract(Engine engine) : EngineContract(engine)
{
    private const string Admin = "acme/admin";
    private const string Boss = "acme/boss";
    private static readonly LegalScope Alice = new() { Users = ["acme/alice"] };

    [Fact]
    public async Task EachStepNeedsSomebodyElse()
    {
        using var kept = await Keepsakes.OpenAsync(Engine);
        var cases = kept.House.First.GetRequiredService<ILegalCases>();
        var held = await cases.ProposeAsync(Keepsakes.Tenant, "Suit", "because", Alice, Admin, Ct);

        Assert.Equal(LegalStepStatus.SamePerson, (await cases.ApproveAsync(Keepsakes.Tenant, held.Id, Admin, Ct)).Status);
        Assert.Equal(LegalStepStatus.NotNow, (await cases.ReleaseAsync(Keepsakes.Tenant, held.Id, Boss, Ct)).Status);
        Assert.Equal((LegalStepStatus.Done, LegalCaseState.Active), Step(await cases.ApproveAsync(Keepsakes.Tenant, held.Id, Boss, Ct)));
        Assert.Equal(LegalStepStatus.NotNow, (await cases.ApproveAsync(Keepsakes.Tenant, held.Id, "acme/third", Ct)).Status);
        Assert.Equal((LegalStepStatus.Done, LegalCaseState.Releasing), Step(await cases.AskReleaseAsync(Keepsakes.Tenant, held.Id, Admin, Ct)));
        Assert.Equal(LegalStepStatus.SamePerson, (await cases.ReleaseAsync(Keepsakes.Tenant, held.Id, Admin, Ct)).Status);
        Assert.Equal((LegalStepStatus.Done, LegalCaseState.Released), Step(await cases.ReleaseAsync(Keepsakes.Tenant, held.Id, Boss, Ct)));
        Assert.Equal(LegalStepStatus.Missing, (await cases.ReleaseAsync("other", held.Id, Boss, Ct)).Status);

        var listed = Assert.Single(await cases.ListAsync(Keepsakes.Tenant, Ct));
        Assert.Equal((Admin, Boss, Admin, Boss), (listed.ProposedBy, listed.ApprovedBy, listed.ReleaseAskedBy, listed.ReleasedBy));
        Assert.Equal(Alice.Users, listed.Scope.Users);
        Assert.Empty(await cases.ListOpenAsync(Keepsakes.Tenant, Ct));
        Assert.Empty(await cases.ListAsync("other", Ct));

        static (LegalStepStatus, LegalCaseState) Step(LegalStep step) => (step.Status, step.Case!.State);
    }

    [Fact]
    public async Task OfTwoWhoApproveAtOnce_OneDoes()
    {
        using var kept = await Keepsakes.OpenAsync(Engine);
        var cases = kept.House.First.GetRequiredService<ILegalCases>();
        var held = await cases.ProposeAsync(Keepsakes.Tenant, "Suit", "", Alice, Admin, Ct);

        var steps = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => cases.ApproveAsync(Keepsakes.Tenant, held.Id, $"acme/b{i}", Ct), Ct)));

        Assert.Single(steps, step => step.Status == LegalStepStatus.Done);
    }

    [Fact]
    public async Task ProposalHoldsForSevenDays()
    {
        using var kept = await Keepsakes.OpenAsync(Engine);
        await kept.CallAsync("hers", defaultDays: 1);
        await kept.House.First.GetRequiredService<ILegalCases>().ProposeAsync(Keepsakes.Tenant, "Suit", "", Alice, Admin, Ct);
        kept.House.Time.Advance(LegalCase.ProposalHolds - TimeSpan.FromSeconds(1));
        Assert.Equal(1, (await kept.SweepAsync()).Held);

        kept.House.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, (await kept.SweepAsync()).Erased);
    }

    [Fact]
    public async Task CaseOfWhatIsGoneSaysSo()
    {
        using var kept = await Keepsakes.OpenAsync(Engine);
        await kept.CallAsync("gone", defaultDays: 1);
        await kept.CallAsync("there", defaultDays: 9);
        kept.House.Time.Advance(TimeSpan.FromDays(1));
        await kept.SweepAsync();

        var cases = kept.House.First.GetRequiredService<ILegalCases>();
        var held = await cases.ProposeAsync(Keepsakes.Tenant, "Suit", "", new LegalScope { Calls = ["acme/gone", "acme/there"] }, Admin, Ct);

        Assert.Equal(["acme/gone-r"], (await cases.GoneAsync(held, Ct)).Select(receipt => receipt.ObjectId));
    }
}
