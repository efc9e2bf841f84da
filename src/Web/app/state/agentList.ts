import { signal } from '@preact/signals';
import type { Agent, AgentStatus, AgentWish } from '../rest/agents';
import type { Api } from '../rest/api';

const pageSize = 100;

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

/** The agents of the company that a supervisor looks at. */
export class AgentList {
  readonly filter = signal<AgentFilter>(everybody);
  readonly agents = signal<readonly Agent[]>([]);
  readonly next = signal<string | null>(null);
  readonly state = signal<'loading' | 'there' | 'failed'>('loading');
  readonly #api: Pick<Api, 'page' | 'put' | 'delete'>;
  #asked = 0;

  constructor(api: Pick<Api, 'page' | 'put' | 'delete'>) {
    this.#api = api;
  }

  /** The first of them, or those after a cursor. What was asked for before and comes later is not shown. */
  async load(cursor: string | null = null): Promise<void> {
    const asked = ++this.#asked;
    const { queue, status, search } = this.filter.value;
    try {
      const page = await this.#api.page<Agent>('/api/v1/agents', { queue, status, search: search.trim(), cursor, limit: pageSize });
      if (asked !== this.#asked) return;
      this.agents.value = cursor ? [...this.agents.value, ...page.items] : page.items;
      this.next.value = page.next;
      this.state.value = 'there';
    } catch {
      if (asked === this.#asked) this.state.value = 'failed';
    }
  }

  /** Does what a supervisor decided: queues first, so that who comes back to work comes back to the right ones. */
  async change(agent: Agent, { state, reason, force, queues }: AgentChange): Promise<void> {
    const user = encodeURIComponent(agent.agent);
    const member = (queue: string) => `/api/v1/queues/${encodeURIComponent(queue)}/members/${user}`;
    for (const queue of queues) if (!agent.queues.includes(queue)) await this.#api.put(member(queue), {});
    for (const queue of agent.queues) if (!queues.includes(queue)) await this.#api.delete(member(queue));
    if (state) await this.#api.put(`/api/v1/agents/${user}/state`, { state, reason: state === 'paused' ? reason.trim() : null, force });
    await this.load();
  }
}
