import { beforeEach, describe, expect, it } from 'vitest';
import type { Agent } from '../../app/rest/agents';
import { AgentList } from '../../app/state/agentList';

const agent = { agent: 'agent2', status: 'onCall', queues: ['sales', 'support'] } as unknown as Agent;

describe('the list of agents', () => {
  let asked: [how: string, path: string, what?: unknown][] = [];
  let wait: Promise<unknown> = Promise.resolve();
  const api = {
    page: async (path: string, query: { cursor: string | null; search: string }) => {
      asked.push(['GET', path, query]);
      await wait;
      return { items: [{ ...agent, agent: query.search || (query.cursor ?? 'agent1') }], next: query.cursor ? null : 'agent2' };
    },
    put: async (path: string, body: unknown) => {
      asked.push(['PUT', path, body]);
    },
    delete: async (path: string) => {
      asked.push(['DELETE', path]);
    },
  };
  const names = (list: AgentList) => list.agents.value.map(one => one.agent);

  beforeEach(() => {
    asked = [];
    wait = Promise.resolve();
  });

  it('is filtered by the server', async () => {
    const list = new AgentList(api as never);
    list.filter.value = { queue: 'sales', status: 'paused', search: ' ana ' };
    await list.load();
    expect(asked).toEqual([['GET', '/api/v1/agents', { queue: 'sales', status: 'paused', search: 'ana', cursor: null, limit: 100 }]]);
  });

  it('goes on where it stopped', async () => {
    const list = new AgentList(api as never);
    await list.load();
    await list.load(list.next.value);
    expect([names(list), list.next.value]).toEqual([['agent1', 'agent2'], null]);
  });

  it('shows what was asked for last, whatever comes first', async () => {
    const list = new AgentList(api as never);
    let late = () => {};
    wait = new Promise<void>(done => {
      late = done;
    });
    const first = list.load();
    wait = Promise.resolve();
    list.filter.value = { queue: '', status: '', search: 'bea' };
    await list.load();
    late();
    await first;
    expect(names(list)).toEqual(['bea']);
  });

  it('moves an agent between queues before the state is changed', async () => {
    const list = new AgentList(api as never);
    await list.change(agent, { state: 'paused', reason: ' lunch ', force: false, queues: ['support', 'second line'] });
    expect(asked.slice(0, 3)).toEqual([
      ['PUT', '/api/v1/queues/second%20line/members/agent2', {}],
      ['DELETE', '/api/v1/queues/sales/members/agent2'],
      ['PUT', '/api/v1/agents/agent2/state', { state: 'paused', reason: 'lunch', force: false }],
    ]);
    expect(asked[3]?.[0]).toBe('GET');
  });

  it('leaves a state that nobody decided about', async () => {
    const list = new AgentList(api as never);
    await list.change(agent, { state: null, reason: '', force: false, queues: agent.queues });
    expect(asked.map(([how]) => how)).toEqual(['GET']);
  });
});
