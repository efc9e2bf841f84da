// Made from src/Contracts/Hub by tests/Contracts.Tests; do not edit it by hand. CONTRIBUTING.md says how it is written anew.

/** An agent as the agent and the supervisors see it. */
export interface AgentCard {
  /** The user's name. */
  readonly agent: string;
  /** Display name. Not to be trusted as HTML. */
  readonly name: string;
  /** The agent's own number, when there is one. */
  readonly extension: string | null;
  /** What the agent is doing; reserved, which lasts milliseconds, is not told. */
  readonly status: AgentStatus;
  /** Since when (UTC). */
  readonly since: string;
  /** Why paused. */
  readonly reason: string | null;
  /** What the agent does after the call; null: takes the next one. */
  readonly next: AgentStatus | null;
  /** Why the agent will be paused. */
  readonly nextReason: string | null;
  /** The queue of the call that rings, is talked in or is wrapped up. */
  readonly queue: string | null;
  /** The call that the agent talks in, of a queue or another. */
  readonly callId: string | null;
  /** When a wrap-up or a rest is over (UTC); null while it waits for a disposition. */
  readonly until: string | null;
  /** What the call came to, once that was said. */
  readonly disposition: string | null;
  /** What may be said of it; empty: any text of 1 to 64 characters. */
  readonly dispositions: readonly string[];
  /** True when no call comes before it was said. */
  readonly dispositionRequired: boolean;
  /** Reasons for a pause; empty: any text of 1 to 64 characters. */
  readonly pauseReasons: readonly string[];
  /** Calls taken. */
  readonly calls: number;
  /** Calls that were not answered. */
  readonly missed: number;
  /** The queues that the agent serves, in the agent's order. */
  readonly queues: readonly string[];
  /** True while the agent is in a call that comes of no queue: no queue offers one meanwhile. */
  readonly isElsewhere: boolean;
}

/** Agents of a queue by what they do, in whatever queue. */
export interface AgentCounts {
  /** Could take a call. */
  readonly available: number;
  /** Are rung. */
  readonly ringing: number;
  /** Talk with a caller of a queue. */
  readonly onCall: number;
  /** Finish the work of their last call. */
  readonly wrapUp: number;
  /** Take no calls. */
  readonly paused: number;
  /** Are left alone for a moment. */
  readonly resting: number;
  /** Do not work. */
  readonly loggedOut: number;
}

/** What the agent will do; during a call that is what comes after it. */
export interface AgentStateRequest {
  /** The state; ready also begins the work. */
  readonly state: AgentWish;
  /** Why paused: one of PauseReasons; needed for a pause. */
  readonly reason?: string | null;
  /** With loggedOut: not after the call but at once for the queues; the call itself goes on. */
  readonly force?: boolean;
}

/** What an agent is doing. */
export type AgentStatus = 'loggedOut' | 'available' | 'reserved' | 'ringing' | 'onCall' | 'wrapUp' | 'paused' | 'resting';

/** What an agent can be asked to do. */
export type AgentWish = 'ready' | 'paused' | 'loggedOut';

/** Which agents are watched: those that fit all of it. */
export interface AgentsRequest {
  /** Serve this queue; null for any. */
  readonly queue?: string | null;
  /** Do this; null for anything. */
  readonly status?: AgentStatus | null;
  /** Have this in their name, display name or number, in whatever case; at most 64 characters. */
  readonly search?: string | null;
}

/** Agents that changed, of those that are watched. */
export interface AgentsUpdate {
  /** As they are now. */
  readonly agents: readonly AgentCard[];
  /** Agents who do not fit the filter any more, or are none. */
  readonly gone: readonly string[];
  /** True when these are all that fit: what was known before is forgotten. */
  readonly isWhole: boolean;
}

/** Takes a call, or takes up its media. */
export interface AnswerRequest {
  readonly callId: string;
  readonly offer: OfferCard;
}

/** Names the device. */
export interface AttachRequest {
  /** Made by the browser for each tab and kept through a refresh: 8 to 64 letters, digits and dashes. */
  readonly deviceId: string;
  /** Shown in the list of devices: at most 100 characters. */
  readonly deviceName: string;
  /** False for a page that only watches, for example a wallboard: it is not rung. */
  readonly canRing?: boolean;
}

/** How far a broadcast is. */
export interface BroadcastCard {
  /** The broadcast. */
  readonly id: string;
  /** The list that it goes to. */
  readonly list: string;
  /** Whether every member has been served. */
  readonly isDone: boolean;
  /** Members when it was begun. */
  readonly total: number;
  /** Members who have it. */
  readonly delivered: number;
  /** Members who want nothing of the sender, and do not have it. */
  readonly blocked: number;
  /** Members who cannot have it: no users any more, disabled, or the sender. */
  readonly gone: number;
}

