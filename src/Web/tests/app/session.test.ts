import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Api, isSignedOut } from '../../app/rest/api';
import { SignInRefusal } from '../../app/rest/apiError';
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

describe('a tab in which, or beside which, somebody else signs in', () => {
  const bearers = () => fetched.mock.calls.map(([path, init]) => [path, new Headers(init.headers).get('authorization')]);

  it('sends nothing under the new name that was asked for under the old one', async () => {
    const session = await signedIn();
    const [mine, shared] = [new Api(session, session.entry), new Api(session)];
    let refuse = (_: Response) => {};
    fetched.mockImplementationOnce(() => new Promise(resolve => (refuse = resolve))).mockResolvedValueOnce(tokens(2));
    const asked = shared.post('/api/v1/late', {}).catch((cause: unknown) => cause);
    await vi.waitFor(() => expect(fetched).toHaveBeenCalledOnce());
    session.forget();
    await session.signIn('agent2@demo.test', 'demo');
    refuse(refused());
    expect(isSignedOut(await asked)).toBe(true);
    expect(isSignedOut(await mine.post('/api/v1/later', {}).catch((cause: unknown) => cause))).toBe(true);
    expect(bearers()).toEqual([
      ['/api/v1/late', 'Bearer access1'],
      ['/api/v1/login', null],
    ]);
    expect(await session.token()).toBe('access2');
  });

  it('does not bring back a session by a token that comes late', async () => {
    const session = await signedIn();
    let answer = (_: Response) => {};
    fetched.mockImplementationOnce(() => new Promise(resolve => (answer = resolve))).mockResolvedValueOnce(tokens(3));
    const late = session.token(true).catch((cause: unknown) => cause);
    await vi.waitFor(() => expect(fetched).toHaveBeenCalledOnce());
    session.forget();
    await session.signIn('agent2@demo.test', 'demo');
    answer(tokens(2));
    expect(isSignedOut(await late)).toBe(true);
    expect([localStorage.getItem('rtc.refresh'), await session.token()]).toEqual(['refresh3', 'access3']);
  });

  it('is over when its token ends, and leaves the new sign-in to the other tab', async () => {
    const session = await signedIn();
    fetched.mockResolvedValueOnce(tokens(2));
    await new Session(localStorage).signIn('agent2@demo.test', 'demo');
    fetched.mockClear();
    expect(session.isReplaced).toBe(true);
    expect(await session.token()).toBe('access1');
    expect(isSignedOut(await session.token(true).catch((cause: unknown) => cause))).toBe(true);
    expect(fetched).not.toHaveBeenCalled();
    session.forget();
    expect(localStorage.getItem('rtc.refresh')).toBe('refresh2');
  });

  it.each([400, 401, 403])('tells that the sign-in was refused, and not what was asked for: %d', async status => {
    const api = new Api(await signedIn());
    fetched.mockResolvedValueOnce(refused()).mockResolvedValueOnce(Response.json({}, { status }));
    const problem = await api.get('/api/v1/colleagues').catch((cause: unknown) => cause);
    expect(problem).toBeInstanceOf(SignInRefusal);
    expect([isSignedOut(problem), api.session.isKnown]).toEqual(status === 403 ? [false, true] : [true, false]);
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
