import { signal } from '@preact/signals';
import type { Api } from '../rest/api';

/** `GET /api/v1/audit`. */
export interface AuditRow {
  /** Its place in the chain; null for the second in which it has none. */
  readonly number: number | null;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly target: string;
  readonly address: string;
  readonly detail: string;
}

/** What is asked for; what is empty does not matter. The days are this browser's, both of them whole. */
export interface AuditWish {
  readonly actor: string;
  readonly action: string;
  readonly target: string;
  readonly from: string;
  readonly to: string;
}

const pageSize = 100;

/** The audit trail as it is looked at, page by page. */
export class Audit {
  readonly wish = signal<AuditWish>({ actor: '', action: '', target: '', from: '', to: '' });
  readonly state = signal<'loading' | 'there' | 'failed'>('loading');
  readonly rows = signal<readonly AuditRow[]>([]);
  readonly next = signal<string | null>(null);
  readonly #api: Pick<Api, 'page' | 'blob'>;
  #turn = 0;

  constructor(api: Pick<Api, 'page' | 'blob'>) {
    this.#api = api;
  }

  ask(part: Partial<AuditWish>): void {
    this.wish.value = { ...this.wish.value, ...part };
    void this.load();
  }

  /** The first page anew, or the one after those that are there. */
  async load(cursor: string | null = null): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    if (cursor === null) this.state.value = 'loading';
    try {
      const page = await this.#api.page<AuditRow>('/api/v1/audit', { ...auditQuery(this.wish.value), cursor, limit: pageSize });
      if (turn !== this.#turn) return;
      this.rows.value = cursor ? [...this.rows.value, ...page.items] : page.items;
      this.next.value = page.next;
      this.state.value = 'there';
    } catch {
      if (turn === this.#turn) this.state.value = 'failed';
    }
  }

  /** All that is asked for, as a file; spreadsheet programs of countries with a decimal comma want semicolons. */
  async file(format: 'csv' | 'jsonl', separator: ',' | ';'): Promise<{ readonly name: string; readonly content: Blob }> {
    const query = new URLSearchParams({ ...auditQuery(this.wish.value), format, ...(format === 'csv' && { separator, bom: 'true' }) });
    return { name: `audit.${format}`, content: await this.#api.blob(`/api/v1/audit/export?${query}`) };
  }
}

export function auditQuery(wish: AuditWish): Record<string, string> {
  const { actor, action, target, from, to } = wish;
  return {
    ...(actor && { actor }),
    ...(action && { action }),
    ...(target && { target }),
    ...(from && { from: midnight(from, 0) }),
    ...(to && { to: midnight(to, 1) }),
  };
}

function midnight(day: string, offset: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + offset).toISOString();
}
