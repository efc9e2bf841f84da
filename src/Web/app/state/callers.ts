import { signal } from '@preact/signals';
import type { Api } from '../rest/api';
import { type Caller, type Contact, contactsPath } from '../rest/contacts';

/** As many as the server answers at once. */
const most = 100;
/** Those who ask in one turn are answered by one request. */
const waitMs = 20;
/** After this a number is asked for again: somebody may have become a contact. */
const freshMs = 60_000;

/** Who has which number, asked beside whatever shows it: a call rings and a list is there before the answer is. */
export class Callers {
  readonly #known = signal<ReadonlyMap<string, Contact | null>>(new Map());
  readonly #asked = new Map<string, number>();
  readonly #api: Pick<Api, 'get'>;
  #waiting: string[] = [];

  constructor(api: Pick<Api, 'get'>) {
    this.#api = api;
  }

  /** The contact of a number; null while nobody is known. */
  of(number: string): Contact | null {
    return this.#known.value.get(number) ?? null;
  }

  /** Asks for numbers that were not asked for of late. */
  ask(numbers: readonly string[], now = Date.now()): void {
    const fresh = numbers.filter(number => number !== '' && now - (this.#asked.get(number) ?? -freshMs) >= freshMs);
    if (fresh.length === 0) return;
    for (const number of fresh) this.#asked.set(number, now);
    if (this.#waiting.length === 0) setTimeout(() => void this.#send(), waitMs);
    this.#waiting.push(...fresh);
  }

  /** A contact has changed: what is shown is asked for anew when it is shown next. */
  forget(): void {
    this.#asked.clear();
  }

  async #send(): Promise<void> {
    const numbers = [...new Set(this.#waiting)];
    this.#waiting = [];
    for (let from = 0; from < numbers.length; from += most) {
      const some = numbers.slice(from, from + most);
      const query = new URLSearchParams(some.map(number => ['number', number]));
      try {
        const found = await this.#api.get<readonly Caller[]>(`${contactsPath}/callers?${query}`);
        const known = new Map(this.#known.value);
        for (const number of some) known.set(number, null);
        for (const { number, contact } of found) known.set(number, contact);
        this.#known.value = known;
      } catch {
        // Numbers do without names; the next who shows them asks again.
        for (const number of some) this.#asked.delete(number);
      }
    }
  }
}
