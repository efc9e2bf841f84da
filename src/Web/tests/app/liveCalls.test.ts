import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LiveCall, LiveLeg } from '../../app/rest/models';
import { agentOf, isOwn, LiveCalls, matches, ownMode, partiesOf, supervisorOf } from '../../app/state/liveCalls';

function leg(number: number, user: string | null, more: Partial<LiveLeg> = {}): LiveLeg {
  return {
    leg: number,
    party: { number: user ? `10${number}` : '+573001112233', name: user && `Agent ${user}`, user },
    phase: 'answered',
    onHold: false,
    supervises: false,
    ...more,
  };
}

function live(id: string, legs: readonly LiveLeg[], more: Partial<LiveCall> = {}): LiveCall {
  return {
    id,
    phase: 'connected',
    direction: 'inbound',
    caller: { number: '+573001112233', name: null, user: null },
    dialled: '2000',
    startedAt: '2026-01-02T03:04:05Z',
    answeredAt: '2026-01-02T03:04:10Z',
    legs,
    recording: null,
    recordingProblem: null,
    supervision: null,
    ...more,
  };
}

const talking = live('call1', [leg(2, 'two'), leg(1, null)]);
const supervised = live('call2', [leg(1, null), leg(2, 'two'), leg(3, 'boss', { supervises: true })], { supervision: 'whisper' });

describe('a live call', () => {
  it('names its parties with the caller first, and no supervisor among them', () => {
    expect([talking, supervised].map(partiesOf)).toEqual([
      ['+573001112233', 'Agent two'],
      ['+573001112233', 'Agent two'],
    ]);
  });

  it('names what was dialled while nobody has answered', () => {
    expect(partiesOf(live('call3', [leg(1, 'one')], { phase: 'ringing', dialled: '1002' }))).toEqual(['Agent one', '1002']);
  });

  it('tells who supervises it, and what one does in it oneself', () => {
    expect([supervisorOf(talking), supervisorOf(supervised)]).toEqual([null, 'Agent boss']);
    expect([ownMode(supervised, 'boss'), ownMode(supervised, 'chief')]).toEqual(['whisper', null]);
  });

  it('is the own one of who talks in it, not of who supervises', () => {
    expect([isOwn(supervised, 'two'), isOwn(supervised, 'boss')]).toEqual([true, false]);
  });

  it('has as its agent the last of the company who came in', () => {
    expect(agentOf(live('call4', [leg(1, 'one'), leg(2, 'two'), leg(3, 'boss', { supervises: true })]))).toBe('Agent two');
  });

  it('is found by name, number or what was dialled', () => {
    expect(['AGENT TWO', '300111', '2000', ' ', 'three'].map(text => matches(talking, text))).toEqual([true, true, true, true, false]);
  });
});

describe('the list of live calls', () => {
  const phone = { presences: signal(new Map()), turn: signal(0), state: signal('registered'), calls: signal([]), watch: vi.fn() };
  let asked: string[] = [];
  let answer: readonly LiveCall[] = [];
  const api = {
    page: async (path: string, query: Record<string, unknown>) => {
      asked.push(path);
      if (path === '/api/v1/calls') return { items: answer, next: null };
      return { items: [{ name: query.cursor ? 'agent2' : 'agent1' }], next: query.cursor ? null : 'more' };
    },
  };
  const open = async () => {
    const list = new LiveCalls(api as never, phone as never);
    const close = list.open();
    await vi.advanceTimersByTimeAsync(200);
    asked = [];
    return { list, close };
  };

  beforeEach(() => {
    vi.useFakeTimers();
    answer = [talking];
    phone.watch.mockClear();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('watches everybody of the company', async () => {
    const { close } = await open();
    expect(phone.watch.mock.calls).toEqual([[['agent1']], [['agent2']]]);
    close();
  });

  it('is asked for again when somebody begins or ends a call: once for several', async () => {
    const { list, close } = await open();
    answer = [talking, supervised];
    for (let change = 0; change < 5; change++) phone.presences.value = new Map();
    await vi.advanceTimersByTimeAsync(200);
    expect([asked, list.calls.value.length]).toEqual([['/api/v1/calls'], 2]);
    close();
  });

  it('is not asked for when nothing changes, nor each second of a call of one’s own', async () => {
    const { close } = await open();
    for (let second = 0; second < 60; second++) {
      phone.turn.value++;
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(asked).toEqual([]);
    close();
  });

  it('is looked at while something rings, because nobody tells that a number outside has answered', async () => {
    answer = [live('call5', [leg(1, 'one')], { phase: 'ringing', answeredAt: null })];
    const { close } = await open();
    answer = [talking];
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked).toEqual(['/api/v1/calls']);
    close();
  });

  it('is not asked for any more when it is closed', async () => {
    const { close } = await open();
    close();
    phone.presences.value = new Map();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked).toEqual([]);
  });
});
