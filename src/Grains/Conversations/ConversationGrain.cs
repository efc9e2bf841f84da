using System.Collections.Immutable;
using Orleans.Placement;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Conversations;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Users;
using RtcCluster.Storage.Conversations;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Grains.Conversations;

/// <summary>A conversation. It keeps nothing: messages, numbers and members are in the database, and what is told is told in the order of the numbers because turns are.</summary>
[RandomPlacement]
internal sealed class ConversationGrain(IConversations store, IDirectory directory, TimeProvider time) : Grain, IConversationGrain
{
    // As long as devices ring for a click: whoever is rung is not rung twice.
    private static readonly TimeSpan RingAgain = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, DateTimeOffset> _rung = new(StringComparer.Ordinal);

    private ConversationId Id => new(this.GetPrimaryKeyString());

    private string Tenant => Id.Tenant.Value;

    public async Task<SendReceipt> Send(SendMessage message)
    {
        var (isBlocked, refusal, others) = Id.IsDirect ? await Direct(message.Sender) : await Group(message.Sender);
        if (refusal is { } status)
        {
            return new SendReceipt(status);
        }

        if (isBlocked && message.Broadcast is not null)
        {
            return new SendReceipt(SendStatus.Blocked);
        }

        var added = await store.AddAsync(new ChatMessage
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()).ToString("n"),
            TenantId = Tenant,
            ConversationId = Id.Name,
            Sender = message.Sender,
            ClientId = message.ClientId,
            Text = message.Text,
            Prompt = message.Prompt,
            BroadcastId = message.Broadcast,
            At = time.GetUtcNow(),
            IsBlocked = isBlocked,
        });

        // One that was there is told again: whoever stored it may have died before it told. A page shows a number once.
        Tell(message.Sender, InboxNews.Of(Card(added.Message, message.Sender)));
        if (!added.Message.IsBlocked)
        {
            foreach (var other in others)
            {
                Tell(other, InboxNews.Of(Card(added.Message, other)));
            }
        }

        return new SendReceipt(SendStatus.Sent, Card(added.Message, message.Sender));
    }

    public async Task<ConfigureReceipt> Configure(GroupSettings settings, string by)
    {
        var before = await store.FindAsync(Tenant, Id.Name);
        if (Refusal(before?.Conversation, by) is { } refused)
        {
            return refused;
        }

        var members = settings.Members.Append(by).Distinct(StringComparer.Ordinal).ToList();
        if (members.Count > GroupSettings.MostMembers)
        {
            return new ConfigureReceipt(ConfigureStatus.Invalid, $"A group has at most {GroupSettings.MostMembers} members.");
        }

        // Who was in it may stay, whatever has become of them since.
        foreach (var user in members.Except(before?.Members ?? [], StringComparer.Ordinal))
        {
            if (!GrainKey.IsPlainName(user) || await directory.FindUserAsync(Tenant, user) is null or { Disabled: true })
            {
                return new ConfigureReceipt(ConfigureStatus.Invalid, $"There is no user '{user}'.");
            }
        }

        await store.SaveGroupAsync(new Conversation { TenantId = Tenant, Id = Id.Name, Name = settings.Name, Owner = by, CreatedAt = time.GetUtcNow() }, members);
        TellChanged(members.Union(before?.Members ?? [], StringComparer.Ordinal));
        return new ConfigureReceipt(ConfigureStatus.Saved);
    }

    public async Task<ConfigureReceipt> Leave(string user)
    {
        if (Id.IsDirect || await store.FindAsync(Tenant, Id.Name) is not var (conversation, members) || !members.Contains(user))
        {
            return new ConfigureReceipt(ConfigureStatus.NotFound);
        }

        if (conversation.Owner == user)
        {
            return new ConfigureReceipt(ConfigureStatus.Conflict, "The owner of a group closes it.");
        }

        await store.LeaveAsync(Tenant, Id.Name, user);
        TellChanged(members);
        return new ConfigureReceipt(ConfigureStatus.Saved);
    }

    public async Task<ConfigureReceipt> Close(string by)
    {
        var found = await store.FindAsync(Tenant, Id.Name);
        if (found is not var (conversation, members) || Refusal(conversation, by) is not null)
        {
            return Refusal(found?.Conversation, by) ?? new ConfigureReceipt(ConfigureStatus.NotFound);
        }

        await store.CloseAsync(Tenant, Id.Name, time.GetUtcNow());
        TellChanged(members);
        return new ConfigureReceipt(ConfigureStatus.Saved);
    }

    public async Task<GroupCallReceipt> Call(string by, ImmutableArray<string> present)
    {
        if (Id.IsDirect || await store.FindAsync(Tenant, Id.Name) is not var (conversation, members) || !members.Contains(by))
        {
            return new GroupCallReceipt(null, [], 0);
        }

        var now = time.GetUtcNow();
        List<string> others = [.. members.Where(member => member != by && !present.Contains(member))];
        List<string> ring = [];
        foreach (var member in others)
        {
            if ((_rung.TryGetValue(member, out var last) && now - last < RingAgain) || await directory.FindUserAsync(Tenant, member) is not { Disabled: false } user)
            {
                continue;
            }

            if (await store.IsBlockedAsync(Tenant, member, by) || await IsBlockedAsCaller(user, by))
            {
                continue;
            }

            ring.Add(member);
        }

        // Only now: a database that fails halfway has rung nobody.
        foreach (var member in ring)
        {
            _rung[member] = now;
        }

        return new GroupCallReceipt(conversation.Name, [.. ring], others.Count);
    }

    public Task NotRung(ImmutableArray<string> members)
    {
        foreach (var member in members)
        {
            _rung.Remove(member);
        }

        return Task.CompletedTask;
    }

    public async Task CallChanged()
    {
        if (await store.FindAsync(Tenant, Id.Name) is var (_, members))
        {
            TellChanged(members);
        }
    }

    public async Task<bool> Read(string user, long number)
    {
        if (!await store.ReadAsync(Tenant, user, Id.Name, number))
        {
            return false;
        }

        Tell(user, InboxNews.Of(Id.NameFor(user)));
        return true;
    }

    // Whose group it is, the members know; whoever else asks is told that there is none.
    private ConfigureReceipt? Refusal(Conversation? conversation, string by) =>
        Id.IsDirect ? new ConfigureReceipt(ConfigureStatus.NotFound)
        : conversation is not null && conversation.Owner != by ? new ConfigureReceipt(ConfigureStatus.NotFound)
        : null;

    private async Task<(bool IsBlocked, SendStatus? Refusal, IReadOnlyList<string> Others)> Direct(string sender)
    {
        if (Id.Other(sender) is not { } other)
        {
            return (false, SendStatus.NotFound, []);
        }

        if (await directory.FindUserAsync(Tenant, other) is not { Disabled: false } user)
        {
            return (false, SendStatus.Gone, []);
        }

        return (await store.IsBlockedAsync(Tenant, other, sender) || await IsBlockedAsCaller(user, sender), null, [other]);
    }

    private async Task<(bool IsBlocked, SendStatus? Refusal, IReadOnlyList<string> Others)> Group(string sender) =>
        await store.FindAsync(Tenant, Id.Name) is var (_, members) && members.Contains(sender)
            ? (false, null, [.. members.Where(member => member != sender)])
            : (false, SendStatus.NotFound, []);

    // Whose calls somebody refuses, whose messages too.
    private async Task<bool> IsBlockedAsCaller(DirectoryUser user, string sender) =>
        user.Calls.Blocked.Count > 0 && await directory.FindUserAsync(Tenant, sender) is { Extension: { } extension }
            && CallWishRules.Blocks(user.Calls, new Party(extension, null, new UserId(Id.Tenant, sender)), "");

    private MessageCard Card(ChatMessage message, string reader) =>
        new(Id.NameFor(reader), message.Number, message.Sender, message.ClientId, message.Text, message.At, message.Prompt is not null, message.BroadcastId);

    private void TellChanged(IEnumerable<string> users)
    {
        foreach (var user in users)
        {
            Tell(user, InboxNews.Of(Id.NameFor(user)));
        }
    }

    // It is stored: a page that is not told asks for it when it connects, and an edge learns of the gap.
    private void Tell(string user, InboxNews news) => GrainFactory.GetGrain<IInboxGrain>(new UserId(Id.Tenant, user).Key).Tell(news).Ignore();
}
