using System.Collections.Immutable;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Conversations;

/// <summary>Where a user's browsers are told of messages. It stores nothing: what is, is in the database. Key: <see cref="UserId"/>.</summary>
[Alias("rtc.IInboxGrain")]
public interface IInboxGrain : IGrainWithStringKey
{
    /// <summary>An edge that has browsers of the user wants to be told; to be said again within two minutes.</summary>
    /// <returns>The number of the last news.</returns>
    [Alias("Watch")]
    Task<InboxNews> Watch(EdgeId edge);

    /// <summary>Something is new; its version is given here.</summary>
    [Alias("Tell")]
    Task Tell(InboxNews news);

    /// <summary>Counts a message that the user wants to send; false when there are too many of them.</summary>
    [Alias("MaySend")]
    Task<bool> MaySend();

    /// <summary>Counts an invitation to a conference that the user wants to send, whomever it goes to; false when there are too many of them.</summary>
    [Alias("MayInvite")]
    Task<bool> MayInvite();

    /// <summary>Counts an e-mail that the user wants to send to whatever address; false when there are too many of them.</summary>
    [Alias("MayMail")]
    Task<bool> MayMail();
}

/// <summary>What is new for a user.</summary>
/// <param name="Version">Grows by one with each news of an activation, and never falls.</param>
/// <param name="Messages">Messages that came.</param>
/// <param name="Conversations">Conversations that are otherwise than before.</param>
/// <param name="Broadcasts">Broadcasts that are further than before.</param>
[GenerateSerializer, Immutable, Alias("rtc.InboxNews")]
public sealed record InboxNews(
    [property: Id(0)] long Version,
    [property: Id(1)] ImmutableArray<MessageCard> Messages,
    [property: Id(2)] ImmutableArray<string> Conversations,
    [property: Id(3)] ImmutableArray<BroadcastCard> Broadcasts)
{
    /// <summary>It says that there was news and not what, as an answer to <see cref="IInboxGrain.Watch"/> does: what it was is asked for.</summary>
    public bool IsBare => Messages.IsDefaultOrEmpty && Conversations.IsDefaultOrEmpty && Broadcasts.IsDefaultOrEmpty;

    /// <summary>That messages came.</summary>
    public static InboxNews Of(MessageCard message) => new(0, [message], [], []);

    /// <summary>That a conversation is otherwise than before.</summary>
    public static InboxNews Of(string conversation) => new(0, [], [conversation], []);

    /// <summary>That a broadcast is further than before.</summary>
    public static InboxNews Of(BroadcastCard broadcast) => new(0, [], [], [broadcast]);
}

/// <summary>News of one user, for an edge that has browsers of them.</summary>
/// <param name="User">The user.</param>
/// <param name="News">What is new.</param>
[GenerateSerializer, Immutable, Alias("rtc.InboxChange")]
public sealed record InboxChange([property: Id(0)] UserId User, [property: Id(1)] InboxNews News);
