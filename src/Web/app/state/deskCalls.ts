import { effect, signal } from '@preact/signals';
import type { Api } from '../rest/api';
import type { LiveCall } from '../rest/models';
import { isOwn } from './liveCalls';
import type { Phone } from './phone';

/** Nobody tells this tab that a call on another device is held: while there is one it is looked at again. */
const lookMs = 2_000;

/** The person's calls on other devices, as the telephone on the desk: seen here and steered from here. */
export class DeskCalls {
  readonly calls = signal<readonly LiveCall[]>([]);
  readonly #api: Pick<Api, 'page' | 'post'>;
  readonly #phone: Pick<Phone, 'own' | 'calls' | 'identity'>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(api: Pick<Api, 'page' | 'post'>, phone: Pick<Phone, 'own' | 'calls' | 'identity'>) {
    this.#api = api;
    this.#phone = phone;
  }

  /** Follows what goes on until the answer is called. */
  open(): () => void {
    const stop = effect(() => {
      void this.#phone.own.value;
      void this.#phone.calls.value;
      void this.look();
    });
    return () => {
      this.#isClosed = true;
      stop();
      clearTimeout(this.#timer);
    };
  }

  async look(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#isClosed) return;
    // Nothing is asked without a call, which the own presence tells of, nor while the call that it tells of is this tab's.
    const isElsewhere = this.#phone.own.peek()?.status === 'onCall' && this.#phone.calls.peek().length === 0;
    if (!isElsewhere && this.calls.peek().length === 0) return;
    try {
      const { items } = await this.#api.page<LiveCall>('/api/v1/calls', { mine: 'true' });
      const here = new Set(this.#phone.calls.peek().map(call => call.id));
      const user = this.#phone.identity.peek()?.user;
      if (!this.#isClosed) this.calls.value = items.filter(call => call.phase !== 'ended' && !here.has(call.id) && isOwn(call, user));
    } catch {
      // What was seen last stays; it is looked at again.
    }
    if (!this.#isClosed) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.look(), lookMs);
    }
  }

  async act(call: LiveCall, act: 'hold' | 'resume' | 'hangup' | 'transfer', to?: string): Promise<void> {
    await this.#api.post(`/api/v1/calls/${encodeURIComponent(call.id)}/${act}`, to === undefined ? {} : { to });
    await this.look();
  }
}

/** Whether this person holds the other. */
export function holds(call: LiveCall, user: string | undefined): boolean {
  return call.legs.some(leg => leg.onHold && leg.phase !== 'ended' && leg.party.user === user);
}

/** Who is at the other end: the name or the number. */
export function otherOf(call: LiveCall, user: string | undefined): string {
  const other = call.legs.find(leg => !leg.supervises && leg.phase !== 'ended' && leg.party.user !== user);
  return other ? other.party.name || other.party.number : call.dialled;
}
