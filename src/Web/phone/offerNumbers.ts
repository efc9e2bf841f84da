import type { DeviceStore } from './types';

const key = 'rtc-phone.offers';

/** Numbers of offers, which grow for each call through a refresh too: an answer to an offer of the page before is not taken for one of this page. */
export class OfferNumbers {
  readonly #store: DeviceStore | null;
  readonly #numbers: Map<string, number>;

  constructor(store: DeviceStore | null) {
    this.#store = store;
    this.#numbers = new Map(OfferNumbers.#read(store));
  }

  /** The number that the call's next offer has. */
  next(callId: string): number {
    const number = (this.#numbers.get(callId) ?? 0) + 1;
    this.set(callId, number);
    return number;
  }

  /** A call has got its id after its first offer was made. */
  set(callId: string, number: number): void {
    this.#numbers.set(callId, number);
    this.#write();
  }

  /** Forgets calls that are over. */
  keepOnly(callIds: ReadonlySet<string>): void {
    for (const callId of [...this.#numbers.keys()]) {
      if (!callIds.has(callId)) this.#numbers.delete(callId);
    }
    this.#write();
  }

  #write(): void {
    this.#store?.setItem(key, JSON.stringify([...this.#numbers]));
  }

  static #read(store: DeviceStore | null): [string, number][] {
    try {
      const stored: unknown = JSON.parse(store?.getItem(key) ?? '[]');
      return Array.isArray(stored)
        ? stored.filter(one => Array.isArray(one) && typeof one[0] === 'string' && Number.isInteger(one[1]))
        : [];
    } catch {
      return [];
    }
  }
}