/** A call as the person at one of its devices sees it. */
export interface CallCard {
  /** The call. */
  readonly callId: string;
  /** Where it stands. */
  readonly state: HubCallState;
  /** Seen from this device. */
  readonly direction: HubCallDirection;
  /** The other party; changes when the call is transferred. */
  readonly peer: PeerCard;
  /** The number as dialled. */
  readonly dialled: string;
  /** When it began (UTC). */
  readonly startedAt: string;
  /** When it was answered (UTC). */
  readonly answeredAt: string | null;
  /** This party holds the other. */
  readonly onHold: boolean;
  /** The other party holds this one. */
  readonly heldByPeer: boolean;
  /** Whether the call is being recorded. */
  readonly recorded: boolean;
  /** Why sound is not being stored at present, when it should be. */
  readonly recordingProblem: string | null;
  /** This device said that it is muted. */
  readonly muted: boolean;
  /** The call that this one is a consultation for. */
  readonly consultFor: string | null;
  /** How it ended, when it has. */
  readonly end: EndCard | null;
  /** The third party of a three-way call. */
  readonly third: PeerCard | null;
  /** What a supervisor does in the call, when the company lets this party know. */
  readonly supervised: SupervisorMode | null;
  /** What this party does in the call as a supervisor. */
  readonly supervises: SupervisorMode | null;
  /** Shown name of the queue that the call comes of, to its agent. Not to be trusted as HTML. */
  readonly queue: string | null;
  /** How long the caller had waited in it when this agent was rung. */
  readonly waitedSeconds: number | null;
  /** The name of the conference room that this party is in. */
  readonly room: string | null;
}

/** Names a call. */
export interface CallRequest {
  readonly callId: string;
}

/** A change of a call. */
export interface CallUpdate {
  /** The call as it is now. */
  readonly call: CallCard;
  /** The edge's answer to the browser's offer of that number, when there is a new one. */
  readonly answer: OfferCard | null;
}

/** Begins a consultation. */
export interface ConsultRequest {
  /** The call that may be transferred. */
  readonly callId: string;
  /** As in DialRequest. */
  readonly attempt: string;
  /** Who is asked. */
  readonly to: string;
  /** The first offer of the second call. */
  readonly offer: OfferCard;
}

/** Names a call and its consultation. */
export interface ConsultedRequest {
  readonly callId: string;
  readonly consultCallId: string;
}

/** A call that was begun. */
export interface DialReceipt {
  /** The call; empty when it was refused. */
  readonly callId: string;
  /** Null when it was accepted. */
  readonly failure: HubFailure | null;
}

/** Begins a call. */
export interface DialRequest {
  /** Made by the browser for each attempt: 8 to 64 letters, digits and dashes. Repeating it names the same call. */
  readonly attempt: string;
  /** Extension, service number or telephone number. */
  readonly to: string;
  /** The first offer. */
  readonly offer: OfferCard;
}

/** Says what the last call of a queue, or the present one, came to. */
export interface DispositionRequest {
  /** One of Dispositions. */
  readonly disposition: string;
}

/** Sends digits. */
export interface DtmfRequest {
  /** The call. */
  readonly callId: string;
  /** 0-9, *, #, A-D; at most 64. */
  readonly digits: string;
}

/** How a call ended for a device. */
export interface EndCard {
  /** hangup, cancelled, declined, busy, noAnswer, answeredElsewhere, transferred, unavailable, noSuchNumber, refused, lost, shutdown or failed. */
  readonly reason: string;
  /** SIP code that went with it, when there was one. */
  readonly sipCode: number | null;
  /** A short text, in English, when there is more to say. */
  readonly text: string | null;
  /** The call in which this device goes on, when its party was transferred to somebody else's. */
  readonly into: string | null;
}

/** Which way a call goes, seen from one device. */
export type HubCallDirection = 'incoming' | 'outgoing';

/** Where a call stands, seen from one device. */
export type HubCallState = 'dialling' | 'ringing' | 'earlyMedia' | 'connected' | 'ended';

/** Why an intention was refused. */
export interface HubFailure {
  /** notFound, forbidden, conflict, unreachable, invalid, limited, draining or unavailable. */
  readonly code: string;
  /** A sentence for the person, in English. */
  readonly text: string;
  /** SIP response code (RFC 3261 §21), when the refusal is one of a call. */
  readonly sipCode: number | null;
  /** Seconds to wait before the next attempt, when known. */
  readonly retryAfterSeconds: number | null;
}

