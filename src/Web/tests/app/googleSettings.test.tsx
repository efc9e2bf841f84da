import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GoogleSettings } from '../../app/parts/GoogleSettings';
import type { GoogleAccount } from '../../app/rest/google';

const api = vi.hoisted(() => ({ get: vi.fn(), post: vi.fn(async () => undefined), delete: vi.fn() }));
vi.mock('../../app/state/session', () => ({ api, signInBy: vi.fn() }));

const plain: GoogleAccount = {
  isOffered: true,
  email: 'ana@example.com',
  connectedAt: '2026-11-28T08:00:00Z',
  parts: [
    { name: 'contacts', isOn: true, reason: null, since: null },
    { name: 'directory', isOn: false, reason: 'scope', since: '2026-11-28T08:00:00Z' },
  ],
  syncedAt: '2026-11-28T08:00:00Z',
  isReading: false,
  met: 0,
  total: 0,
  linked: 1234,
};
const root = document.createElement('div');

beforeEach(() => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));

afterEach(() => {
  render(null, root);
  vi.useRealTimers();
  vi.clearAllMocks();
});

const settle = () => act(() => new Promise<void>(done => setTimeout(done, 0)));

async function draw(account: Partial<GoogleAccount>): Promise<string> {
  api.get.mockResolvedValue({ ...plain, ...account });
  await act(() => render(<GoogleSettings />, root));
  await settle();
  return root.textContent ?? '';
}

describe('the account of Google', () => {
  it('is nothing where it is not set up', async () => {
    expect(await draw({ isOffered: false, email: null })).toBe('');
  });

  it('says of each part whether it works, and why not', async () => {
    const text = await draw({});
    expect(text).toContain('Contacts: on');
    expect(text).toContain('Directory: off. You did not allow it. Connect again and allow it.');
    expect(text).toContain('1,234 contacts on both sides');
    expect(text).toContain('Connect again');
  });

  it('looks again while contacts are compared, and no longer', async () => {
    expect(await draw({ isReading: true, met: 500, total: 2000 })).toContain('500 of 2,000');
    api.get.mockResolvedValue(plain);
    vi.advanceTimersByTime(2_000);
    await settle();
    expect(root.textContent).toContain('1,234 contacts');
    vi.advanceTimersByTime(60_000);
    await settle();
    expect(api.get).toHaveBeenCalledTimes(2);
  });
});
