import { signal } from '@preact/signals';
import type { AgentCard, AgentStatus, AgentsUpdate, AgentWish } from '../../phone';
import type { Api } from '../rest/api';
import type { Phone } from './phone';

/** Which agents are shown; the server filters. */
export interface AgentFilter {
  readonly queue: string;
  readonly status: AgentStatus | '';
  readonly search: string;
}

export const everybody: AgentFilter = { queue: '', status: '', search: '' };

/** What a supervisor decides about an agent. */
export interface AgentChange {
  /** Null: as it is. */
  readonly state: AgentWish | null;
  readonly reason: string;
  /** Not after the call but at once. */
  readonly force: boolean;
  readonly queues: readonly string[];
}

/** The agents of the company that a supervisor looks at: the server tells of those that fit, and of each change. */
export class AgentList {
  readonly filter = signal<AgentFilter>(everybody);
  readonly agents = signal<readonly AgentCard[]>([]);
  readonly state = signal<'loading' | 'there'>('loading');
  readonly #api: Pick<Api, 'put' | 'delete'>;
  readonly #phone: Pick<Phone, 'followAgents' | 'watchAgents'>;

  constructor(api: Pick<Api, 'put' | 'delete'>, phone: Pick<Phone, 'followAgents' | 'watchAgents'>) {
    this.#api = api;
    this.#phone = phone;
  }

  /** Follows them until the answer is called. */
  open(): () => void {
    return this.#phone.followAgents(update => this.told(update));
  }

  /** Asks for those that fit the filter of now. */
  watch(): void {
    const { queue, status, search } = this.filter.value;
    this.#phone.watchAgents({ queue: queue || null, status: status || null, search: search.trim() || null });
  }

  told({ agents, gone, isWhole }: AgentsUpdate): void {
    const changed = new Set([...gone, ...agents.map(agent => agent.agent)]);
    const others = isWhole ? [] : this.agents.value.filter(agent => !changed.has(agent.agent));
    this.agents.value = [...others, ...agents].sort((one, other) => one.name.localeCompare(other.name));
    this.state.value = 'there';
  }

  /** Does what a supervisor decided: queues first, so that who comes back to work comes back to the right ones. */
  async change(agent: AgentCard, { state, reason, force, queues }: AgentChange): Promise<void> {
    const user = encodeURIComponent(agent.agent);
    const member = (queue: string) => `/api/v1/queues/${encodeURIComponent(queue)}/members/${user}`;
    for (const queue of queues) if (!agent.queues.includes(queue)) await this.#api.put(member(queue), {});
    for (const queue of agent.queues) if (!queues.includes(queue)) await this.#api.delete(member(queue));
    if (state) await this.#api.put(`/api/v1/agents/${user}/state`, { state, reason: state === 'paused' ? reason.trim() : null, force });
  }
}