/** The outcome of an intention. */
export interface HubReceipt {
  /** Null when it was accepted. */
  readonly failure: HubFailure | null;
}

/** What is new in the conversations of the signed-in user. */
export interface InboxUpdate {
  /** Messages that came, of each conversation in the order of their numbers; the own ones of other pages too. */
  readonly messages: readonly MessageCard[];
  /** Conversations that are otherwise than before: read on another page, other members, closed. */
  readonly conversations: readonly string[];
  /** How far the user's broadcasts are. */
  readonly broadcasts: readonly BroadcastCard[];
  /** True when something may not have been told: ask for all that came after what is known. */
  readonly missed: boolean;
}

/** A message of a conversation. */
export interface MessageCard {
  /** The conversation as the reader calls it: @ and the other's name, or a group's id. */
  readonly conversation: string;
  /** Its place in the conversation: it grows, and some may be missing. */
  readonly number: number;
  /** The user who wrote it. */
  readonly sender: string;
  /** The sender's name for it. */
  readonly clientId: string;
  /** What it says; plain text. */
  readonly text: string;
  /** When it was stored (UTC). */
  readonly at: string;
  /** Whether a sound goes with it: GET /api/v1/conversations/{conversation}/messages/{number}/audio. */
  readonly hasSound: boolean;
  /** The broadcast that it came by; null for one that was written to this conversation alone. */
  readonly broadcast: string | null;
}

/** Mutes or unmutes. */
export interface MuteRequest {
  readonly callId: string;
  readonly muted: boolean;
}

/** An offer that the browser made. */
export interface OfferCard {
  /** Grows with each offer that the browser makes for the call, from 1; its answer repeats it. */
  readonly number: number;
  /** Session description (RFC 8866) of at most 64 KiB; candidates are not needed, the edge learns the browser's address from its checks. */
  readonly sdp: string;
}

/** A call that was parked. */
export interface ParkAnswer {
  /** The number to dial for it; empty when it was refused. */
  readonly slot: string;
  /** Null when it was accepted. */
  readonly failure: HubFailure | null;
}

/** Parks a call. */
export interface ParkRequest {
  /** The call. */
  readonly callId: string;
  /** The number of the slot; null for any that is free. */
  readonly slot?: string | null;
}

/** Another party. */
export interface PeerCard {
  /** Extension or E.164 number; what a call back would dial. */
  readonly number: string;
  /** Display name, when known. Not to be trusted as HTML. */
  readonly name: string | null;
  /** The user's name, when it is one of this company. */
  readonly user: string | null;
}

/** How a user is. */
export interface PresenceCard {
  /** The user's name. */
  readonly user: string;
  /** What is shown. */
  readonly status: PresenceStatus;
  /** A few words of the user's own. */
  readonly reason: string | null;
  /** Since when (UTC). */
  readonly since: string;
}

/** Sets the presence. */
export interface PresenceRequest {
  /** available, busy, away or doNotDisturb; the others follow from what the user does. */
  readonly status: PresenceStatus;
  /** A few words; at most 64 characters. */
  readonly reason?: string | null;
}

/** What colleagues see of a user. */
export type PresenceStatus = 'offline' | 'available' | 'busy' | 'onCall' | 'away' | 'doNotDisturb';

/** What the browser measured since its last report. */
export interface QualityReport {
  /** The call. */
  readonly callId: string;
  /** Mean opinion score, 1 to 4.5 (ITU-T G.107 simplified). */
  readonly mos: number;
  /** Packets lost, 0 to 100. */
  readonly lossPercent: number;
  /** Jitter of what is received. */
  readonly jitterMilliseconds: number;
  /** Round trip, when known. */
  readonly roundTripMilliseconds: number | null;
}

/** A queue on a wallboard. */
export interface QueueCard {
  /** Its name in the API. */
  readonly queue: string;
  /** Shown to people. Not to be trusted as HTML. */
  readonly name: string;
  /** True while it takes callers, as of its last change. */
  readonly isOpen: boolean;
  /** True while the emergency switch is on. */
  readonly emergency: boolean;
  /** Callers who wait. */
  readonly waiting: number;
  /** Since when the one waits who has waited longest (UTC); null when nobody does. */
  readonly longestSince: string | null;
  /** Callers who talk with an agent, or are being sent elsewhere. */
  readonly talking: number;
  /** Its agents by what they do. */
  readonly agents: AgentCounts;
  /** The service level by the queue's formula, 0 to 1, since midnight in the queue's zone, as all counts; 1 when nothing counts yet. */
  readonly serviceLevel: number;
  /** Callers who got an agent. */
  readonly handled: number;
  /** Callers who hung up while they waited. */
  readonly abandoned: number;
  /** Callers who were sent elsewhere while they waited. */
  readonly sentAway: number;
  /** How long the handled have waited. */
  readonly averageWaitSeconds: number;
}

