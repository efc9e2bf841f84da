import type {
  AgentCard,
  AgentsRequest,
  AgentsUpdate,
  AgentWish,
  CallCard,
  InboxUpdate,
  PeerCard,
  PresenceCard,
  PresenceStatus,
  QueuesUpdate,
  RoomMemberCard,
  RoomUpdate,
  SupervisorMode,
  VoicemailCard,
} from './contract';
import type { PhoneError } from './errors';

export type {
  AgentCard,
  AgentStatus,
  AgentsRequest,
  AgentsUpdate,
  AgentWish,
  BroadcastCard,
  CallCard,
  EndCard,
  InboxUpdate,
  MessageCard,
  PeerCard,
  PresenceCard,
  PresenceStatus,
  QueueCard,
  QueuesUpdate,
  RoomMemberCard,
  RoomUpdate,
  SupervisorMode,
  VoicemailCard,
} from './contract';

/** An access token of `POST /api/v1/login`, and when it ends. */
export interface AccessToken {
  readonly token: string;
  /** Milliseconds since 1970; left out, `tokenWillExpire` is never told. */
  readonly expiresAt?: number;
}

/**
 * Gives an access token: called before each connection to the edge, so that it can fetch a fresh one. A string is good for as long as it is valid
 * (an hour): connections made with it go on afterwards, new ones need `updateToken`. A provider that rejects with a `PhoneError` of code `signIn`
 * ends the attempts; whatever else it rejects with is tried again.
 */
export type TokenProvider = string | (() => string | AccessToken | Promise<string | AccessToken>);

/** Where the sound of calls goes. The library has no page: the host plays it. `ElementSink` is one that plays on audio elements. */
export interface AudioSink {
  /** Plays the stream for this call from now on, in place of the one it was given before. */
  play(callId: string, stream: MediaStream): void;
  /** The call is over: its stream is played no more. */
  stop(callId: string): void;
}

/** The browser's WebRTC; a host replaces it for remote desktops (VDI) or tests. What is left out is the browser's own. */
export interface RtcApi {
  createConnection(configuration: RTCConfiguration): RTCPeerConnection;
  getUserMedia(constraints: MediaStreamConstraints): Promise<MediaStream>;
  /** Tells when microphones come or go; the answer takes the listener away. */
  onDevicesChanged(listener: () => void): () => void;
  /** Tells when the network changed or came back; the answer takes the listener away. */
  onNetworkChanged(listener: () => void): () => void;
  createStream(tracks: readonly MediaStreamTrack[]): MediaStream;
  /** Codecs that the browser can receive, in its order; empty when it does not say. */
  audioCodecs(): readonly RTCRtpCodec[];
}

