using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Storage.Voicemail;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>Voicemail messages that are to be sent by e-mail: which edge is asked, when again, and when no more.</summary>
public sealed class MailRoundTests(GrainHouse house) : IClassFixture<GrainHouse>
{
    private static readonly TenantId Tenant = new("demo");
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    private IVoicemailStore Store => house.Services.GetRequiredService<IVoicemailStore>();

    [Fact]
    public async Task AMessageIsSentOnce_AndNoMoreWhenTheServerHasIt()
    {
        var box = await Box("agent1", email: true);
        await box.Deliver(Message("once"));
        await box.Deliver(Message("once"));

        var order = Assert.Single(await Orders("demo/once", 1));
        Assert.Equal(("agent1@demo.test", "es-CO", "1002", true), (order.To, order.Language, order.FromNumber, order.Attach));
        await box.Mailed("demo/once", MailOutcome.Sent);
        await box.Mailed("demo/once", MailOutcome.Later);
        Assert.Equal(VoicemailMail.Sent, (await Mail("demo/agent1", "demo/once")).Status);
        house.Time.Advance(TimeSpan.FromHours(3));
        await box.Settings();
        Assert.Single(await Orders("demo/once", 1));
    }

    [Fact]
    public async Task WithoutWord_ItIsAskedAgainAfterGrowingPauses_FiveTimes_AndThenGivenUp()
    {
        var box = await Box("agent2", email: true, attach: false);
        await box.Deliver(Message("again"));
        Assert.False((await Orders("demo/again", 1))[0].Attach);
        for (var attempt = 2; attempt <= 5; attempt++)
        {
            house.Time.Advance(TimeSpan.FromMinutes(attempt switch { 2 => 1, 3 => 5, 4 => 30, _ => 120 }) - TimeSpan.FromSeconds(1));
            await box.Settings();
            Assert.Equal(attempt - 1, Asked("demo/again").Count);
            house.Time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(attempt, (await Orders("demo/again", attempt)).Count);
        }

        await box.Mailed("demo/again", MailOutcome.Later);
        Assert.Equal((VoicemailMail.Dead, 5), await Mail("demo/agent2", "demo/again"));
    }

    [Fact]
    public async Task WhatTheServerRefusesForGood_IsNotTriedAgain_AndTheMessageStays()
    {
        var box = await Box("agent3", email: true);
        await box.Deliver(Message("refused"));
        await Orders("demo/refused", 1);

        await box.Mailed("demo/refused", MailOutcome.Refused);

        Assert.Equal((VoicemailMail.Dead, 1), await Mail("demo/agent3", "demo/refused"));
        Assert.Contains((await box.Open())!.Messages, message => message.Id == "demo/refused");
        house.Time.Advance(TimeSpan.FromMinutes(2));
        await box.Settings();
        Assert.Single(Asked("demo/refused"));
    }

    [Fact]
    public async Task WhoWantsNone_GetsNone_AndABoxThatWasGone_GoesOnWhereItWas()
    {
        var box = await Box("agent4", email: false);
        await box.Deliver(Message("unwanted"));
        Assert.Equal((VoicemailMail.None, 0), await Mail("demo/agent4", "demo/unwanted"));

        await box.Configure(new MailboxChange(Email: true));
        await box.Deliver(Message("wanted"));
        await Orders("demo/wanted", 1);
        await GrainHouse.Deactivate(box);
        house.Time.Advance(TimeSpan.FromMinutes(2));
        // Any next message, or the reminder, starts the round again.
        await box.Deliver(Message("later"));

        await Orders("demo/later", 1);
        Assert.Equal(2, (await Orders("demo/wanted", 2)).Count);
        Assert.Empty(Asked("demo/unwanted"));
    }

    private List<MailOrder> Asked(string message) => [.. house.A.Mails.Concat(house.B.Mails).Where(order => order.Message == message)];

    private Task<List<MailOrder>> Orders(string message, int count) =>
        Eventually.GetAsync($"{count} orders of {message}", Soon, () => Task.FromResult(Asked(message)), asked => asked.Count >= count);

    private async Task<(VoicemailMail Status, int Attempts)> Mail(string owner, string id)
    {
        var message = (await Store.FindAsync(owner, id, TestContext.Current.CancellationToken))!;
        return (message.Mail, message.MailAttempts);
    }

    private async Task<IMailboxGrain> Box(string user, bool email, bool attach = true)
    {
        var box = house.Grains.GetGrain<IMailboxGrain>(new UserId(Tenant, user).Key);
        await box.Configure(new MailboxChange(Email: email, Attach: attach));
        return box;
    }

    private VoicemailDelivery Message(string name) => new(
        $"demo/{name}", new CallId(Tenant, name), "1002", "Agent Two", house.Time.GetUtcNow(), 5_000, $"voicemail/demo/{name}/", house.Time.GetUtcNow().AddDays(30));
}
