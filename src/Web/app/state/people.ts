import { signal } from '@preact/signals';
import type { Api } from '../rest/api';
import type { Colleague } from '../rest/models';

const pageSize = 100;

/** What colleagues are called and how they are dialled, asked for once each. */
export class People {
  readonly known = signal<ReadonlyMap<string, Colleague>>(new Map());
  readonly #api: Pick<Api, 'page'>;
  readonly #asked = new Set<string>();

  constructor(api: Pick<Api, 'page'>) {
    this.#api = api;
  }

  /** Their names will be shown: those that are not known are asked for. */
  want(users: readonly string[]): void {
    for (const user of users) {
      if (this.#asked.has(user)) continue;
      this.#asked.add(user);
      this.find(user).catch(() => this.#asked.delete(user));
    }
  }

  /** Colleagues who have this in name, display name or extension. */
  async find(query: string): Promise<readonly Colleague[]> {
    const { items } = await this.#api.page<Colleague>('/api/v1/colleagues', { query, limit: pageSize });
    const known = new Map(this.known.value);
    for (const colleague of items) known.set(colleague.name, colleague);
    this.known.value = known;
    return items;
  }

  /** What a user is called; the user's name as long as nothing else is known. */
  nameOf(user: string): string {
    return this.known.value.get(user)?.displayName || user;
  }
}
