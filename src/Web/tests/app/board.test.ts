import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { steps } from '../../app/parts/Sparkline';
import type { Queue } from '../../app/rest/queues';
import { alertsOf, Board, figuresOf, historyMs, isBad, type QueueFigures, secondsOf } from '../../app/state/board';
import type { QueueCard } from '../../phone';

const now = Date.parse('2026-01-02T03:05:00Z');

const quiet: QueueFigures = {
  name: 'support',
  title: 'Support',
  isOpen: true,
  isEmergency: false,
  waiting: 0,
  longestSince: null,
  available: 2,
  onCall: 1,
  wrapUp: 0,
  paused: 0,
  answered: 0,
  abandoned: 0,
  serviceLevel: 1,
  targetSeconds: 20,
};

const waiting = (seconds: number, more: Partial<QueueFigures> = {}) => ({
  ...quiet,
  waiting: 1,
  longestSince: now - seconds * 1_000,
  ...more,
});

function card(queue: string, waiting: number): QueueCard {
  return {
    queue,
    name: 'Support',
    isOpen: true,
    emergency: false,
    waiting,
    longestSince: waiting > 0 ? new Date(now).toISOString() : null,
    talking: 0,
    agents: { available: 1, ringing: 0, onCall: 0, wrapUp: 0, paused: 0, resting: 0, loggedOut: 0 },
    serviceLevel: 1,
    handled: 0,
    abandoned: 0,
    sentAway: 0,
    averageWaitSeconds: 0,
  };
}

const shown = (board: Board) => board.queues.value.map(({ title, waiting }) => `${title} ${waiting}`);

function queue(name: string, phases: readonly string[], within = '00:00:20'): Queue {
  return {
    name,
    rules: { name: name.toUpperCase(), serviceLevel: { within, shortAbandon: '00:00:05', formula: 'ofAll' } },
    emergency: false,
    open: true,
    estimatedSeconds: 0,
    callers: phases.map((phase, place) => ({ place, phase, since: new Date(now - place * 1_000).toISOString() })),
    agents: ['available', 'reserved', 'onCall', 'wrapUp', 'paused', 'loggedOut'].map(status => ({ agent: status, status })),
    statistics: { answered: 3, abandoned: 1, serviceLevel: 0.75 },
  } as unknown as Queue;
}

describe('what a supervisor has to look at', () => {
  it('is nothing while nobody waits and nothing was measured', () => {
    expect(alertsOf(quiet, now)).toEqual([]);
  });

  it('is a wait beyond the time of the service level, and worse beyond three times that', () => {
    expect([19, 20, 59, 60].map(seconds => alertsOf(waiting(seconds), now))).toEqual([[], ['waitsLong'], ['waitsLong'], ['waitsTooLong']]);
  });

  it('is somebody who waits where nobody serves: paused agents do not', () => {
    expect(alertsOf(waiting(1, { available: 0, onCall: 0, paused: 3 }), now)).toEqual(['nobodyServes']);
  });

  it('is a low service level, once a call has counted', () => {
    const level = (serviceLevel: number) => alertsOf({ ...quiet, answered: 1, serviceLevel }, now);
    expect([0.8, 0.79, 0.6, 0.59].map(level)).toEqual([[], ['levelLow'], ['levelLow'], ['levelBad']]);
  });

  it('names the worst first', () => {
    const alerts = alertsOf(waiting(20, { available: 0, onCall: 0, answered: 1, serviceLevel: 0.7 }), now);
    expect(alerts).toEqual(['nobodyServes', 'waitsLong', 'levelLow']);
    expect(alerts.map(isBad)).toEqual([true, false, false]);
  });
});

describe('a time of the rules', () => {
  it('is read with its days', () => {
    expect(['00:00:20', '01:02:03', '1.00:00:00', ''].map(secondsOf)).toEqual([20, 3_723, 86_400, 0]);
  });
});

describe('the board of queues', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('counts who waits and what the agents do', () => {
    expect(figuresOf(queue('support', ['waiting', 'offered', 'talking', 'leaving']))).toEqual({
      ...quiet,
      title: 'SUPPORT',
      waiting: 2,
      longestSince: now - 1_000,
      answered: 3,
      abandoned: 1,
      serviceLevel: 0.75,
      wrapUp: 1,
      paused: 1,
    });
  });

  it('is asked for once, and changed by what is told', async () => {
    const get = vi.fn(async () => [queue('sales', []), queue('support', ['waiting'])]);
    const board = new Board({ get } as never);
    await board.load();
    board.told({ queues: [card('support', 5)], gone: [], isWhole: false });
    expect(shown(board)).toEqual(['SALES 0', 'Support 5']);
    board.told({ queues: [], gone: ['sales'], isWhole: false });
    expect(shown(board)).toEqual(['Support 5']);
    expect(get).toHaveBeenCalledOnce();
  });

  it('believes what it was told before it was asked for, and takes the rules alone from the answer', async () => {
    const board = new Board({ get: async () => [queue('support', ['waiting'], '00:00:40')] } as never);
    board.told({ queues: [card('support', 7)], gone: [], isWhole: true });
    expect(board.queues.value[0]?.targetSeconds).toBe(20);
    await board.load();
    expect([shown(board), board.queues.value[0]?.targetSeconds]).toEqual([['Support 7'], 40]);
  });

  it('asks for the rules of a queue that is new', async () => {
    const get = vi.fn(async () => [queue('support', [])]);
    const board = new Board({ get } as never);
    await board.load();
    board.told({ queues: [card('night', 0)], gone: [], isWhole: false });
    expect(get).toHaveBeenCalledTimes(2);
  });

  it('forgets what it knew when all is told anew', async () => {
    const board = new Board({ get: async () => [] } as never);
    board.told({ queues: [card('one', 0), card('two', 0)], gone: [], isWhole: true });
    board.told({ queues: [card('two', 1)], gone: [], isWhole: true });
    expect(shown(board)).toEqual(['Support 1']);
  });

  it('says that it is not there', async () => {
    const board = new Board({ get: () => Promise.reject(new Error('no')) } as never);
    await board.load();
    expect(board.state.value).toBe('failed');
  });

  it('remembers how many waited, for half an hour', () => {
    const board = new Board({ get: async () => [] } as never);
    const tell = (waiting: number) => board.told({ queues: [card('support', waiting)], gone: [], isWhole: true });
    const waited = () => board.history.value.get('support')?.map(point => point.waiting);
    tell(0);
    vi.advanceTimersByTime(60_000);
    tell(2);
    tell(2);
    expect(waited()).toEqual([0, 2]);
    vi.advanceTimersByTime(historyMs - 30_000);
    tell(1);
    expect(waited()).toEqual([2, 1]);
  });

  it('is drawn to the present moment', () => {
    expect(steps([{ at: now - 60_000, waiting: 1 }], now)).toEqual([
      [now / 1_000 - 60, now / 1_000],
      [1, 1],
    ]);
    expect(steps([{ at: now - historyMs - 1, waiting: 3 }], now)).toEqual([
      [(now - historyMs) / 1_000, now / 1_000],
      [3, 3],
    ]);
    expect(steps([], now)).toEqual([[], []]);
  });
});
