import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SharedPage } from '../../app/pages/SharedPage';
import { preferences } from '../../app/state/preferences';
import { hash } from '../../app/state/route';

const root = document.createElement('div');
const asked: { secret: string; password: string | null }[] = [];
let answers: [number, unknown][] = [];

const shared = {
  startedAt: '2026-11-28T08:00:00Z',
  durationSeconds: 12,
  until: '2026-11-28T12:00:00Z',
  viewsLeft: 1,
  segments: [{ contentType: 'audio/wav', startSeconds: 0, durationSeconds: 12, audio: '/api/v1/shared/audio?ticket=t&segment=0' }],
};

beforeEach(() => {
  preferences.locale.value = 'en';
  asked.length = 0;
  hash.value = '#/shared/the-secret';
  vi.stubGlobal('fetch', async (_path: string, init: RequestInit) => {
    asked.push(JSON.parse(String(init.body)) as { secret: string; password: string | null });
    const [status, body] = answers.shift() ?? [500, {}];
    return new Response(JSON.stringify(body), { status });
  });
});

afterEach(() => {
  render(null, root);
  vi.unstubAllGlobals();
});

const settle = () => act(() => new Promise<void>(done => setTimeout(done, 0)));

async function press(): Promise<void> {
  root.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true, bubbles: true }));
  await settle();
  await settle();
}

describe('the page of a shared recording', () => {
  it('opens nothing, and so counts no view, before somebody presses', async () => {
    await act(() => render(<SharedPage />, root));
    expect(asked).toEqual([]);
    answers = [[200, shared]];
    await press();
    expect(asked).toEqual([{ secret: 'the-secret', password: null }]);
    expect(root.querySelector('audio')?.getAttribute('src')).toBe('/api/v1/shared/audio?ticket=t&segment=0');
    expect(root.textContent).toContain('The link opens 1 times more');
  });

  it('asks for the password that the link has', async () => {
    await act(() => render(<SharedPage />, root));
    expect(root.querySelector('input')).toBeNull();
    answers = [
      [403, { code: 'password-asked' }],
      [403, { code: 'wrong-password' }],
    ];
    await press();
    expect(root.querySelector('input')?.type).toBe('password');
    await press();
    expect(root.textContent).toContain('The password is not right.');
  });

  it.each([
    [410, 'revoked', 'The link was revoked.'],
    [410, 'expired', 'The link has expired.'],
    [410, 'used-up', 'as often as it may be'],
    [410, 'erased', 'The recording has been erased.'],
    [404, 'not-found', 'There is no such link.'],
    [429, 'too-many-attempts', 'Too many attempts.'],
  ])('says why %i %s opens nothing', async (status, code, text) => {
    await act(() => render(<SharedPage />, root));
    answers = [[status, { code }]];
    await press();
    expect(root.textContent).toContain(text);
    expect(root.querySelector('audio')).toBeNull();
  });
});
