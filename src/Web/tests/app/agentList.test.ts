import { beforeEach, describe, expect, it } from 'vitest';
import { AgentList } from '../../app/state/agentList';
import type { AgentsUpdate } from '../../phone';
import { agentCard } from '../phone/scriptedHub';

const agent = agentCard({ agent: 'agent2', status: 'onCall', queues: ['sales', 'support'] });

describe('the list of agents', () => {
  let asked: unknown[] = [];
  let tell: (update: AgentsUpdate) => void = () => {};
  const api = {
    put: async (path: string, body: unknown) => {
      asked.push(['PUT', path, body]);
    },
    delete: async (path: string) => {
      asked.push(['DELETE', path]);
    },
  };
  const phone = {
    followAgents: (listener: (update: AgentsUpdate) => void) => {
      tell = listener;
      return () => {
        tell = () => {};
      };
    },
    watchAgents: (filter: unknown) => {
      asked.push(filter);
    },
  };
  const opened = () => {
    const list = new AgentList(api as never, phone as never);
    list.open();
    return list;
  };
  const names = (list: AgentList) => list.agents.value.map(one => one.name);

  beforeEach(() => {
    asked = [];
  });

  it('is filtered by the server', () => {
    const list = opened();
    list.watch();
    list.filter.value = { queue: 'sales', status: 'paused', search: ' ana ' };
    list.watch();
    expect(asked).toEqual([
      { queue: null, status: null, search: null },
      { queue: 'sales', status: 'paused', search: 'ana' },
    ]);
  });

  it('has whom it is told of, by name, without those who are gone', () => {
    const list = opened();
    expect(list.state.value).toBe('loading');
    tell({ agents: [agentCard({ agent: 'a', name: 'Zoe' }), agentCard({ agent: 'b', name: 'Ana' })], gone: [], isWhole: true });
    expect([list.state.value, names(list)]).toEqual(['there', ['Ana', 'Zoe']]);
    tell({ agents: [agentCard({ agent: 'c', name: 'Bea' })], gone: ['b'], isWhole: false });
    expect(names(list)).toEqual(['Bea', 'Zoe']);
    tell({ agents: [agentCard({ agent: 'c', name: 'Bea', status: 'paused' })], gone: [], isWhole: true });
    expect(list.agents.value.map(one => one.status)).toEqual(['paused']);
  });

  it('moves an agent between queues before the state is changed', async () => {
    await opened().change(agent, { state: 'paused', reason: ' lunch ', force: false, queues: ['support', 'second line'] });
    expect(asked).toEqual([
      ['PUT', '/api/v1/queues/second%20line/members/agent2', {}],
      ['DELETE', '/api/v1/queues/sales/members/agent2'],
      ['PUT', '/api/v1/agents/agent2/state', { state: 'paused', reason: 'lunch', force: false }],
    ]);
  });

  it('leaves a state that nobody decided about', async () => {
    await opened().change(agent, { state: null, reason: '', force: false, queues: agent.queues });
    expect(asked).toEqual([]);
  });
});
