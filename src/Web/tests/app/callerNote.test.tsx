import { signal } from '@preact/signals';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CallCard } from '../../app/parts/CallCard';
import type { Contact } from '../../app/rest/contacts';

const found = signal<Contact | null>(null);
const page = vi.hoisted(() => vi.fn(async () => ({ items: [{ startedAt: '2026-11-27T10:00:00Z' }], next: null })));
vi.mock('../../app/state/whoCalls', () => ({
  callers: { ask: vi.fn(), of: (number: string) => (number === '+57300' ? found.value : null) },
}));
vi.mock('../../app/state/session', () => ({ api: { page } }));

const call = {
  id: 'call1',
  remote: { number: '+57300', name: 'CARRIER NAME', user: null as string | null },
  status: () => 'pending',
  isMuted: () => false,
};
const phone = { turn: signal(0), calls: signal([call]), presences: signal(new Map()) };
const root = document.createElement('ul');

afterEach(() => render(null, root));

async function draw(): Promise<void> {
  await act(() => render(<CallCard call={call as never} phone={phone as never} />, root));
}

describe('the card of a call', () => {
  it('rings with what the caller says, and has the contact when that is known', async () => {
    await draw();
    expect(root.querySelector('strong')?.textContent).toBe('CARRIER NAME');
    expect(root.querySelector('[data-testid=caller-note]')).toBeNull();

    await act(async () => {
      found.value = { name: 'Ana', organization: 'Acme', title: '', notes: 'VIP' } as Contact;
    });
    await act(async () => {});
    expect(root.querySelector('strong')?.textContent).toBe('Ana');
    expect(root.querySelector('[data-testid=caller-note]')?.textContent).toMatch(/^AcmeNotes: VIPLast calls: /);
    expect(page).toHaveBeenCalledWith('/api/v1/call-log', { party: '+57300', limit: 3 });
  });

  it('does not take a colleague for a contact', async () => {
    call.remote.user = 'agent2';
    await draw();
    expect(root.querySelector('strong')?.textContent).toBe('CARRIER NAME');
  });
});
