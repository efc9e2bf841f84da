import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';

const caller = { place: 7, call: null, number: '1001', name: 'Agent One', since: '2026-01-02T03:04:05Z', phase: 'waiting', callback: true };
const callers = [caller, { ...caller, place: 8, phase: 'talking' }, { ...caller, place: 9, callback: false }];
const api = {
  get: vi.fn(async (path: string) =>
    path.endsWith('/assignments') ? [] : { name: 'desk', rules: { name: 'Desk' }, open: true, callers, agents: [] },
  ),
  page: vi.fn(async () => ({ items: [], next: null })),
  delete: vi.fn(async () => {}),
};
vi.mock('../../app/state/session', () => ({ api }));
const root = document.createElement('div');
document.body.append(root);

afterEach(() => render(null, root));

describe('callers of a queue who are to be called back', () => {
  it('are marked, and taken out after a question, until an agent has answered for them', async () => {
    const { QueuePage } = await import('../../app/pages/QueuePage');
    const { question } = await import('../../app/state/question');
    await act(async () => {
      render(<QueuePage phone={{} as never} board={{ queues: { value: [] } } as never} name="desk" />, root);
    });
    await act(async () => {});
    const rows = [...root.querySelectorAll<HTMLElement>('[data-testid=callers] li')];
    expect(rows.map(row => [row.dataset.place, row.dataset.callback, row.querySelectorAll('button').length])).toEqual([
      ['7', 'true', 1],
      ['8', 'true', 0],
      ['9', 'false', 0],
    ]);
    rows[0]?.querySelector('button')?.click();
    expect(api.delete).not.toHaveBeenCalled();
    await act(async () => question.value?.onYes());
    expect(api.delete).toHaveBeenCalledWith('/api/v1/queues/desk/callbacks/7');
  });
});
