import { describe, expect, it } from 'vitest';
import type { Page } from '../../app/rest/models';
import { Audit, type AuditRow, auditQuery } from '../../app/state/audit';

function row(number: number): AuditRow {
  return { number, at: '2026-11-27T12:00:00Z', actor: 'admin', action: 'queue.save', target: 'sales', address: '127.0.0.1', detail: '' };
}

/** Answers each question when the test says so. */
class Server {
  readonly asked: { query: Record<string, string | number | null>; answer: (page: Page<unknown>) => void; fail: () => void }[] = [];
  readonly files: string[] = [];

  page<T>(_path: string, query: Record<string, string | number | null>): Promise<Page<T>> {
    return new Promise<Page<T>>((answer, fail) => {
      this.asked.push({ query, answer: answer as (page: Page<unknown>) => void, fail: () => fail(new Error('away')) });
    });
  }

  blob(path: string): Promise<Blob> {
    this.files.push(path);
    return Promise.resolve(new Blob(['number']));
  }
}

describe('the audit trail', () => {
  it('is added to page by page, and begins anew with another question', async () => {
    const server = new Server();
    const audit = new Audit(server);
    const first = audit.load();
    server.asked[0]?.answer({ items: [row(3), row(2)], next: 'x' });
    await first;
    const second = audit.load(audit.next.value);
    server.asked[1]?.answer({ items: [row(1)], next: null });
    await second;
    expect(audit.rows.value.map(one => one.number)).toEqual([3, 2, 1]);
    expect(server.asked[1]?.query.cursor).toBe('x');

    audit.ask({ actor: 'admin' });
    audit.ask({ actor: 'boss' });
    server.asked[3]?.answer({ items: [row(9)], next: null });
    server.asked[2]?.answer({ items: [row(8)], next: null });
    await Promise.resolve();
    await Promise.resolve();
    expect(audit.rows.value.map(one => one.number)).toEqual([9]);
    expect(server.asked[3]?.query).toEqual({ actor: 'boss', cursor: null, limit: 100 });
  });

  it('says when it cannot be loaded', async () => {
    const server = new Server();
    const audit = new Audit(server);
    const load = audit.load();
    server.asked[0]?.fail();
    await load;
    expect(audit.state.value).toBe('failed');
  });

  it('asks for whole days of this browser', () => {
    expect(auditQuery({ actor: '', action: '', target: '', from: '', to: '' })).toEqual({});
    expect(auditQuery({ actor: '', action: 'queue.', target: '', from: '2026-11-26', to: '2026-11-26' })).toEqual({
      action: 'queue.',
      from: new Date(2026, 10, 26).toISOString(),
      to: new Date(2026, 10, 27).toISOString(),
    });
  });

  it('is a file of what is asked for', async () => {
    const server = new Server();
    const audit = new Audit(server);
    audit.ask({ action: 'queue.' });
    expect((await audit.file('jsonl', ';')).name).toBe('audit.jsonl');
    expect((await audit.file('csv', ';')).name).toBe('audit.csv');
    expect(server.files).toEqual([
      '/api/v1/audit/export?action=queue.&format=jsonl',
      '/api/v1/audit/export?action=queue.&format=csv&separator=%3B&bom=true',
    ]);
  });
});