/** Keeps the device's id through a page refresh: the tab's `sessionStorage` by default. */
export interface DeviceStore {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

/** A codec by its SDP name. */
export type AudioCodec = 'opus' | 'pcmu' | 'pcma' | 'g722';

export interface DeviceOptions {
  /** Address of the edge, for example `https://phone.example.com`. Default: where the page came from. */
  readonly url?: string;
  /** Shown in the list of devices: at most 100 characters. Default: "Webphone". */
  readonly deviceName?: string;
  /** False for a page that only watches: it is not rung. Default: true. */
  readonly canRing?: boolean;
  /** Default: made for the tab and kept in `store`; a duplicated tab gets one of its own. 8 to 64 letters, digits and dashes. */
  readonly deviceId?: string;
  readonly store?: DeviceStore;
  /** Where the sound of calls goes. Default: nowhere; `Call.getRemoteStream()` has it. */
  readonly sink?: AudioSink;
  /** What is asked of the microphone. Default: echo cancellation, noise suppression and gain control as the browser does them. */
  readonly audioConstraints?: MediaTrackConstraints;
  /** Whether pictures of other parties are taken: `Call.getRemoteVideo()` has them. Default: false, and only while the own camera is on. */
  readonly video?: boolean;
  /** What is asked of the camera. Default: 640 by 360 pixels, 24 pictures a second. */
  readonly videoConstraints?: MediaTrackConstraints;
  /** Preferred codecs, best first; others come after them. Default: the browser's order. */
  readonly codecs?: readonly AudioCodec[];
  /** Parts of the browser's WebRTC to replace. */
  readonly rtc?: Partial<RtcApi>;
  /** `tokenWillExpire` comes so many milliseconds before the end of a token that has an `expiresAt`. Default: 60,000. */
  readonly tokenRefreshMs?: number;
}

/** `reconnecting`: it was registered, the connection is lost and is made anew; calls go on meanwhile. */
export type DeviceState = 'unregistered' | 'registering' | 'registered' | 'reconnecting' | 'destroyed';

export interface Identity {
  /** The user's name. */
  readonly user: string;
  readonly displayName: string;
  /** The user's own number. */
  readonly extension: string | null;
  /** agent, supervisor or administrator. */
  readonly role: string;
}

/** How the connection to the edge comes back. */
export interface Reconnection {
  /** Attempts since the connection was lost, from 1. */
  readonly attempt: number;
  /** When the next one is made: milliseconds since 1970. */
  readonly at: number;
  /** Why the connection is not there. */
  readonly error: PhoneError | null;
}

export interface DeviceEvents {
  registering: () => void;
  registered: (identity: Identity) => void;
  unregistered: () => void;
  /** Told for each attempt. */
  reconnecting: (reconnection: Reconnection) => void;
  /** A call rings here. */
  incoming: (call: Call) => void;
  /** A call that went on while the page was loaded anew: its media is being taken up already. */
  resumed: (call: Call) => void;
  /** `calls` has one more or one less. */
  callsChanged: (calls: readonly Call[]) => void;
  /** Something failed that no promise tells of. */
  error: (error: PhoneError, call?: Call) => void;
  /** The token ends soon: the provider is asked again by itself for the next connection; a fixed string needs `updateToken`. */
  tokenWillExpire: () => void;
  /** Users that changed, the signed-in one among them. */
  presence: (changes: readonly PresenceCard[]) => void;
  /** The signed-in user, who works in queues, does something else; told at each connection too. */
  agent: (agent: AgentCard) => void;
  /** How many messages are in the own voicemail box; told at each connection too. */
  voicemail: (voicemail: VoicemailCard) => void;
  /** Something is new in the user's conversations; `missed` at each connection, for what came meanwhile. */
  inbox: (update: InboxUpdate) => void;
  /** Supervisors: queues that are watched. The first one, and the first after each connection, has all of them. */
  queues: (update: QueuesUpdate) => void;
  /** Supervisors: agents that are watched. */
  agents: (update: AgentsUpdate) => void;
  /** Supervisors: conference rooms that are watched. The first one, and the first after each connection, has all of them. */
  rooms: (rooms: readonly RoomUpdate[]) => void;
  /** The sign-in session ended (revoked or expired): sign in again. The device is unregistered. */
  sessionRevoked: (reason: string) => void;
  /** The edge stops; the device connects elsewhere after so many seconds, by itself. */
  drain: (retryAfterSeconds: number) => void;
  /** A microphone came or went, or the one in use changed. */
  inputChanged: () => void;
  destroyed: () => void;
}

export interface ConnectOptions {
  /** Extension, service number or telephone number. */
  readonly to: string;
  /** With the camera on. Default: false. */
  readonly video?: boolean;
}

export interface AcceptOptions {
  /** With the camera on. Default: false. */
  readonly video?: boolean;
}

/** Adds and removes listeners. A listener that throws does not keep the others from being told. */
export interface Emitter<TEvents> {
  on<TName extends keyof TEvents>(event: TName, listener: TEvents[TName]): this;
  once<TName extends keyof TEvents>(event: TName, listener: TEvents[TName]): this;
  off<TName extends keyof TEvents>(event: TName, listener: TEvents[TName]): this;
}

/** The browser as a telephone of the signed-in user. */
export interface Device extends Emitter<DeviceEvents> {
  readonly state: DeviceState;
  /** Who is signed in; null until registered for the first time. */
  readonly identity: Identity | null;
  /** The signed-in user's presence; null until registered for the first time. */
  readonly presence: PresenceCard | null;
  /** The signed-in user's work in queues; null for who does none. */
  readonly agent: AgentCard | null;
  /** How many messages are in the own voicemail box; null until told. */
  readonly voicemail: VoicemailCard | null;
  /** Calls that go on or ring, oldest first. */
  readonly calls: readonly Call[];
  /** True while there is a call. */
  readonly isBusy: boolean;
  readonly deviceId: string;
  /** Device id of the microphone that was chosen; null for the browser's default. */
  readonly inputDevice: string | null;

