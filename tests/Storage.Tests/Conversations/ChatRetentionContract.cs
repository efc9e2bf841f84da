using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Storage.Conversations;
using RtcCluster.Storage.Legal;
using RtcCluster.Storage.Retention;
using RtcCluster.Storage.Tests.Engines;
using RtcCluster.Storage.Tests.Retention;

namespace RtcCluster.Storage.Tests.Conversations;

public abstract class ChatRetentionContract(Engine engine) : EngineContract(engine)
{
    [Fact]
    public async Task MessagesGoWhenTheirDaysAreOver_ThoseOfWhoIsHeldStay_AndNumbersGoOn()
    {
        using var kept = await Keepsakes.OpenAsync(Engine);
        var store = kept.House.First.GetRequiredService<IConversations>();
        await SendAsync(kept, store, "ana+bo", "old");
        await SendAsync(kept, store, "cy+dan", "held");
        kept.House.Time.Advance(TimeSpan.FromDays(10));
        await SendAsync(kept, store, "ana+bo", "new");
        var cases = kept.House.First.GetRequiredService<ILegalCases>();
        var held = await cases.ProposeAsync(Keepsakes.Tenant, "Suit", "", new LegalScope { Users = [$"{Keepsakes.Tenant}/dan"] }, "acme/admin", Ct);
        await cases.ApproveAsync(Keepsakes.Tenant, held.Id, "acme/supervisor", Ct);

        Assert.Equal((0, 0), Figures(await kept.SweepAsync()));
        await kept.RuleAsync(new RetentionRules { Chat = new RetentionRule { Days = 5 } });
        Assert.Equal((1, 1), Figures(await kept.SweepAsync()));

        Assert.Equal(["new"], (await store.ListMessagesAsync(Keepsakes.Tenant, "bo", "ana+bo", 0, null, 10, Ct))!.Select(static message => message.Text));
        Assert.Equal(["held"], (await store.ListMessagesAsync(Keepsakes.Tenant, "cy", "cy+dan", 0, null, 10, Ct))!.Select(static message => message.Text));
        Assert.Contains(await kept.ReceiptsAsync(), static receipt => receipt.StartsWith("Chat ", StringComparison.Ordinal) && receipt.EndsWith(" tenant 5", StringComparison.Ordinal));
        kept.House.Time.Advance(TimeSpan.FromDays(5));
        Assert.Equal((1, 1), Figures(await kept.SweepAsync()));
        Assert.Equal(3, (await SendAsync(kept, store, "ana+bo", "later")).Message.Number);
    }

    [Fact]
    public void AQueueHasNoConversations() =>
        Assert.Equal("chat.queues: a queue has no conversations.", new RetentionRules { Chat = new RetentionRule { Queues = new Dictionary<string, int> { ["support"] = 3 } } }.Check());

    private static (int Erased, int Held) Figures(RetentionSweep sweep) => (sweep.Erased, sweep.Held);

    private static Task<AddedMessage> SendAsync(Keepsakes kept, IConversations store, string conversation, string text) => store.AddAsync(
        new ChatMessage
        {
            Id = Guid.NewGuid().ToString("n"), TenantId = Keepsakes.Tenant, ConversationId = conversation, Sender = conversation.Split('+')[0], ClientId = text + "-message", Text = text,
            At = kept.House.Time.GetUtcNow(),
        },
        Ct);
}
