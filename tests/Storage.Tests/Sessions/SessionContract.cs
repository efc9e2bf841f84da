using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Sessions;
using RtcCluster.Storage.Tests.Engines;

namespace RtcCluster.Storage.Tests.Sessions;

public abstract class SessionContract(Engine engine) : EngineContract(engine)
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new(Start);

    private SessionStore NewStore() => new(Engine.Get<IDbContextFactory<RtcDbContext>>(), _time);

    private async Task<string> NewUserAsync()
    {
        var tenant = await Engine.NewTenantAsync();
        var user = new DirectoryUser { TenantId = tenant, Name = "ana", DisplayName = "Ana", Email = $"ana@{tenant}.test" };
        Assert.True((await Engine.Writer.SaveUserAsync(user, "s3cret", Ct)).IsSaved);
        return user.Id;
    }

    [Fact]
    public async Task FindsSessionAsMade_WithUserAgentCut()
    {
        var user = await NewUserAsync();

        var made = await NewStore().CreateAsync(user, "127.0.0.1", new string('u', 1000) + "\0", Ct);

        Assert.Equal(
            new SignInSession { Id = made.Id, UserId = user, CreatedAt = Start, LastUsedAt = Start, Address = "127.0.0.1", UserAgent = new string('u', 400) },
            await NewStore().FindAsync(made.Id, Ct));
        Assert.Null(await NewStore().FindAsync(made.Id + "x", Ct));
    }

    [Fact]
    public async Task KnowsTheRoleBehindAGoodSession_AndNoneOfAStrangersARevokedOneOrADisabledUser()
    {
        var user = await NewUserAsync();
        var stranger = await NewUserAsync();
        var store = NewStore();
        var session = await store.CreateAsync(user, "", "", Ct);
        var revoked = await store.CreateAsync(user, "", "", Ct);
        await store.RevokeAsync(user, revoked.Id, Ct);
        var good = await store.FindRoleAsync(session.Id, user, Ct);
        var others = new[] { await store.FindRoleAsync(session.Id, stranger, Ct), await store.FindRoleAsync(revoked.Id, user, Ct), await store.FindRoleAsync("\0", user, Ct) };
        var entry = (await Engine.Directory.FindUserAsync(user.Split('/')[0], "ana", Ct))!;
        Assert.True((await Engine.Writer.SaveUserAsync(entry with { Role = UserRole.Supervisor }, ct: Ct)).IsSaved);
        var raised = await store.FindRoleAsync(session.Id, user, Ct);
        Assert.True((await Engine.Writer.SaveUserAsync(entry with { Disabled = true, Version = entry.Version + 1 }, ct: Ct)).IsSaved);

        Assert.Equal((UserRole.Agent, UserRole.Supervisor, null), (good, raised, await store.FindRoleAsync(session.Id, user, Ct)));
        Assert.All(others, Assert.Null);
    }

    [Fact]
    public async Task RevokesOwnSessionOnce_AndNobodyElses()
    {
        var user = await NewUserAsync();
        var stranger = await NewUserAsync();
        var store = NewStore();
        var kept = await store.CreateAsync(user, "", "", Ct);
        var gone = await store.CreateAsync(user, "", "", Ct);
        _time.Advance(TimeSpan.FromSeconds(5));

        var answers = new[]
        {
            await store.RevokeAsync(stranger, gone.Id, Ct), await store.RevokeAsync(user, gone.Id, Ct), await store.RevokeAsync(user, gone.Id, Ct),
        };

        Assert.Equal([false, true, false], answers);
        Assert.Equal([kept.Id], (await store.ListAsync(user, Ct)).Select(s => s.Id));
        Assert.Equal(Start.AddSeconds(5), (await store.FindAsync(gone.Id, Ct))!.RevokedAt);
        Assert.Contains(gone.Id, (await store.ListRevokedAsync(Start.AddSeconds(5), Ct)).Select(s => s.Id));
        Assert.DoesNotContain(gone.Id, (await store.ListRevokedAsync(Start.AddSeconds(6), Ct)).Select(s => s.Id));
    }

    [Fact]
    public async Task RevokesAllButOne()
    {
        var user = await NewUserAsync();
        var store = NewStore();
        var sessions = new[] { await store.CreateAsync(user, "", "", Ct), await store.CreateAsync(user, "", "", Ct), await store.CreateAsync(user, "", "", Ct) };

        var revoked = await store.RevokeAllAsync(user, sessions[1].Id, Ct);

        Assert.Equal(new[] { sessions[0].Id, sessions[2].Id }.Order(), revoked.Order());
        Assert.Equal([sessions[1].Id], (await store.ListAsync(user, Ct)).Select(s => s.Id));
        Assert.Equal([sessions[1].Id], await store.RevokeAllAsync(user, ct: Ct));
    }

    [Fact]
    public async Task TouchWritesAtMostOnceAMinute_AndNeverWakesARevokedSession()
    {
        var user = await NewUserAsync();
        var store = NewStore();
        var session = await store.CreateAsync(user, "", "", Ct);
        var seen = new List<double>();
        foreach (var step in new[] { 59, 2, 30, 40 })
        {
            _time.Advance(TimeSpan.FromSeconds(step));
            await NewStore().TouchAsync(session.Id, Ct);
            seen.Add(((await store.FindAsync(session.Id, Ct))!.LastUsedAt - Start).TotalSeconds);
        }

        await store.RevokeAsync(user, session.Id, Ct);
        _time.Advance(TimeSpan.FromHours(1));
        await store.TouchAsync(session.Id, Ct);

        Assert.Equal([0, 61, 61, 131], seen);
        Assert.Equal(Start.AddSeconds(131), (await store.FindAsync(session.Id, Ct))!.LastUsedAt);
    }
}
