using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Sessions;
using RtcCluster.Storage.Tests.Engines;

namespace RtcCluster.Storage.Tests.Sessions;

public abstract class LoginContract(Engine engine) : EngineContract(engine)
{
    private const string Issuer = "https://accounts.example.com";

    private ILoginStore Logins => Engine.Get<ILoginStore>();

    private async Task<DirectoryUser> NewUserAsync()
    {
        var tenant = await Engine.NewTenantAsync();
        var user = new DirectoryUser { TenantId = tenant, Name = "ana", DisplayName = "Ana", Email = $"Ana.Gomez@{tenant}.test" };
        Assert.True((await Engine.Writer.SaveUserAsync(user, "s3cret", Ct)).IsSaved);
        return user;
    }

    [Fact]
    public async Task AnAccountIsTheUsersWhoLinkedItFirst()
    {
        var (ana, bob) = (await NewUserAsync(), await NewUserAsync());
        var login = new LinkedLogin(Issuer, ana.TenantId, "ana@example.com");

        var answers = new[] { await Logins.LinkAsync(ana.Id, login, Ct), await Logins.LinkAsync(ana.Id, login, Ct), await Logins.LinkAsync(bob.Id, login, Ct) };

        Assert.Equal([LinkResult.Linked, LinkResult.Present, LinkResult.OfAnother], answers);
        Assert.Equal(ana.Id, await Logins.FindUserAsync(Issuer, login.Subject, Ct));
        Assert.Equal([login], await Logins.ListAsync(ana.Id, Ct));
        Assert.Empty(await Logins.ListAsync(bob.Id, Ct));
    }

    [Fact]
    public async Task OfTwoWhoLinkTheSameAccountAtOnce_OneHasIt()
    {
        var users = new[] { await NewUserAsync(), await NewUserAsync(), await NewUserAsync(), await NewUserAsync() };
        var login = new LinkedLogin(Issuer, users[0].TenantId, "");

        var answers = await Task.WhenAll(users.Select(user => Logins.LinkAsync(user.Id, login, Ct)));

        Assert.Equal(3, answers.Count(answer => answer == LinkResult.OfAnother));
        Assert.Equal(users[Array.IndexOf(answers, LinkResult.Linked)].Id, await Logins.FindUserAsync(Issuer, login.Subject, Ct));
    }

    [Fact]
    public async Task AUserHasOneAccountOfEachIssuer_AndCanChangeIt()
    {
        var ana = await NewUserAsync();
        var (first, second, other) = (new LinkedLogin(Issuer, ana.TenantId + "1", ""), new LinkedLogin(Issuer, ana.TenantId + "2", ""), new LinkedLogin("https://other.example.com", ana.TenantId + "1", ""));
        await Logins.LinkAsync(ana.Id, first, Ct);

        var refused = await Logins.LinkAsync(ana.Id, second, Ct);
        var elsewhere = await Logins.LinkAsync(ana.Id, other, Ct);
        var gone = await Logins.UnlinkAsync(ana.Id, Issuer, Ct);
        var again = await Logins.UnlinkAsync(ana.Id, Issuer, Ct);
        var changed = await Logins.LinkAsync(ana.Id, second, Ct);

        Assert.Equal((LinkResult.HasAnother, LinkResult.Linked, true, false, LinkResult.Linked), (refused, elsewhere, gone, again, changed));
        Assert.Equal([second, other], await Logins.ListAsync(ana.Id, Ct));
        Assert.Null(await Logins.FindUserAsync(Issuer, first.Subject, Ct));
    }

    [Fact]
    public async Task AUserWhoIsDeleted_LeavesTheAccountFree()
    {
        var (ana, bob) = (await NewUserAsync(), await NewUserAsync());
        var login = new LinkedLogin(Issuer, ana.TenantId, "");
        await Logins.LinkAsync(ana.Id, login, Ct);

        await Engine.Writer.DeleteUserAsync(ana.TenantId, ana.Name, Ct);

        Assert.Equal(LinkResult.Linked, await Logins.LinkAsync(bob.Id, login, Ct));
    }

    [Fact]
    public async Task TextThatNoEngineKeeps_FindsNobody()
    {
        Assert.Null(await Logins.FindUserAsync(Issuer, "\0", Ct));
        Assert.False(await Logins.UnlinkAsync("demo/ana", "\ud800", Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => Logins.LinkAsync("demo/ana", new LinkedLogin(Issuer, "\0", ""), Ct));
        Assert.Null(await Engine.Directory.FindUserByEmailAsync("a\ud800@example.com", Ct));
    }

    [Fact]
    public async Task AnAddressFindsItsUser_WhateverItsCase()
    {
        var ana = await NewUserAsync();

        Assert.Equal(ana.Id, (await Engine.Directory.FindUserByEmailAsync(ana.Email.ToLowerInvariant(), Ct))?.Id);
        Assert.Null(await Engine.Directory.FindUserByEmailAsync($"x{ana.Email}", Ct));
    }
}
