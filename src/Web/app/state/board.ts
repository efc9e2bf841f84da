import { signal } from '@preact/signals';
import type { QueueCard, QueuesUpdate } from '../../phone';
import type { Api } from '../rest/api';
import type { Queue } from '../rest/queues';
import type { Phone } from './phone';

/** A service level below this is pointed at; below the other it is a problem. */
const goodLevel = 0.8;
const fairLevel = 0.6;

/** Waiting so many times the time of the service level is a problem. */
const tooLong = 3;

/** Until the rules of a queue are known. */
const plainTarget = 20;

/** How far back the picture beside a queue goes. */
export const historyMs = 30 * 60_000;

/** What a board shows of a queue. */
export interface QueueFigures {
  readonly name: string;
  readonly title: string;
  readonly isOpen: boolean;
  readonly isEmergency: boolean;
  readonly waiting: number;
  /** Since when the one waits who waits longest; milliseconds since 1970. */
  readonly longestSince: number | null;
  readonly available: number;
  readonly onCall: number;
  readonly wrapUp: number;
  readonly paused: number;
  readonly answered: number;
  readonly abandoned: number;
  /** 0 to 1. */
  readonly serviceLevel: number;
  /** The time of the service level. */
  readonly targetSeconds: number;
}

export interface Point {
  readonly at: number;
  readonly waiting: number;
}

export type Alert = 'nobodyServes' | 'waitsTooLong' | 'waitsLong' | 'levelBad' | 'levelLow';

/** What a supervisor has to look at, the worst first. */
export function alertsOf(queue: QueueFigures, now: number): readonly Alert[] {
  const waits = queue.longestSince === null ? 0 : (now - queue.longestSince) / 1_000;
  const isMeasured = queue.answered + queue.abandoned > 0;
  const found: Alert[] = [];
  if (queue.waiting > 0 && queue.available + queue.onCall + queue.wrapUp === 0) found.push('nobodyServes');
  if (waits >= queue.targetSeconds * tooLong) found.push('waitsTooLong');
  if (isMeasured && queue.serviceLevel < fairLevel) found.push('levelBad');
  if (waits >= queue.targetSeconds && waits < queue.targetSeconds * tooLong) found.push('waitsLong');
  if (isMeasured && queue.serviceLevel < goodLevel && queue.serviceLevel >= fairLevel) found.push('levelLow');
  return found;
}

export function isBad(alert: Alert): boolean {
  return alert === 'nobodyServes' || alert === 'waitsTooLong' || alert === 'levelBad';
}

/** Seconds of a time that is written `hh:mm:ss`, with days before it when there are any. */
export function secondsOf(text: string): number {
  const [, days = '0', hours = '0', minutes = '0', seconds = '0'] = /^(?:(\d+)\.)?(\d+):(\d+):(\d+)/.exec(text) ?? [];
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
}

/** The figures of a queue as the REST API shows it. */
export function figuresOf(queue: Queue): QueueFigures {
  const count = (...states: string[]) => queue.agents.filter(agent => states.includes(agent.status)).length;
  const waiting = queue.callers.filter(caller => caller.phase === 'waiting' || caller.phase === 'offered');
  return {
    name: queue.name,
    title: queue.rules.name,
    isOpen: queue.open,
    isEmergency: queue.emergency,
    waiting: waiting.length,
    longestSince: waiting.length === 0 ? null : Math.min(...waiting.map(caller => Date.parse(caller.since))),
    available: count('available', 'reserved', 'ringing', 'resting'),
    onCall: count('onCall'),
    wrapUp: count('wrapUp'),
    paused: count('paused'),
    answered: queue.statistics.answered,
    abandoned: queue.statistics.abandoned,
    serviceLevel: queue.statistics.serviceLevel,
    targetSeconds: secondsOf(queue.rules.serviceLevel.within),
  };
}

/** The figures of a queue as the hub tells them; the time of its service level is a rule, which is asked for. */
function figuresOfCard(card: QueueCard, targetSeconds: number): QueueFigures {
  const { agents } = card;
  return {
    name: card.queue,
    title: card.name,
    isOpen: card.isOpen,
    isEmergency: card.emergency,
    waiting: card.waiting,
    longestSince: card.longestSince === null ? null : Date.parse(card.longestSince),
    available: agents.available + agents.ringing + agents.resting,
    onCall: agents.onCall,
    wrapUp: agents.wrapUp,
    paused: agents.paused,
    answered: card.handled,
    abandoned: card.abandoned,
    serviceLevel: card.serviceLevel,
    targetSeconds,
  };
}

/** The queues of the company as they are: asked for once, told of afterwards. */
export class Board {
  readonly queues = signal<readonly QueueFigures[]>([]);
  /** How many waited, of each queue, oldest first. */
  readonly history = signal<ReadonlyMap<string, readonly Point[]>>(new Map());
  readonly state = signal<'loading' | 'there' | 'failed'>('loading');
  readonly #api: Pick<Api, 'get'>;
  readonly #targets = new Map<string, number>();
  #isTold = false;

  constructor(api: Pick<Api, 'get'>) {
    this.#api = api;
  }

  /** Follows what goes on until the answer is called. */
  open(phone: Pick<Phone, 'followQueues'>): () => void {
    void this.load();
    return phone.followQueues(update => this.told(update));
  }

  /** Asks for the queues. What was told is newer: then only their rules are taken. */
  async load(): Promise<void> {
    try {
      const queues = (await this.#api.get<readonly Queue[]>('/api/v1/queues')).map(figuresOf);
      for (const { name, targetSeconds } of queues) this.#targets.set(name, targetSeconds);
      this.#set(this.#isTold ? this.queues.value.map(queue => ({ ...queue, targetSeconds: this.#targetOf(queue.name) })) : queues);
    } catch {
      this.state.value = 'failed';
    }
  }

  /** Queues changed. */
  told({ queues, gone, isWhole }: QueuesUpdate): void {
    this.#isTold = true;
    const changed = new Set([...gone, ...queues.map(card => card.queue)]);
    const others = isWhole ? [] : this.queues.value.filter(queue => !changed.has(queue.name));
    const isNew = queues.some(card => !this.#targets.has(card.queue));
    this.#set([...others, ...queues.map(card => figuresOfCard(card, this.#targetOf(card.queue)))]);
    if (isNew) void this.load();
  }

  #targetOf(name: string): number {
    return this.#targets.get(name) ?? plainTarget;
  }

  #set(queues: readonly QueueFigures[]): void {
    this.queues.value = [...queues].sort((one, other) => one.title.localeCompare(other.title));
    this.state.value = 'there';
    this.#remember();
  }

  #remember(): void {
    const at = Date.now();
    this.history.value = new Map(
      this.queues.value.map(({ name, waiting }) => {
        const before = (this.history.value.get(name) ?? []).filter(point => point.at >= at - historyMs);
        return [name, before.at(-1)?.waiting === waiting ? before : [...before, { at, waiting }]];
      }),
    );
  }
}
