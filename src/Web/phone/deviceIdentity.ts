import type { DeviceStore } from './types';

const key = 'rtc-phone.device';
const waitMs = 100;
const tries = 10;

/** The id of this tab's device, kept through a refresh. */
export class DeviceIdentity {
  #id: string;
  readonly #store: DeviceStore | null;
  readonly #isGiven: boolean;
  #release: (() => void) | null = null;

  constructor(store: DeviceStore | null, given: string | undefined) {
    this.#store = store;
    this.#isGiven = given !== undefined;
    this.#id = given ?? store?.getItem(key) ?? DeviceIdentity.#fresh();
    this.#keep();
  }

  get id(): string {
    return this.#id;
  }

  /**
   * Makes sure that no other tab has the id: a browser that duplicates a tab copies its storage, and the two would take the device from each other for ever.
   * A page that was just loaded anew may still find the lock of the one before it, for a moment.
   */
  async claim(): Promise<void> {
    const locks = globalThis.navigator?.locks;
    if (!locks || this.#isGiven || this.#release) return;
    for (let tried = 1; !(await this.#lock(locks)); tried++) {
      if (tried === tries) {
        this.#id = DeviceIdentity.#fresh();
        this.#keep();
      } else {
        await new Promise(done => setTimeout(done, waitMs));
      }
    }
  }

  release(): void {
    this.#release?.();
    this.#release = null;
  }

  #lock(locks: LockManager): Promise<boolean> {
    return new Promise(taken => {
      locks
        .request(`rtc-phone.${this.#id}`, { ifAvailable: true }, lock => {
          taken(lock !== null);
          return lock ? new Promise<void>(release => (this.#release = release)) : undefined;
        })
        // A page without an origin has no locks; then there is nothing to share either.
        .catch(() => taken(true));
    });
  }

  #keep(): void {
    if (!this.#isGiven) this.#store?.setItem(key, this.#id);
  }

  static #fresh(): string {
    return crypto.randomUUID();
  }
}
