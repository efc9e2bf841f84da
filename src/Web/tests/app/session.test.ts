import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Api, isSignedOut } from '../../app/rest/api';
import { Session } from '../../app/rest/session';

const fetched = vi.fn<(path: string, init: RequestInit) => Promise<Response>>();
const tokens = (count: number) => Response.json({ accessToken: `access${count}`, expiresIn: 3_600, refreshToken: `refresh${count}` });
const refused = () => Response.json({ code: 'bad-credentials', detail: 'No.' }, { status: 401 });

async function signedIn(): Promise<Session> {
  const session = new Session(localStorage);
  fetched.mockResolvedValueOnce(tokens(1));
  await session.signIn('agent1@demo.test', 'demo');
  fetched.mockClear();
  return session;
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('fetch', fetched);
  localStorage.clear();
});

afterEach(() => {
  fetched.mockReset();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('the session', () => {
  it('gives the token at hand while it is good, and fetches one shortly before it ends', async () => {
    const session = await signedIn();
    expect(await session.token()).toBe('access1');
    vi.advanceTimersByTime(3_580_000);
    fetched.mockResolvedValueOnce(tokens(2));
    expect(await session.token()).toBe('access2');
    expect(fetched).toHaveBeenCalledOnce();
    expect(JSON.parse(String(fetched.mock.calls[0]?.[1].body))).toEqual({ refreshToken: 'refresh1' });
  });

  it('fetches one token for all who ask at once', async () => {
    const session = await signedIn();
    fetched.mockImplementationOnce(async () => tokens(2));
    expect(await Promise.all([session.token(true), session.token(true)])).toEqual(['access2', 'access2']);
    expect(fetched).toHaveBeenCalledOnce();
  });

  it('keeps the refresh token for the other tabs, and the access token to itself', async () => {
    await signedIn();
    expect(localStorage.getItem('rtc.refresh')).toBe('refresh1');
    expect(JSON.stringify({ ...localStorage })).not.toContain('access1');
    expect(new Session(localStorage).isKnown).toBe(true);
  });

  it('is over when the server refuses the refresh token: the telephone is told to sign in', async () => {
    const session = await signedIn();
    vi.advanceTimersByTime(3_600_000);
    fetched.mockResolvedValueOnce(refused());
    const problem = await session.phoneToken().catch((cause: unknown) => cause);
    expect(isSignedOut(problem)).toBe(true);
    expect(session.isKnown).toBe(false);
  });

  it('outlives a server that cannot be reached: the telephone tries again', async () => {
    const session = await signedIn();
    vi.advanceTimersByTime(3_600_000);
    fetched.mockRejectedValueOnce(new TypeError('Failed to fetch'));
    const problem = await session.phoneToken().catch((cause: unknown) => cause);
    expect(isSignedOut(problem)).toBe(false);
    expect(session.isKnown).toBe(true);
  });
});

describe('the API', () => {
  it('exchanges a token that is refused once, and asks again', async () => {
    const api = new Api(await signedIn());
    fetched
      .mockResolvedValueOnce(refused())
      .mockResolvedValueOnce(tokens(2))
      .mockResolvedValueOnce(Response.json({ items: [], next: null }));
    expect(await api.page('/api/v1/colleagues', { query: '', cursor: null, limit: 8 })).toEqual({ items: [], next: null });
    expect(fetched.mock.calls.map(([path]) => path)).toEqual([
      '/api/v1/colleagues?limit=8',
      '/api/v1/login/refresh',
      '/api/v1/colleagues?limit=8',
    ]);
    expect(new Headers(fetched.mock.calls[2]?.[1].headers).get('authorization')).toBe('Bearer access2');
  });

  it('tells what the server refused by its code', async () => {
    const api = new Api(await signedIn());
    fetched.mockResolvedValueOnce(Response.json({ code: 'not-found', detail: 'There is no such call.' }, { status: 404 }));
    await expect(api.get('/api/v1/call-log/x')).rejects.toMatchObject({ status: 404, code: 'not-found' });
  });

  it('forgets the session at sign-out even when the server does not answer', async () => {
    const session = await signedIn();
    fetched.mockRejectedValueOnce(new TypeError('Failed to fetch'));
    await new Api(session).signOut().catch(() => {});
    expect(session.isKnown).toBe(false);
  });
});
