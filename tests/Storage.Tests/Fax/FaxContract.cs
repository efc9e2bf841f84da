using RtcCluster.Storage.Fax;
using RtcCluster.Storage.Tests.Engines;

namespace RtcCluster.Storage.Tests.Fax;

public abstract class FaxContract(Engine engine) : EngineContract(engine)
{
    private static readonly DateTimeOffset Start = new(2026, 11, 27, 5, 0, 0, TimeSpan.Zero);

    // The tests of an engine share a database: each has a box of its own.
    private readonly string _owner = $"t1/{Guid.NewGuid():N}";

    private IFaxStore Store => Engine.Get<IFaxStore>();

    [Fact]
    public async Task FindsFaxAsReceived_WithTextThatNoEngineKeepsReplaced()
    {
        var fax = Fax(1) with { Station = "Ana\0", Result = new string('x', 300) };

        Assert.True(await Store.AddAsync(fax, Ct));

        Assert.Equal(fax with { Station = "Ana\uFFFD", Result = new string('x', 200) }, await Store.FindAsync(_owner, fax.Id, Ct));
        Assert.False(await Store.AddAsync(fax, Ct));
        Assert.Equal(_owner, await Store.FindOwnerAsync("t1", fax.Id, Ct));
        Assert.Null(await Store.FindOwnerAsync("t2", fax.Id, Ct));
    }

    [Fact]
    public async Task SomebodyElsesFaxIsNotThere()
    {
        await Store.AddAsync(Fax(1), Ct);

        Assert.Null(await Store.FindAsync("t1/other", Fax(1).Id, Ct));
        Assert.False(await Store.MarkAsync("t1/other", Fax(1).Id, seen: true, Ct));
        Assert.False(await Store.DeleteAsync("t1/other", Fax(1).Id, Start, ct: Ct));
        Assert.False((await Store.FindAsync(_owner, Fax(1).Id, Ct))!.Seen);
    }

    [Fact]
    public async Task ListsPageByPage_LatestFirst_OfOneDirectionOrBoth()
    {
        for (var i = 1; i <= 5; i++)
        {
            await Store.AddAsync(Fax(i) with { Direction = i == 4 ? FaxDirection.Out : FaxDirection.In }, Ct);
        }

        var first = await Store.ListAsync(_owner, null, null, 2, Ct);
        var second = await Store.ListAsync(_owner, null, first.Next, 3, Ct);

        Assert.Equal([5, 4], first.Items.Select(NumberOf));
        Assert.Equal([3, 2, 1], second.Items.Select(NumberOf));
        Assert.Null(second.Next);
        Assert.Equal([4], (await Store.ListAsync(_owner, FaxDirection.Out, ct: Ct)).Items.Select(NumberOf));
        Assert.False((await Store.ListAsync(_owner, null, "nonsense", ct: Ct)).CursorAccepted);
    }

    [Fact]
    public async Task ADeletedFaxTellsNobodysName_AndDoesNotComeBack()
    {
        await Store.AddAsync(Fax(1), Ct);

        Assert.True(await Store.DeleteAsync(_owner, Fax(1).Id, Start.AddDays(1), ct: Ct));

        Assert.False(await Store.DeleteAsync(_owner, Fax(1).Id, Start, ct: Ct));
        Assert.Null(await Store.FindAsync(_owner, Fax(1).Id, Ct));
        Assert.False(await Store.AddAsync(Fax(1), Ct));
        var left = await Store.FindWithDeletedAsync(_owner, Fax(1).Id, Ct);
        Assert.Equal(("", "", "", Start.AddDays(1)), (left!.Number, left.Name, left.Station, left.DeletedAt));
        Assert.Equal((0, 1), (await Store.CountAsync(_owner, ct: Ct), await Store.CountAsync(_owner, withDeleted: true, Ct)));
    }

    [Fact]
    public async Task WhatWasKeptLongEnoughIsListed_AndForgotten()
    {
        await Store.AddAsync(Fax(1), Ct);
        await Store.AddAsync(Fax(2), Ct);
        await Store.DeleteAsync(_owner, Fax(2).Id, Start, ct: Ct);

        Assert.Empty(await Store.ListExpiredAsync(_owner, Start.AddDays(89), Ct));
        Assert.Equal([1, 2], (await Store.ListExpiredAsync(_owner, Start.AddDays(91), Ct)).Select(NumberOf));

        await Store.PurgeAsync(_owner, Fax(2).Id, Ct);
        Assert.Null(await Store.FindWithDeletedAsync(_owner, Fax(2).Id, Ct));
    }

    [Fact]
    public async Task PagesMayStillCome()
    {
        await Store.AddAsync(Fax(1) with { Pages = 0, Pending = true }, Ct);
        Assert.Equal([1], (await Store.ListPendingAsync(_owner, Ct)).Select(NumberOf));

        await Store.MeasuredAsync(_owner, Fax(1).Id, 2, pending: false, Ct);

        Assert.Empty(await Store.ListPendingAsync(_owner, Ct));
        Assert.Equal(Fax(1), await Store.FindAsync(_owner, Fax(1).Id, Ct));
    }

    [Fact]
    public async Task AFaxWaits_UntilItIsSentOrFailed()
    {
        await Store.AddAsync(Fax(1) with { Direction = FaxDirection.Out, State = FaxState.Waiting, Due = Start.AddMinutes(5) }, Ct);
        await Store.AddAsync(Fax(2) with { Direction = FaxDirection.Out, State = FaxState.Sending, Due = Start.AddMinutes(1) }, Ct);
        await Store.AddAsync(Fax(3), Ct);
        Assert.Equal([2, 1], (await Store.ListUnsentAsync(_owner, Ct)).Select(NumberOf));

        await Store.TriedAsync(_owner, Fax(2).Id, new FaxAttempt(FaxState.Sent, "t1/call", 2, null, 2, "+1\0", "OK", 30_000), Ct);

        Assert.Equal([1], (await Store.ListUnsentAsync(_owner, Ct)).Select(NumberOf));
        var sent = await Store.FindAsync(_owner, Fax(2).Id, Ct);
        Assert.Equal(
            (FaxState.Sent, "t1/call", 2, null, 2, "+1\uFFFD", "OK", 30_000L),
            (sent!.State, sent.CallId, sent.Attempts, sent.Due, sent.PagesSent, sent.Station, sent.Result, sent.DurationMilliseconds));
    }

    private FaxMessage Fax(int number) => new()
    {
        Id = $"{_owner}-{number}",
        TenantId = "t1",
        OwnerId = _owner,
        CallId = $"t1/c{number}",
        Direction = FaxDirection.In,
        State = FaxState.Received,
        Number = "+573001234567",
        Name = "Ana",
        Station = "+57 1 555",
        Pages = 2,
        Result = "OK",
        At = Start.AddMinutes(number),
        DurationMilliseconds = 32_000,
        BlobPrefix = $"fax/t1/2026/11/27/c{number}/",
        RetainUntil = Start.AddMinutes(number).AddDays(90),
    };

    private static int NumberOf(FaxMessage fax) => fax.Id[^1] - '0';
}