/** Queues that changed. */
export interface QueuesUpdate {
  /** As they are now. */
  readonly queues: readonly QueueCard[];
  /** Queues that were deleted. */
  readonly gone: readonly string[];
  /** True when these are all there are: what was known before is forgotten. */
  readonly isWhole: boolean;
}

/** Asks for a new offer. */
export interface RenegotiateOrder {
  /** The call. */
  readonly callId: string;
  /** Grows with each order of the call; an order with a lower one is old. */
  readonly epoch: number;
  /** moved (another edge carries the media), lost (the old connection is dead) or codec. */
  readonly reason: string;
}

/** A member of a conference room. */
export interface RoomMemberCard {
  /** The member's call. */
  readonly callId: string;
  /** The member's number. */
  readonly number: string;
  /** The name, when it is known. Not to be trusted as HTML. */
  readonly name: string | null;
  /** The user's name, when it is one of this company. */
  readonly user: string | null;
  /** Whether the member may lock the room and mute others. */
  readonly moderator: boolean;
  /** Whether nobody hears the member. */
  readonly muted: boolean;
  /** When it came in (UTC). */
  readonly since: string;
}

/** Who is in a conference room now. */
export interface RoomUpdate {
  /** The room's name. */
  readonly room: string;
  /** Whether only moderators are let in. */
  readonly locked: boolean;
  /** Who is in it, the longest first. */
  readonly members: readonly RoomMemberCard[];
}

/** A supervisor's part in a call. */
export interface SuperviseRequest {
  /** The call. */
  readonly callId: string;
  /** What the supervisor does. */
  readonly mode: SupervisorMode;
  /** The user whom a whisper is for and whose place is taken; null for the agent of the call. */
  readonly agent?: string | null;
}

/** What a supervisor does in somebody else's call. */
export type SupervisorMode = 'listen' | 'whisper' | 'barge' | 'takeOver' | 'leave';

/** Transfers. */
export interface TransferRequest {
  /** The call. */
  readonly callId: string;
  /** Extension, service number or telephone number. */
  readonly to: string;
}

/** How many messages are in the own voicemail box. */
export interface VoicemailCard {
  /** Not heard yet. */
  readonly new: number;
  /** Heard. */
  readonly saved: number;
}

/** The answer to Attach. */
export interface Welcome {
  /** The signed-in user's name. */
  readonly user: string;
  /** Shown to others. */
  readonly displayName: string;
  /** The user's own number, when there is one. */
  readonly extension: string | null;
  /** agent, supervisor or administrator. */
  readonly role: string;
  /** The user's presence. */
  readonly presence: PresenceCard;
  /** Calls of this device that go on: to be taken up with Reattach. */
  readonly calls: readonly CallCard[];
  /** How long a call waits for its device to come back. */
  readonly keepSeconds: number;
}

/** What an edge tells a browser. Wire reference: docs/hub.md. */
export interface PhoneClient {
  /** A call rings here. */
  Incoming(call: CallCard): Promise<void>;
  /** A call of this device changed, or there is an answer to an offer. */
  CallChanged(update: CallUpdate): Promise<void>;
  /** The browser is asked for Reattach with a new offer on a new connection. */
  Renegotiate(order: RenegotiateOrder): Promise<void>;
  /** Watched users changed; several changes come in one message. */
  PresenceChanged(changes: readonly PresenceCard[]): Promise<void>;
  /** The signed-in user, who works in queues, does something else; also told once after Attach. */
  AgentChanged(agent: AgentCard): Promise<void>;
  /** The number of messages in the own voicemail box; told once after Attach and when it changes. */
  VoicemailChanged(voicemail: VoicemailCard): Promise<void>;
  /** Queues of the company changed; the first message has all of them. */
  QueuesChanged(update: QueuesUpdate): Promise<void>;
  /** Watched agents changed; the first message has all that fit the filter. */
  AgentsChanged(update: AgentsUpdate): Promise<void>;
  /** Conference rooms that are watched changed; the first message has all of them. */
  RoomsChanged(rooms: readonly RoomUpdate[]): Promise<void>;
  /** Something is new in the user's conversations, or a broadcast of the user is further. Told once after Attach with missed, for what came meanwhile. */
  InboxChanged(update: InboxUpdate): Promise<void>;
  /** The sign-in session ended; the connection is closed after this. */
  SessionRevoked(reason: string): Promise<void>;
  /** This edge stops: connect again after so many seconds; calls go on meanwhile. */
  Drain(retryAfterSeconds: number): Promise<void>;
}

