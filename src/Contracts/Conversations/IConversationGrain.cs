using System.Collections.Immutable;
using Orleans.Concurrency;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;

namespace RtcCluster.Contracts.Conversations;

/// <summary>A conversation: stores first, then tells who may know. Key: <see cref="ConversationId"/>.</summary>
[Alias("rtc.IConversationGrain")]
public interface IConversationGrain : IGrainWithStringKey
{
    /// <summary>Sends a message. Sent again under the same name by the same user it is the same message.</summary>
    [Alias("Send")]
    Task<SendReceipt> Send(SendMessage message);

    /// <summary>The group is so from now on; the first call makes it. Only its owner changes it.</summary>
    [Alias("Configure")]
    Task<ConfigureReceipt> Configure(GroupSettings settings, string by);

    /// <summary>A member leaves the group; its owner closes it instead.</summary>
    [Alias("Leave")]
    Task<ConfigureReceipt> Leave(string user);

    /// <summary>The owner closes the group: nobody is in it any more.</summary>
    [Alias("Close")]
    Task<ConfigureReceipt> Close(string by);

    /// <summary>A member calls the group; gives whom to ring, each of them once a minute at most.</summary>
    /// <param name="by">The member.</param>
    /// <param name="present">Users who are in the group's call already.</param>
    [Alias("Call")]
    Task<GroupCallReceipt> Call(string by, ImmutableArray<string> present);

    /// <summary>Members whom the group's call was to ring could not be rung: they may be again at once.</summary>
    [Alias("NotRung")]
    Task NotRung(ImmutableArray<string> members);

    /// <summary>Somebody came into the group's call, or left it: the members are told that the conversation is otherwise than before.</summary>
    [Alias("CallChanged"), OneWay]
    Task CallChanged();

    /// <summary>A member has read up to a number; false when the conversation is not theirs to see.</summary>
    [Alias("Read")]
    Task<bool> Read(string user, long number);
}

/// <summary>Whom a group's call is to ring.</summary>
/// <param name="Name">What the group is called; null when it is not the caller's to call.</param>
/// <param name="Ring">Users to ring. Who has blocked the caller is not among them.</param>
/// <param name="Others">Members who are not in the call, whatever becomes of them: all that the caller is told.</param>
[GenerateSerializer, Immutable, Alias("rtc.GroupCallReceipt")]
public sealed record GroupCallReceipt([property: Id(0)] string? Name, [property: Id(1)] ImmutableArray<string> Ring, [property: Id(2)] int Others);

/// <summary>A message to be sent.</summary>
/// <param name="Sender">The user who writes it.</param>
/// <param name="ClientId">The sender's name for it, 8 to 64 characters.</param>
/// <param name="Text">What it says.</param>
/// <param name="Prompt">A prompt of the tenant that goes with it; null without.</param>
/// <param name="Broadcast">The broadcast that it belongs to: then it is left out where the sender is blocked.</param>
[GenerateSerializer, Immutable, Alias("rtc.SendMessage")]
public sealed record SendMessage(
    [property: Id(0)] string Sender, [property: Id(1)] string ClientId, [property: Id(2)] string Text, [property: Id(3)] string? Prompt = null, [property: Id(4)] string? Broadcast = null);

/// <summary>What became of a message.</summary>
/// <param name="Status">What.</param>
/// <param name="Message">The message as its sender sees it, when it was sent.</param>
[GenerateSerializer, Immutable, Alias("rtc.SendReceipt")]
public sealed record SendReceipt([property: Id(0)] SendStatus Status, [property: Id(1)] MessageCard? Message = null);

/// <summary>The outcomes of sending.</summary>
[GenerateSerializer, Alias("rtc.SendStatus")]
public enum SendStatus
{
    /// <summary>It is stored, now or before.</summary>
    Sent = 0,

    /// <summary>There is no such conversation, or it is not the sender's.</summary>
    NotFound = 1,

    /// <summary>The other is no user any more, or may not sign in.</summary>
    Gone = 2,

    /// <summary>A message of a broadcast to who has blocked its sender: it was left out.</summary>
    Blocked = 3,
}

/// <summary>A group.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Members">Users who are in it, with its owner.</param>
[GenerateSerializer, Immutable, Alias("rtc.GroupSettings")]
public sealed record GroupSettings([property: Id(0)] string Name, [property: Id(1)] ImmutableArray<string> Members)
{
    /// <summary>Members of a group, at most.</summary>
    public const int MostMembers = 256;
}
