import type {
  AgentCard,
  AgentsUpdate,
  CallCard,
  CallUpdate,
  InboxUpdate,
  PhoneHub,
  PresenceCard,
  QueuesUpdate,
  RenegotiateOrder,
  RoomUpdate,
  VoicemailCard,
} from './contract';

/** What comes from the edge over one connection. */
export interface HubListener {
  incoming(card: CallCard): void;
  callChanged(update: CallUpdate): void;
  renegotiate(order: RenegotiateOrder): void;
  presenceChanged(changes: readonly PresenceCard[]): void;
  agentChanged(agent: AgentCard): void;
  voicemailChanged(voicemail: VoicemailCard): void;
  inboxChanged(update: InboxUpdate): void;
  queuesChanged(update: QueuesUpdate): void;
  agentsChanged(update: AgentsUpdate): void;
  roomsChanged(rooms: readonly RoomUpdate[]): void;
  sessionRevoked(reason: string): void;
  drain(retryAfterSeconds: number): void;
  /** The connection is over, unless it was `stop` that ended it. */
  closed(): void;
}

export type HubResult<TName extends keyof PhoneHub> = Awaited<ReturnType<PhoneHub[TName]>>;

/** One connection to the phone hub. It is used once: a lost one is replaced by another. */
export interface HubLink {
  /** Rejects with `PhoneError`: `signIn` when the token is not accepted, `connection` else. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Rejects with `PhoneError`; `connection` when it is not known whether the edge took it. */
  invoke<TName extends keyof PhoneHub>(method: TName, ...request: Parameters<PhoneHub[TName]>): Promise<HubResult<TName>>;
}

/** Makes a connection that has not been started. */
export type HubConnector = (url: string, token: string, listener: HubListener) => HubLink;
