using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using RtcCluster.Storage.Sessions;
using RtcCluster.Storage.Tests.Engines;

namespace RtcCluster.Storage.Tests.Sessions;

public abstract class IdempotencyContract(Engine engine) : EngineContract(engine)
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    private IdempotencyStore NewStore() => new(Engine.Get<IDbContextFactory<RtcDbContext>>(), _time);

    [Fact]
    public async Task AnswersTheSameRequestAgain_AndRefusesAnotherUnderItsKey()
    {
        var store = NewStore();
        var started = await store.BeginAsync("t/ana", "key-1", "hash", Ct);
        var meanwhile = await store.BeginAsync("t/ana", "key-1", "hash", Ct);
        await store.CompleteAsync("t/ana", "key-1", new IdempotentAnswer(201, "application/json", new byte[] { 1, 2, 3 }), Ct);

        var again = await store.BeginAsync("t/ana", "key-1", "hash", Ct);
        var other = await store.BeginAsync("t/ana", "key-1", "another hash", Ct);
        var otherUser = await store.BeginAsync("t/eva", "key-1", "hash", Ct);

        Assert.Equal((IdempotencyState.Started, null), started);
        Assert.Equal((IdempotencyState.InProgress, null), meanwhile);
        Assert.Equal((IdempotencyState.Answered, 201, "application/json"), (again.State, again.Answer!.Status, again.Answer.ContentType));
        Assert.Equal([1, 2, 3], again.Answer.Body.ToArray());
        Assert.Equal((IdempotencyState.Mismatch, null), other);
        Assert.Equal((IdempotencyState.Started, null), otherUser);
    }

    [Fact]
    public async Task OneOfManyAtOnceStarts()
    {
        var states = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () => (await NewStore().BeginAsync("t/ana", "key-2", "hash", Ct)).State, Ct)));

        Assert.Equal(1, states.Count(s => s == IdempotencyState.Started));
        Assert.Equal(19, states.Count(s => s == IdempotencyState.InProgress));
    }

    [Fact]
    public async Task AbandonedRequestMayBeTriedAgain()
    {
        var store = NewStore();
        await store.BeginAsync("t/ana", "key-3", "hash", Ct);

        await store.AbandonAsync("t/ana", "key-3", Ct);

        Assert.Equal(IdempotencyState.Started, (await store.BeginAsync("t/ana", "key-3", "hash", Ct)).State);
    }

    [Fact]
    public async Task KeyOfAProcessThatDiedIsFreeAfterTwoMinutes_AndAnAnswerAfterADay()
    {
        var store = NewStore();
        await store.BeginAsync("t/ana", "key-4", "hash", Ct);
        _time.Advance(TimeSpan.FromMinutes(2));
        var afterDeath = await store.BeginAsync("t/ana", "key-4", "hash", Ct);
        await store.CompleteAsync("t/ana", "key-4", new IdempotentAnswer(204, "", default), Ct);
        _time.Advance(TimeSpan.FromHours(23));
        var afterHours = await store.BeginAsync("t/ana", "key-4", "hash", Ct);
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(IdempotencyState.Started, afterDeath.State);
        Assert.Equal(IdempotencyState.Answered, afterHours.State);
        Assert.True(await store.PurgeAsync(Ct) > 0);
        Assert.Equal(IdempotencyState.Started, (await store.BeginAsync("t/ana", "key-4", "hash", Ct)).State);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0")]
    public async Task RefusesKeyThatIsNoText(string key) =>
        await Assert.ThrowsAsync<ArgumentException>(() => NewStore().BeginAsync("t/ana", key, "hash", Ct));
}
