using RtcCluster.Storage.Tests.Engines;
using RtcCluster.Storage.Voicemail;

namespace RtcCluster.Storage.Tests.Voicemail;

public abstract class VoicemailContract(Engine engine) : EngineContract(engine)
{
    private static readonly DateTimeOffset Start = new(2026, 11, 26, 5, 0, 0, TimeSpan.Zero);

    // The tests of an engine share a database: each has a box of its own.
    private readonly string _owner = $"t1/{Guid.NewGuid():N}";

    private IVoicemailStore Store => Engine.Get<IVoicemailStore>();

    [Fact]
    public async Task FindsMessageAsLeft_WithTextThatNoEngineKeepsReplaced()
    {
        var message = Message(1) with { FromName = "Ana\0" };

        Assert.True(await Store.AddAsync(message, Ct));

        Assert.Equal(message with { FromName = "Ana\uFFFD" }, await Store.FindAsync(_owner, message.Id, Ct));
    }

    [Fact]
    public async Task DeliversTwice_OneMessage_HeardStaysHeard()
    {
        await Store.AddAsync(Message(1), Ct);
        await Store.MarkAsync(_owner, Message(1).Id, heard: true, Ct);

        Assert.False(await Store.AddAsync(Message(1), Ct));

        Assert.Equal(new VoicemailCounts(0, 1), await Store.CountAsync(_owner, Ct));
    }

    [Fact]
    public async Task SomebodyElsesMessageIsNotThere()
    {
        var message = Message(1);
        await Store.AddAsync(message, Ct);

        Assert.Null(await Store.FindAsync("t1/other", message.Id, Ct));
        Assert.False(await Store.MarkAsync("t1/other", message.Id, heard: true, Ct));
        Assert.False(await Store.DeleteAsync("t1/other", message.Id, Start, ct: Ct));
        Assert.False((await Store.FindAsync(_owner, message.Id, Ct))!.Heard);
    }

    [Fact]
    public async Task CountsNewAndSaved_UntilTheyAreDeleted()
    {
        for (var i = 1; i <= 3; i++)
        {
            await Store.AddAsync(Message(i), Ct);
        }

        await Store.MarkAsync(_owner, Message(2).Id, heard: true, Ct);
        Assert.Equal(new VoicemailCounts(2, 1), await Store.CountAsync(_owner, Ct));

        Assert.True(await Store.DeleteAsync(_owner, Message(1).Id, Start, ct: Ct));
        Assert.False(await Store.DeleteAsync(_owner, Message(1).Id, Start, ct: Ct));
        await Store.MarkAsync(_owner, Message(2).Id, heard: false, Ct);
        Assert.Equal(new VoicemailCounts(2, 0), await Store.CountAsync(_owner, Ct));
    }

    [Fact]
    public async Task ListsPageByPage_LatestFirst()
    {
        for (var i = 1; i <= 5; i++)
        {
            await Store.AddAsync(Message(i) with { Heard = i == 4 }, Ct);
        }

        var first = await Store.ListAsync(_owner, limit: 3, ct: Ct);
        var second = await Store.ListAsync(_owner, cursor: first.Next, limit: 3, ct: Ct);

        Assert.Equal([5, 4, 3], first.Items.Select(NumberOf));
        Assert.Equal([2, 1], second.Items.Select(NumberOf));
        Assert.Null(second.Next);
        Assert.Equal([5, 3, 2, 1], (await Store.ListAsync(_owner, heard: false, ct: Ct)).Items.Select(NumberOf));
        Assert.False((await Store.ListAsync(_owner, cursor: "?", ct: Ct)).CursorAccepted);
    }

    [Fact]
    public async Task GivesMessagesWhoseTimeIsOver()
    {
        await Store.AddAsync(Message(1), Ct);
        await Store.AddAsync(Message(2), Ct);

        var expired = await Store.ListExpiredAsync(_owner, Message(2).RetainUntil, Ct);

        Assert.Equal([1], expired.Select(NumberOf));
    }

