namespace RtcCluster.Contracts.Hub;

/// <summary>What a browser asks of its edge: the user's intentions. Wire reference: docs/hub.md.</summary>
/// <remarks>
/// A method returns when the intention is saved, not when it has happened; what happens comes through <see cref="IPhoneClient"/>. Nothing but
/// <see cref="Attach"/> is accepted before <see cref="Attach"/>. A call that is not the caller's own is answered as one that does not exist.
/// </remarks>
public interface IPhoneHub
{
    /// <summary>Makes this connection a device of the signed-in user, or takes up the device that lost its connection. First of all methods; repeating it is harmless.</summary>
    Task<Welcome> Attach(AttachRequest request);

    /// <summary>Begins a call.</summary>
    Task<DialReceipt> Dial(DialRequest request);

    /// <summary>Takes a call that rings at this device.</summary>
    Task<HubReceipt> Answer(AnswerRequest request);

    /// <summary>Refuses a call that rings, on all devices of the user.</summary>
    Task<HubReceipt> Decline(CallRequest request);

    /// <summary>Ends a call, or gives one up that was dialled.</summary>
    Task<HubReceipt> HangUp(CallRequest request);

    /// <summary>The other party hears music until <see cref="Resume"/>.</summary>
    Task<HubReceipt> Hold(CallRequest request);

    /// <summary>Takes the other party back.</summary>
    Task<HubReceipt> Resume(CallRequest request);

    /// <summary>Says that the microphone is muted or not: shown to supervisors and on the user's other devices; the browser itself sends no sound.</summary>
    Task<HubReceipt> SetMuted(MuteRequest request);

    /// <summary>Blind transfer: the other party is connected with a number, this one leaves.</summary>
    Task<HubReceipt> Transfer(TransferRequest request);

    /// <summary>Parks the call: the other party waits in a slot for whoever dials it, this one leaves.</summary>
    Task<ParkAnswer> Park(ParkRequest request);

    /// <summary>Begins a second call to ask whether the first may be transferred; the first is put on hold.</summary>
    Task<DialReceipt> Consult(ConsultRequest request);

    /// <summary>Talks with the other of two calls: this one is held, that one resumed.</summary>
    Task<HubReceipt> Swap(ConsultedRequest request);

    /// <summary>Attended transfer: the party of the first call and that of the consultation are connected, this one leaves both.</summary>
    Task<HubReceipt> CompleteTransfer(ConsultedRequest request);

    /// <summary>Ends the consultation and takes the first party back.</summary>
    Task<HubReceipt> CancelTransfer(ConsultedRequest request);

    /// <summary>Three-way call: the party of the consultation comes over into the first call, and all three talk.</summary>
    Task<HubReceipt> Merge(ConsultedRequest request);

    /// <summary>Supervisors and administrators: listen to a call of the company, whisper to its agent, talk in it, take it over, or leave it. The own devices ring first.</summary>
    Task<HubReceipt> Supervise(SuperviseRequest request);

    /// <summary>Sends digits to the other party (RFC 4733).</summary>
    Task<HubReceipt> SendDtmf(DtmfRequest request);

    /// <summary>Sets the user's presence, on all devices.</summary>
    Task<HubReceipt> SetPresence(PresenceRequest request);

    /// <summary>Agents: take calls, pause with a reason, or stop working; after the call when there is one. What it came to is told by <see cref="IPhoneClient.AgentChanged"/>.</summary>
    Task<HubReceipt> SetAgentState(AgentStateRequest request);

    /// <summary>Agents: what the last call of a queue, or the present one, came to.</summary>
    Task<HubReceipt> SetDisposition(DispositionRequest request);

    /// <summary>Supervisors: tells this connection of all queues, now and when they change (<see cref="IPhoneClient.QueuesChanged"/>).</summary>
    Task<HubReceipt> WatchQueues();

    /// <summary>Tells of them no longer.</summary>
    Task UnwatchQueues();

    /// <summary>Supervisors: tells this connection of the agents that fit a filter, now and when they change (<see cref="IPhoneClient.AgentsChanged"/>). A second filter takes the place of the first.</summary>
    Task<HubReceipt> WatchAgents(AgentsRequest request);

    /// <summary>Tells of them no longer.</summary>
    Task UnwatchAgents();

    /// <summary>Tells this connection of changes of these users from now on.</summary>
    /// <returns>How they are now; users that do not exist are left out.</returns>
    Task<PresenceCard[]> Watch(string[] users);

    /// <summary>Tells of them no longer.</summary>
    Task Unwatch(string[] users);

    /// <summary>What the browser measured of a call, every 5 s at most.</summary>
    Task ReportQuality(QualityReport report);

    /// <summary>Supervisors: tell of all conference rooms from now on (<see cref="IPhoneClient.RoomsChanged"/>).</summary>
    Task<HubReceipt> WatchRooms();

    /// <summary>Tell of the rooms no longer.</summary>
    Task UnwatchRooms();

    /// <summary>Tell of the conference room that this user is in, named by <see cref="CallCard.Room"/>; notFound for any other.</summary>
    Task<HubReceipt> WatchRoom(string room);

    /// <summary>Tell of that room no longer.</summary>
    Task UnwatchRoom(string room);

    /// <summary>Takes up the media of a call of this user with a new connection: after a refresh, a change of network, or <see cref="IPhoneClient.Renegotiate"/>.</summary>
    Task<HubReceipt> Reattach(AnswerRequest request);
}