  /** Connects, and stays connected until `unregister`. Rejects when the first attempt fails for good (`signIn`, `unsupported`); other failures are tried again and again. */
  register(): Promise<void>;
  /** Ends the calls of this device and goes off-line: not rung any more. A page that is closed or loaded anew does not call this: its calls wait for it. */
  unregister(): Promise<void>;
  /** Dials. Resolves when the edge has taken the call; what happens then is told by the call. Rejects with `PhoneError`. */
  connect(options: ConnectOptions): Promise<Call>;
  /** Ends all calls. */
  disconnectAll(): Promise<void>;
  /** The token for the connections to come. */
  updateToken(token: string | AccessToken): void;
  /** Ends all and lets go of everything; the device cannot be used again. */
  destroy(): Promise<void>;
  /** Call by its id. */
  findCall(callId: string): Call | null;

  /** Supervisors and administrators: what they do in a call of the company. The own devices ring first; in mid-call the mode changes without that. */
  supervise(callId: string, mode: SupervisorMode, agent?: string): Promise<void>;
  /** Agents: begins, pauses or stops taking calls of queues; after the call when there is one. `agent` tells what came of it. */
  setAgentState(state: AgentWish, reason?: string, force?: boolean): Promise<void>;
  /** Agents: what the last call of a queue, or the present one, came to. */
  setDisposition(disposition: string): Promise<void>;
  /** Supervisors: tells of all queues by `queues` from now on, through reconnections too. */
  watchQueues(): Promise<void>;
  unwatchQueues(): Promise<void>;
  /** Supervisors: tells of the agents that fit by `agents` from now on, through reconnections too; another filter takes the place of this one. */
  watchAgents(filter: AgentsRequest): Promise<void>;
  unwatchAgents(): Promise<void>;
  /** Supervisors: tells of all conference rooms by `rooms` from now on, through reconnections too. */
  watchRooms(): Promise<void>;
  unwatchRooms(): Promise<void>;
  setPresence(status: Exclude<PresenceStatus, 'offline' | 'onCall'>, reason?: string): Promise<void>;
  /** Tells of changes of these users by `presence` from now on, through reconnections too. Resolves with how they are now; users that do not exist are left out. Without a connection it resolves with none, and `presence` tells as soon as there is one. */
  watch(users: readonly string[]): Promise<readonly PresenceCard[]>;
  unwatch(users: readonly string[]): Promise<void>;

