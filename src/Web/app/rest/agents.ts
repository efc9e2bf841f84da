import type { AgentStatus } from '../../phone';

export type { AgentStatus, AgentWish } from '../../phone';

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
