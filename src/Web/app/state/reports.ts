import { signal } from '@preact/signals';
import type { Api } from '../rest/api';
import type { AgentFigures, QueueFigures, ReportedCall } from '../rest/reports';
import { type Bars, barsOfAgents, barsOfQueues } from './reportBars';

export type ReportKind = 'queues' | 'agents' | 'calls';
export type ReportSpan = 'today' | 'yesterday' | 'week' | 'month';
export type ReportInterval = '15' | '30' | '60' | 'day';

/** What is asked for; who is empty stands for all. */
export interface ReportWish {
  readonly kind: ReportKind;
  readonly span: ReportSpan;
  readonly interval: ReportInterval;
  readonly who: string;
}

const pageSize = 200;

/** A picture has room for so many rows; the table goes on, and so does the file. */
const mostCharted = 2_000;

/** The report that is looked at, page by page. */
export class Reports {
  readonly wish = signal<ReportWish>({ kind: 'queues', span: 'today', interval: '30', who: '' });
  readonly state = signal<'loading' | 'there' | 'failed'>('loading');
  readonly queues = signal<readonly QueueFigures[]>([]);
  readonly agents = signal<readonly AgentFigures[]>([]);
  readonly calls = signal<readonly ReportedCall[]>([]);
  readonly bars = signal<Bars | null>(null);
  readonly next = signal<string | null>(null);
  readonly #api: Pick<Api, 'page' | 'blob'>;
  readonly #clock: () => Date;
  #turn = 0;

  constructor(api: Pick<Api, 'page' | 'blob'>, clock: () => Date = () => new Date()) {
    this.#api = api;
    this.#clock = clock;
  }

  /** Asks for something else; a longer time has longer intervals. */
  ask(part: Partial<ReportWish>): void {
    const before = this.wish.value;
    const wish = { ...before, ...part };
    if (part.kind && part.kind !== before.kind) this.wish.value = { ...wish, who: '' };
    else if (part.span && part.span !== before.span) this.wish.value = { ...wish, interval: isLong(part.span) ? 'day' : '30' };
    else this.wish.value = wish;
    void this.load();
  }

  /** The first page anew, or the one after those that are there. */
  async load(cursor: string | null = null): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const { kind } = this.wish.value;
    if (cursor === null) this.state.value = 'loading';
    try {
      const query = { ...queryOf(this.wish.value, this.#clock()), cursor, limit: pageSize };
      const path = `/api/v1/reports/${kind}`;
      if (kind === 'calls') {
        const page = await this.#api.page<ReportedCall>(path, query);
        if (turn !== this.#turn) return;
        this.calls.value = cursor ? [...this.calls.value, ...page.items] : page.items;
        this.#took(page.next, null);
      } else if (kind === 'agents') {
        const page = await this.#api.page<AgentFigures>(path, query);
        if (turn !== this.#turn) return;
        this.agents.value = cursor ? [...this.agents.value, ...page.items] : page.items;
        this.#took(page.next, barsOfAgents(this.agents.value.slice(0, mostCharted)));
      } else {
        const page = await this.#api.page<QueueFigures>(path, query);
        if (turn !== this.#turn) return;
        this.queues.value = cursor ? [...this.queues.value, ...page.items] : page.items;
        this.#took(page.next, barsOfQueues(this.queues.value.slice(0, mostCharted)));
      }
    } catch {
      if (turn === this.#turn) this.state.value = 'failed';
    }
  }

  /** All of it as a file; spreadsheet programs of countries with a decimal comma want semicolons. */
  async file(separator: ',' | ';'): Promise<{ readonly name: string; readonly content: Blob }> {
    const wish = this.wish.value;
    const query = new URLSearchParams({ ...queryOf(wish, this.#clock()), format: 'csv', separator, bom: 'true' });
    const [from] = rangeOf(wish.span, this.#clock());
    return { name: `${wish.kind}-${dayOf(from)}.csv`, content: await this.#api.blob(`/api/v1/reports/${wish.kind}?${query}`) };
  }

  #took(next: string | null, bars: Bars | null): void {
    this.next.value = next;
    this.bars.value = bars;
    this.state.value = 'there';
  }
}

/** From midnight to midnight of this browser's days; what has not come yet is empty. */
export function rangeOf(span: ReportSpan, now: Date): readonly [from: Date, to: Date] {
  const day = (offset: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + offset);
  if (span === 'yesterday') return [day(-1), day(0)];
  return [day(span === 'today' ? 0 : span === 'week' ? -6 : -29), day(1)];
}

export function queryOf(wish: ReportWish, now: Date): Record<string, string> {
  const [from, to] = rangeOf(wish.span, now);
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    interval: wish.interval,
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    ...(wish.who && { [wish.kind === 'agents' ? 'agent' : 'queue']: wish.who }),
  };
}

function isLong(span: ReportSpan): boolean {
  return span === 'week' || span === 'month';
}

function dayOf(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}`;
}