  /** Another microphone, in calls that go on too; null for the browser's default. Rejects with code `microphone…` and keeps the old one. */
  setInputDevice(deviceId: string | null): Promise<void>;
  /** Constraints for the microphone from now on, in calls that go on too. */
  setAudioConstraints(constraints: MediaTrackConstraints): Promise<void>;
}

export interface DeviceConstructor {
  new (token: TokenProvider, options?: DeviceOptions): Device;
  /** Whether this browser has what is needed. */
  readonly isSupported: boolean;
}

/**
 * `pending`: it rings here. `connecting`: dialled or accepted. `ringing`: it rings at the other party. `open`: in conversation.
 * `reconnecting`: the media is lost and is made anew. `closed`: over.
 */
export type CallStatus = 'pending' | 'connecting' | 'ringing' | 'open' | 'reconnecting' | 'closed';

/** The queue that a call comes of. */
export interface CallQueue {
  /** Shown to people; never HTML. */
  readonly name: string;
  /** How long the caller had waited when this agent was rung; null when not known. */
  readonly waitedSeconds: number | null;
}

/** The conference room that a call is in. */
export interface CallRoom {
  readonly name: string;
  readonly locked: boolean;
  /** Who is in it, this side too, the longest first; none until the edge has told. Their names come from outside: never HTML. */
  readonly members: readonly RoomMemberCard[];
}

/** Why a call is over. */
export interface CallEnd {
  /** hangup, cancelled, declined, busy, noAnswer, answeredElsewhere, transferred, unavailable, noSuchNumber, refused, lost, shutdown or failed. */
  readonly reason: string;
  readonly sipCode: number | null;
  /** In English, when there is more to say. */
  readonly text: string | null;
}

/** One second of a call, measured at this end. */
export interface CallSample {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly packetsSent: number;
  readonly packetsReceived: number;
  readonly packetsLost: number;
  /** Of the packets of this second, 0 to 100. */
  readonly lossPercent: number;
  readonly jitterMilliseconds: number;
  /** Null until the first receiver report. */
  readonly roundTripMilliseconds: number | null;
  /** 1 to 4.5; null until there is something to judge. */
  readonly mos: number | null;
  /** Loudness of the microphone, 0 to 1. */
  readonly inputLevel: number;
  /** Loudness of the other party, 0 to 1. */
  readonly outputLevel: number;
  /** Codec in use, for example `opus` or `PCMU`; null until known. */
  readonly codec: string | null;
}

export type QualityWord = 'excellent' | 'great' | 'good' | 'fair' | 'degraded';

/** The last seconds of a call. */
export interface CallQuality {
  readonly mos: number;
  readonly word: QualityWord;
  readonly lossPercent: number;
  readonly jitterMilliseconds: number;
  readonly roundTripMilliseconds: number | null;
  /** Warnings that stand. */
  readonly warnings: readonly WarningName[];
}

export type WarningName =
  | 'high-rtt'
  | 'low-mos'
  | 'high-jitter'
  | 'high-packet-loss'
  | 'low-bytes-received'
  | 'low-bytes-sent'
  | 'constant-audio-input-level'
  | 'constant-audio-output-level';

export interface Warning {
  readonly name: WarningName;
  /** What was measured last. */
  readonly value: number;
  readonly threshold: number;
}

export interface CallEvents {
  /** Answered: in conversation. */
  accept: (call: Call) => void;
  /** It rings at the other party. Without early media the host plays a ringing tone. */
  ringing: (hasEarlyMedia: boolean) => void;
  /** The call is over after a conversation, or after this side hung up. The first of `disconnect`, `cancel`, `reject` is the last event but `changed`. */
  disconnect: (call: Call) => void;
  /** The incoming call stopped ringing without an answer here: `end.reason` says why (`cancelled`, `answeredElsewhere`, `noAnswer` …). */
  cancel: (call: Call) => void;
  /** The outgoing call was not answered (`end.reason`: `busy`, `declined`, `noAnswer`, `unavailable` …), or the incoming one was declined. */
  reject: (call: Call) => void;
  mute: (isMuted: boolean) => void;
  /** This side or the other holds, or no longer. */
  hold: (isOnHold: boolean, isHeldByRemote: boolean) => void;
  /** Anything of the call changed: party, state, recording … */
  changed: (call: Call) => void;
  /** The call was joined into another one after a transfer: `id`, `remote` and `startedAt` are those of the other from now on. */
  moved: (formerId: string) => void;
  /** The media is lost and is made anew. */
  reconnecting: (error: PhoneError) => void;
  reconnected: () => void;
  warning: (warning: Warning) => void;
  'warning-cleared': (name: WarningName) => void;
  /** Every second of a conversation. */
  sample: (sample: CallSample) => void;
  error: (error: PhoneError) => void;
}

/** A call of this device. Methods that ask the edge resolve when it has taken the intention, and reject with `PhoneError`; what happens is told by events. */
export interface Call extends Emitter<CallEvents> {
  /** Changes only when the call is joined into another one: see `moved`. */
  readonly id: string;
  readonly direction: 'incoming' | 'outgoing';
  /** The other party; changes when the call is transferred. The name comes from outside: never HTML. */
  readonly remote: PeerCard;
  readonly startedAt: Date;
  /** Null until answered. */
  readonly answeredAt: Date | null;
  readonly isOnHold: boolean;
  readonly isHeldByRemote: boolean;
  readonly isRecorded: boolean;
  /** Why sound is not being stored at present, when it should be. */
  readonly recordingProblem: string | null;
  /** Id of the call that this one is a consultation for. */
  readonly consultFor: string | null;
  /** The third party of a three-way call; null in others. */
  readonly third: PeerCard | null;
  /** What a supervisor does in the call, when the company lets this user know. */
  readonly supervised: SupervisorMode | null;
  /** What this user does in the call as a supervisor: `remote` is the agent then, and there is nobody to hold or transfer. */
  readonly supervises: SupervisorMode | null;
  /** The queue that the call comes of, for its agent; null else. */
  readonly queue: CallQueue | null;
  /** The conference room that this side is in; null else. `changed` tells when somebody comes or goes. */
  readonly room: CallRoom | null;
  /** How it ended; null while it goes on. */
  readonly end: CallEnd | null;
  /** Null until there is something to judge. */
  readonly quality: CallQuality | null;
  /** The call as the edge told it last. */
  readonly card: CallCard;

