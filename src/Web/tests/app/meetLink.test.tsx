import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LinkMail } from '../../app/parts/LinkMail';
import { MeetLink } from '../../app/parts/MeetLink';
import { ApiError } from '../../app/rest/apiError';
import type { GoogleAccount } from '../../app/rest/google';
import { forgetGoogle } from '../../app/state/google';
import { problem } from '../../app/state/problems';

const api = vi.hoisted(() => ({ get: vi.fn(), post: vi.fn() }));
vi.mock('../../app/state/session', () => ({ api }));

const link = 'https://meet.google.com/abc-mnop-xyz';
const account = {
  isOffered: true,
  email: 'ana@example.com',
  parts: [
    { name: 'meet', isOn: true, reason: null, since: null },
    { name: 'gmail', isOn: true, reason: null, since: null },
  ],
} as unknown as GoogleAccount;
const root = document.createElement('div');
const settle = () => act(() => new Promise<void>(done => setTimeout(done, 0)));
const button = (text: string) => [...root.querySelectorAll('button')].find(one => one.textContent === text);

async function draw(what: preact.JSX.Element, has: Partial<GoogleAccount> = {}): Promise<void> {
  api.get.mockResolvedValue({ ...account, ...has });
  await act(() => render(what, root));
  await settle();
}

beforeEach(forgetGoogle);

afterEach(() => {
  render(null, root);
  vi.clearAllMocks();
  problem.value = null;
});

describe('going on in Google Meet', () => {
  it('is nothing for who has no account of Google, and is asked for once in a while', async () => {
    await draw(<MeetLink callId="c1" />, { email: null });
    expect(root.textContent).toBe('');
    render(null, root);
    await draw(<MeetLink callId="c2" />);
    expect(api.get).toHaveBeenCalledTimes(1);
  });

  it('makes a meeting, shows its link and says who has it', async () => {
    await draw(<MeetLink callId="c1" />);
    api.post.mockResolvedValue({ link, isSent: true });
    await act(() => button('Go on in Google Meet')?.click());
    await settle();
    expect(api.post).toHaveBeenCalledWith('/api/v1/calls/c1/meet', {});
    expect(root.querySelector('a')?.getAttribute('href')).toBe(link);
    expect(root.querySelector('a')?.rel).toBe('noopener noreferrer');
    expect(root.querySelector('[role=status]')?.textContent).toBe('The other party has the link in the chat.');
    expect(button('Go on in Google Meet')).toBeUndefined();
  });

  it.each([
    ['google-scope', 403, 'You did not allow it. Connect again and allow it.'],
    ['google-throttled', 429, 'Google asks us to wait. Try again in a moment.'],
    ['google-away', 503, 'Google does not answer. Try again in a moment.'],
  ])('says why there is none (%s), and can be asked again', async (code, status, text) => {
    await draw(<MeetLink callId="c1" />);
    api.post.mockRejectedValue(new ApiError(status, code, 'no'));
    await act(() => button('Go on in Google Meet')?.click());
    await settle();
    expect(root.querySelector('[role=status]')?.textContent).toBe(text);
    expect(button('Go on in Google Meet')?.disabled).toBe(false);
    expect(problem.value).toBeNull();
  });

  it('leaves what is no refusal of Google to whoever shows problems', async () => {
    await draw(<MeetLink callId="c1" />);
    api.post.mockRejectedValue(new ApiError(409, 'conflict', 'The call is not answered.'));
    await act(() => button('Go on in Google Meet')?.click());
    await settle();
    expect(problem.value?.text).toBe('The call is not answered.');
  });
});

describe('sending a link by Gmail', () => {
  async function send(): Promise<string | null | undefined> {
    const [to, note] = [root.querySelector('input'), root.querySelector('textarea')];
    await act(() => {
      Object.assign(to as object, { value: ' bob@example.com ' });
      to?.dispatchEvent(new Event('input', { bubbles: true }));
      Object.assign(note as object, { value: 'Hello' });
      note?.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await act(() => {
      root.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    });
    await settle();
    return root.querySelector('[role=status]')?.textContent;
  }

  it('gives the server the secret and the address', async () => {
    await draw(<LinkMail path="/api/v1/recordings/r/links/l" secret="s3" />);
    api.post.mockResolvedValue(undefined);
    expect(await send()).toBe('Sent to bob@example.com.');
    expect(api.post).toHaveBeenCalledWith('/api/v1/recordings/r/links/l/mail', {
      to: 'bob@example.com',
      secret: 's3',
      note: 'Hello',
      language: 'en',
    });
  });

  it('says where to look when nobody knows what became of it', async () => {
    await draw(<LinkMail path="/x" secret="s3" />);
    api.post.mockRejectedValue(new ApiError(503, 'google-away', 'no'));
    expect(await send()).toContain('look among what you sent in Gmail');
  });
});