/** What a browser asks of its edge: the user's intentions. Wire reference: docs/hub.md. */
export interface PhoneHub {
  /** Makes this connection a device of the signed-in user, or takes up the device that lost its connection. First of all methods; repeating it is harmless. */
  Attach(request: AttachRequest): Promise<Welcome>;
  /** Begins a call. */
  Dial(request: DialRequest): Promise<DialReceipt>;
  /** Takes a call that rings at this device. */
  Answer(request: AnswerRequest): Promise<HubReceipt>;
  /** Refuses a call that rings, on all devices of the user. */
  Decline(request: CallRequest): Promise<HubReceipt>;
  /** Ends a call, or gives one up that was dialled. */
  HangUp(request: CallRequest): Promise<HubReceipt>;
  /** The other party hears music until Resume. */
  Hold(request: CallRequest): Promise<HubReceipt>;
  /** Takes the other party back. */
  Resume(request: CallRequest): Promise<HubReceipt>;
  /** Says that the microphone is muted or not: shown to supervisors and on the user's other devices; the browser itself sends no sound. */
  SetMuted(request: MuteRequest): Promise<HubReceipt>;
  /** Blind transfer: the other party is connected with a number, this one leaves. */
  Transfer(request: TransferRequest): Promise<HubReceipt>;
  /** Parks the call: the other party waits in a slot for whoever dials it, this one leaves. */
  Park(request: ParkRequest): Promise<ParkAnswer>;
  /** Begins a second call to ask whether the first may be transferred; the first is put on hold. */
  Consult(request: ConsultRequest): Promise<DialReceipt>;
  /** Talks with the other of two calls: this one is held, that one resumed. */
  Swap(request: ConsultedRequest): Promise<HubReceipt>;
  /** Attended transfer: the party of the first call and that of the consultation are connected, this one leaves both. */
  CompleteTransfer(request: ConsultedRequest): Promise<HubReceipt>;
  /** Ends the consultation and takes the first party back. */
  CancelTransfer(request: ConsultedRequest): Promise<HubReceipt>;
  /** Three-way call: the party of the consultation comes over into the first call, and all three talk. */
  Merge(request: ConsultedRequest): Promise<HubReceipt>;
  /** Supervisors and administrators: listen to a call of the company, whisper to its agent, talk in it, take it over, or leave it. The own devices ring first. */
  Supervise(request: SuperviseRequest): Promise<HubReceipt>;
  /** Sends digits to the other party (RFC 4733). */
  SendDtmf(request: DtmfRequest): Promise<HubReceipt>;
  /** Sets the user's presence, on all devices. */
  SetPresence(request: PresenceRequest): Promise<HubReceipt>;
  /** Agents: take calls, pause with a reason, or stop working; after the call when there is one. What it came to is told by AgentChanged. */
  SetAgentState(request: AgentStateRequest): Promise<HubReceipt>;
  /** Agents: what the last call of a queue, or the present one, came to. */
  SetDisposition(request: DispositionRequest): Promise<HubReceipt>;
  /** Supervisors: tells this connection of all queues, now and when they change (QueuesChanged). */
  WatchQueues(): Promise<HubReceipt>;
  /** Tells of them no longer. */
  UnwatchQueues(): Promise<void>;
  /** Supervisors: tells this connection of the agents that fit a filter, now and when they change (AgentsChanged). A second filter takes the place of the first. */
  WatchAgents(request: AgentsRequest): Promise<HubReceipt>;
  /** Tells of them no longer. */
  UnwatchAgents(): Promise<void>;
  /** Tells this connection of changes of these users from now on. */
  Watch(users: readonly string[]): Promise<readonly PresenceCard[]>;
  /** Tells of them no longer. */
  Unwatch(users: readonly string[]): Promise<void>;
  /** What the browser measured of a call, every 5 s at most. */
  ReportQuality(report: QualityReport): Promise<void>;
  /** Supervisors: tell of all conference rooms from now on (RoomsChanged). */
  WatchRooms(): Promise<HubReceipt>;
  /** Tell of the rooms no longer. */
  UnwatchRooms(): Promise<void>;
  /** Tell of the conference room that this user is in, named by Room; notFound for any other. */
  WatchRoom(room: string): Promise<HubReceipt>;
  /** Tell of that room no longer. */
  UnwatchRoom(room: string): Promise<void>;
  /** Takes up the media of a call of this user with a new connection: after a refresh, a change of network, or Renegotiate. */
  Reattach(request: AnswerRequest): Promise<HubReceipt>;
}
