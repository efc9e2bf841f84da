namespace RtcCluster.Contracts.Hub;

/// <summary>What an edge tells a browser. Wire reference: docs/hub.md.</summary>
public interface IPhoneClient
{
    /// <summary>A call rings here.</summary>
    Task Incoming(CallCard call);

    /// <summary>A call of this device changed, or there is an answer to an offer.</summary>
    Task CallChanged(CallUpdate update);

    /// <summary>The browser is asked for <see cref="IPhoneHub.Reattach"/> with a new offer on a new connection.</summary>
    Task Renegotiate(RenegotiateOrder order);

    /// <summary>Watched users changed; several changes come in one message.</summary>
    Task PresenceChanged(PresenceCard[] changes);

    /// <summary>The signed-in user, who works in queues, does something else; also told once after <see cref="IPhoneHub.Attach"/>.</summary>
    Task AgentChanged(AgentCard agent);

    /// <summary>The number of messages in the own voicemail box; told once after <see cref="IPhoneHub.Attach"/> and when it changes.</summary>
    Task VoicemailChanged(VoicemailCard voicemail);

    /// <summary>Queues of the company changed; the first message has all of them.</summary>
    Task QueuesChanged(QueuesUpdate update);

    /// <summary>Watched agents changed; the first message has all that fit the filter.</summary>
    Task AgentsChanged(AgentsUpdate update);

    /// <summary>Conference rooms that are watched changed; the first message has all of them.</summary>
    Task RoomsChanged(RoomUpdate[] rooms);

    /// <summary>Something is new in the user's conversations, or a broadcast of the user is further. Told once after <see cref="IPhoneHub.Attach"/> with <c>missed</c>, for what came meanwhile.</summary>
    Task InboxChanged(InboxUpdate update);

    /// <summary>The sign-in session ended; the connection is closed after this.</summary>
    Task SessionRevoked(string reason);

    /// <summary>This edge stops: connect again after so many seconds; calls go on meanwhile.</summary>
    Task Drain(int retryAfterSeconds);
}
