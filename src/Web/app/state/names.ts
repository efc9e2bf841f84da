import { signal } from '@preact/signals';
import type { Api } from '../rest/api';
import type { Colleague } from '../rest/models';

const pageSize = 200;
const most = 2_000;

/** What people are called, by the names that the API has for them. */
export class Names {
  readonly #known = signal<ReadonlyMap<string, string>>(new Map());
  readonly #api: Pick<Api, 'page'>;

  constructor(api: Pick<Api, 'page'>) {
    this.#api = api;
  }

  /** The display name; the user's name until that is known. */
  of(user: string): string {
    return this.#known.value.get(user) ?? user;
  }

  async load(): Promise<void> {
    let cursor: string | null = null;
    do {
      const page: { items: readonly Colleague[]; next: string | null } = await this.#api.page<Colleague>('/api/v1/colleagues', {
        cursor,
        limit: pageSize,
      });
      this.#known.value = new Map([...this.#known.value, ...page.items.map(one => [one.name, one.displayName] as const)]);
      cursor = page.next;
    } while (cursor !== null && this.#known.value.size < most);
  }
}