    [Fact]
    public async Task WhatIsDeleted_IsNowhere_NamesNobody_AndDoesNotComeBack_UntilItIsForgotten()
    {
        await Store.AddAsync(Message(1) with { Mail = VoicemailMail.Waiting, Pending = true }, Ct);
        await Store.DeleteAsync(_owner, Message(1).Id, Start, ct: Ct);

        Assert.False(await Store.AddAsync(Message(1), Ct));
        Assert.Null(await Store.FindAsync(_owner, Message(1).Id, Ct));
        Assert.Empty((await Store.ListAsync(_owner, ct: Ct)).Items);
        Assert.Empty(await Store.ListMailAsync(_owner, Ct));
        Assert.Empty(await Store.ListPendingAsync(_owner, Ct));
        Assert.Equal(default, await Store.CountAsync(_owner, Ct));
        Assert.False(await Store.MarkAsync(_owner, Message(1).Id, heard: true, Ct));
        Assert.Equal(_owner, await Store.FindOwnerAsync("t1", Message(1).Id, Ct));
        Assert.Null(await Store.FindOwnerAsync("t2", Message(1).Id, Ct));
        Assert.Equal(
            Message(1) with { FromNumber = "", FromName = "", DeletedAt = Start, Mail = VoicemailMail.None }, await Store.FindWithDeletedAsync(_owner, Message(1).Id, Ct));

        Assert.Equal([1], (await Store.ListExpiredAsync(_owner, Message(2).RetainUntil, Ct)).Select(NumberOf));
        await Store.PurgeAsync(_owner, Message(1).Id, Ct);
        Assert.Null(await Store.FindOwnerAsync("t1", Message(1).Id, Ct));
    }

    [Fact]
    public async Task SoundThatComesLate_GivesAMessageItsLength()
    {
        await Store.AddAsync(Message(1) with { DurationMilliseconds = 0, Pending = true }, Ct);
        await Store.AddAsync(Message(2), Ct);
        Assert.Equal([1], (await Store.ListPendingAsync(_owner, Ct)).Select(NumberOf));

        await Store.MeasuredAsync(_owner, Message(1).Id, 4_200, pending: false, Ct);

        Assert.Empty(await Store.ListPendingAsync(_owner, Ct));
        Assert.Equal(Message(1), await Store.FindAsync(_owner, Message(1).Id, Ct));
    }

    [Fact]
    public async Task MailWaits_UntilItIsSentOrDead()
    {
        await Store.AddAsync(Message(1) with { Mail = VoicemailMail.Waiting, MailDue = Start.AddMinutes(5) }, Ct);
        await Store.AddAsync(Message(2) with { Mail = VoicemailMail.Waiting, MailDue = Start.AddMinutes(1) }, Ct);
        await Store.AddAsync(Message(3), Ct);
        Assert.Equal([2, 1], (await Store.ListMailAsync(_owner, Ct)).Select(NumberOf));

        await Store.SetMailAsync(_owner, Message(2).Id, VoicemailMail.Sent, 1, null, Ct);
        await Store.SetMailAsync(_owner, Message(1).Id, VoicemailMail.Waiting, 2, Start.AddHours(1), Ct);

        Assert.Equal([1], (await Store.ListMailAsync(_owner, Ct)).Select(NumberOf));
        Assert.Equal((2, Start.AddHours(1)), await Store.FindAsync(_owner, Message(1).Id, Ct) is { } waiting ? (waiting.MailAttempts, waiting.MailDue) : default);
    }

    private VoicemailMessage Message(int number) => new()
    {
        Id = $"{_owner}-{number}",
        TenantId = "t1",
        OwnerId = _owner,
        CallId = $"t1/c{number}",
        FromNumber = "+573001234567",
        FromName = "Ana",
        At = Start.AddMinutes(number),
        DurationMilliseconds = 4_200,
        BlobPrefix = $"voicemail/t1/2026/11/26/c{number}/",
        RetainUntil = Start.AddMinutes(number).AddDays(90),
    };

    private static int NumberOf(VoicemailMessage message) => message.Id[^1] - '0';
}