  status(): CallStatus;
  /** Takes the incoming call. Rejects with code `microphone…` or `camera…` when there is none: the call goes on ringing. */
  accept(options?: AcceptOptions): Promise<void>;
  /** Refuses the incoming call, on all devices of the user. */
  reject(): Promise<void>;
  /** Ends the call, or gives it up. */
  disconnect(): Promise<void>;
  /** Sends silence, or no longer. */
  mute(shouldMute?: boolean): void;
  isMuted(): boolean;
  /** The other party hears music until `resume`. */
  hold(): Promise<void>;
  resume(): Promise<void>;
  /** 0-9, *, #, A-D; at most 64. */
  sendDigits(digits: string): Promise<void>;
  /** Blind transfer: the other party is connected with a number, this one leaves. */
  transfer(to: string): Promise<void>;
  /** Parks the call: the other party waits for whoever dials the slot, this one leaves. Resolves with the number of the slot; without one, any that is free. */
  park(slot?: string): Promise<string>;
  /** Holds this call and dials a second one to ask whether the first may be transferred. When that one cannot be had, this one stays on hold until `resume`. */
  consult(to: string): Promise<Call>;
  /** Attended transfer: connects the parties of this call and of its consultation (or of another call of this device); this one leaves both. */
  completeTransfer(other?: Call): Promise<void>;
  /** Ends the consultation and takes the first party back. */
  cancelTransfer(): Promise<void>;
  /** Three-way call: the party of the younger of the two calls (this one and its consultation, or another call of this device) comes over into the older one. */
  merge(other?: Call): Promise<void>;
  /** Talks with the other of the two calls: the one that is talked with is held, the held one is resumed. Either call may be asked. */
  swap(other?: Call): Promise<void>;
  /**
   * Shows this side's picture in the conversation, or no longer; the other party sees it when it is at a browser that takes pictures. The sound goes on meanwhile.
   * Rejects with code `camera…` when there is none, and with `state` before the conversation begins.
   */
  setCamera(isOn: boolean): Promise<void>;
  readonly isCameraOn: boolean;
  getLocalStream(): MediaStream | null;
  getRemoteStream(): MediaStream | null;
  /** The own picture; null while the camera is off. */
  getLocalVideo(): MediaStream | null;
  /** The other party's picture; null while there is none. `changed` tells when it is another. */
  getRemoteVideo(): MediaStream | null;
}
