import { describe, expect, it } from 'vitest';
import type { Page } from '../../app/rest/models';
import type { AgentFigures, QueueFigures } from '../../app/rest/reports';
import { barsOfAgents, barsOfQueues, edgesOf } from '../../app/state/reportBars';
import { queryOf, Reports, rangeOf } from '../../app/state/reports';

const noon = new Date(2026, 10, 26, 12, 30);

function queueRow(from: string, queue: string, part: Partial<QueueFigures> = {}): QueueFigures {
  return {
    from,
    to: new Date(Date.parse(from) + 1_800_000).toISOString(),
    queue,
    offered: 0,
    handled: 0,
    abandoned: 0,
    shortAbandoned: 0,
    sentAway: 0,
    callBacks: 0,
    calledBack: 0,
    lost: 0,
    refused: 0,
    serviceLevel: null,
    averageAnswerSeconds: null,
    averageHandlingSeconds: null,
    longestWaitSeconds: 0,
    ...part,
  };
}

/** Answers each question when the test says so. */
class Server {
  readonly asked: {
    path: string;
    query: Record<string, string | number | null>;
    answer: (page: Page<unknown>) => void;
    fail: () => void;
  }[] = [];
  readonly files: string[] = [];

  page<T>(path: string, query: Record<string, string | number | null>): Promise<Page<T>> {
    return new Promise((answer, fail) => {
      this.asked.push({ path, query, answer: page => answer(page as Page<T>), fail: () => fail(new Error('down')) });
    });
  }

  async blob(path: string): Promise<Blob> {
    this.files.push(path);
    return new Blob(['from,to']);
  }
}

describe('the time of a report', () => {
  it('is whole days of this browser', () => {
    expect(rangeOf('today', noon)).toEqual([new Date(2026, 10, 26), new Date(2026, 10, 27)]);
    expect(rangeOf('yesterday', noon)).toEqual([new Date(2026, 10, 25), new Date(2026, 10, 26)]);
    expect(rangeOf('week', noon)).toEqual([new Date(2026, 10, 20), new Date(2026, 10, 27)]);
    expect(rangeOf('month', noon)).toEqual([new Date(2026, 9, 28), new Date(2026, 10, 27)]);
  });

  it('is asked for with its zone, and with whom it is about', () => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    expect(queryOf({ kind: 'agents', span: 'today', interval: '15', who: 'ana' }, noon)).toMatchObject({
      interval: '15',
      zone,
      agent: 'ana',
    });
    expect(queryOf({ kind: 'calls', span: 'today', interval: '15', who: 'support' }, noon)).toMatchObject({ queue: 'support' });
    expect(queryOf({ kind: 'queues', span: 'today', interval: '15', who: '' }, noon)).not.toHaveProperty('queue');
  });
});

describe('bars', () => {
  it('are made of all queues of an interval, in order of time', () => {
    const bars = barsOfQueues([
      queueRow('2026-11-26T10:00:00-05:00', 'sales', { handled: 2, abandoned: 1, shortAbandoned: 1, refused: 1 }),
      queueRow('2026-11-26T10:00:00-05:00', 'support', { handled: 3, sentAway: 2, lost: 1 }),
      queueRow('2026-11-26T09:30:00-05:00', 'support', { handled: 1 }),
    ]);
    expect(bars.times).toEqual([Date.parse('2026-11-26T14:30:00Z') / 1_000, Date.parse('2026-11-26T15:00:00Z') / 1_000]);
    expect(bars.length).toBe(1_800);
    expect(bars.parts.map(part => part.values)).toEqual([
      [1, 5],
      [0, 2],
      [0, 4],
    ]);
    expect(edgesOf(bars)).toEqual([
      [1, 5],
      [1, 7],
      [1, 11],
    ]);
  });

  it('of agents are hours', () => {
    const row = {
      from: '2026-11-26T10:00:00-05:00',
      to: '2026-11-26T11:00:00-05:00',
      talkSeconds: 1_800,
      wrapUpSeconds: 0,
      readySeconds: 3_600,
      pausedSeconds: 900,
    };
    expect(barsOfAgents([row, row] as AgentFigures[]).parts.map(part => part.values[0])).toEqual([1, 0, 2, 0.5]);
  });
});

describe('a report', () => {
  it('goes on page by page', async () => {
    const server = new Server();
    const reports = new Reports(server, () => noon);
    const first = reports.load();
    server.asked[0]?.answer({ items: [queueRow('2026-11-26T09:30:00Z', 'sales')], next: 'c' });
    await first;
    expect([reports.state.value, reports.next.value, reports.queues.value.length]).toEqual(['there', 'c', 1]);
    const second = reports.load('c');
    server.asked[1]?.answer({ items: [queueRow('2026-11-26T10:00:00Z', 'sales')], next: null });
    await second;
    expect([server.asked[1]?.query.cursor, reports.next.value, reports.queues.value.length, reports.bars.value?.times.length]).toEqual([
      'c',
      null,
      2,
      2,
    ]);
  });

  it('that is asked for later is the one that is shown', async () => {
    const server = new Server();
    const reports = new Reports(server, () => noon);
    reports.ask({ who: 'sales' });
    reports.ask({ who: 'support' });
    server.asked[1]?.answer({ items: [queueRow('2026-11-26T09:30:00Z', 'support')], next: null });
    await Promise.resolve();
    server.asked[0]?.answer({ items: [queueRow('2026-11-26T09:30:00Z', 'sales')], next: null });
    await Promise.resolve();
    await Promise.resolve();
    expect(reports.queues.value.map(row => row.queue)).toEqual(['support']);
  });

  it('of a long time has days, and of somebody else begins with everybody', () => {
    const reports = new Reports(new Server(), () => noon);
    reports.ask({ span: 'week', who: 'sales' });
    expect(reports.wish.value).toMatchObject({ interval: 'day', who: 'sales' });
    reports.ask({ kind: 'agents' });
    expect(reports.wish.value).toMatchObject({ kind: 'agents', who: '', interval: 'day' });
  });

  it('that cannot be had says so', async () => {
    const server = new Server();
    const reports = new Reports(server, () => noon);
    const asked = reports.load();
    server.asked[0]?.fail();
    await asked;
    expect(reports.state.value).toBe('failed');
  });

  it('is a file that spreadsheet programs open', async () => {
    const server = new Server();
    const reports = new Reports(server, () => noon);
    expect((await reports.file(';')).name).toBe('queues-20261126.csv');
    expect(server.files[0]).toContain('/api/v1/reports/queues?');
    expect(server.files[0]).toContain('format=csv&separator=%3B&bom=true');
  });
});
