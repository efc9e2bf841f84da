export type AgentStatus = 'loggedOut' | 'available' | 'reserved' | 'ringing' | 'onCall' | 'wrapUp' | 'paused' | 'resting';

/** What an agent can be asked to do. */
export type AgentWish = 'ready' | 'paused' | 'loggedOut';

/** `GET /api/v1/agents`. */
export interface Agent {
  readonly agent: string;
  readonly status: AgentStatus;
  readonly since: string;
  readonly reason: string | null;
  readonly next: AgentStatus | null;
  readonly queue: string | null;
  readonly queues: readonly string[];
  readonly calls: number;
  readonly misses: number;
}
