import { computed, effect, signal } from '@preact/signals';
import type { SupervisorMode } from '../../phone';
import type { Api } from '../rest/api';
import type { Colleague, LiveCall } from '../rest/models';
import type { Phone } from './phone';

/** The hub tells of changes of so many users at most. */
const mostWatched = 2_000;
const pageSize = 200;

/** Several changes at once are looked at once. */
const gatherMs = 200;

/** Nobody's presence tells that a number outside has answered: while something rings, it is looked at again. */
const ringingMs = 2_000;

/** Calls of the company that are going on. Who begins or ends a call is on a call or no longer: that is told, and then the list is asked for again. */
export class LiveCalls {
  readonly calls = signal<readonly LiveCall[]>([]);
  readonly state = signal<'loading' | 'there' | 'failed'>('loading');
  readonly #api: Pick<Api, 'page'>;
  readonly #phone: Phone;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = Number.POSITIVE_INFINITY;
  #isLoading = false;
  #isClosed = false;

  constructor(api: Pick<Api, 'page'>, phone: Phone) {
    this.#api = api;
    this.#phone = phone;
  }

  /** Follows what goes on until the answer is called. */
  open(): () => void {
    // Quality changes the calls each second: only what they are matters here.
    const own = computed(() => {
      void this.#phone.turn.value;
      return this.#phone.calls.value.map(call => `${call.id} ${call.status()} ${call.supervises}`).join();
    });
    const stop = effect(() => {
      void this.#phone.presences.value;
      void this.#phone.state.value;
      void own.value;
      this.#soon(gatherMs);
    });
    void this.#watch();
    void this.load();
    return () => {
      this.#isClosed = true;
      stop();
      clearTimeout(this.#timer);
    };
  }

  async load(): Promise<void> {
    if (this.#isLoading) {
      this.#soon(gatherMs);
      return;
    }
    this.#isLoading = true;
    try {
      const { items } = await this.#api.page<LiveCall>('/api/v1/calls', {});
      if (this.#isClosed) return;
      this.calls.value = items.filter(call => call.phase !== 'ended');
      this.state.value = 'there';
      if (items.some(call => call.answeredAt === null)) this.#soon(ringingMs);
    } catch {
      this.state.value = 'failed';
    } finally {
      this.#isLoading = false;
    }
  }

  // The earlier of two moments counts: a company where something changes all the time is looked at all the time.
  #soon(milliseconds: number): void {
    const due = Date.now() + milliseconds;
    if (this.#isClosed || due >= this.#due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => {
      this.#due = Number.POSITIVE_INFINITY;
      void this.load();
    }, milliseconds);
  }

  async #watch(): Promise<void> {
    let cursor: string | null = null;
    let count = 0;
    try {
      do {
        const page: { items: readonly Colleague[]; next: string | null } = await this.#api.page<Colleague>('/api/v1/colleagues', {
          cursor,
          limit: pageSize,
        });
        if (this.#isClosed) return;
        this.#phone.watch(page.items.map(colleague => colleague.name));
        count += page.items.length;
        cursor = page.next;
      } while (cursor !== null && count < mostWatched);
    } catch {
      this.state.value = 'failed';
    }
  }
}

/** The parties of a call, the caller first; supervisors are none. */
export function partiesOf(call: LiveCall): readonly string[] {
  const there = call.legs.filter(leg => !leg.supervises && leg.phase !== 'ended').sort((one, other) => one.leg - other.leg);
  const names = there.map(leg => leg.party.name || leg.party.number);
  return names.length > 1 ? names : [...names, call.dialled];
}

/** The name of who supervises; null when nobody does. */
export function supervisorOf(call: LiveCall): string | null {
  const leg = call.legs.find(one => one.supervises && one.phase !== 'ended');
  return leg ? leg.party.name || leg.party.number : null;
}

/** What this person does in the call. */
export function ownMode(call: LiveCall, user: string | undefined): SupervisorMode | null {
  return call.legs.some(leg => leg.supervises && leg.phase !== 'ended' && leg.party.user === user) ? call.supervision : null;
}

/** Whether this person is one of those who talk: nobody supervises their own call. */
export function isOwn(call: LiveCall, user: string | undefined): boolean {
  return call.legs.some(leg => !leg.supervises && leg.phase !== 'ended' && leg.party.user === user);
}

/** The last of the company who came into the call: who is meant by its agent. */
export function agentOf(call: LiveCall): string {
  const users = call.legs.filter(leg => !leg.supervises && leg.phase === 'answered' && leg.party.user !== null);
  const party = users.sort((one, other) => one.leg - other.leg).at(-1)?.party ?? call.caller;
  return party.name || party.number;
}

export function matches(call: LiveCall, text: string): boolean {
  const wanted = text.trim().toLocaleLowerCase();
  return (
    wanted === '' ||
    call.dialled.includes(wanted) ||
    call.legs.some(({ party }) => `${party.name ?? ''} ${party.number} ${party.user ?? ''}`.toLocaleLowerCase().includes(wanted))
  );
}
