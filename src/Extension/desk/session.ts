import { type AccessToken, PhoneError } from '../../Web/phone';
import type { IssuerAnswer } from '../wire/commands';
import type { Meeting } from '../wire/view';

const refreshKey = 'session.refresh';
const serverKey = 'session.server';

/** A token that is about to end is not used for something new. */
const marginMs = 30_000;

export type SignInCode = 'signInWrong' | 'issuerRefused' | 'signInTooMany' | 'signInFailed' | 'serverWrong' | 'signInFirst';

/** Why nobody was signed in. */
export class SignInError extends Error {
  readonly code: SignInCode;

  constructor(code: SignInCode, cause?: unknown) {
    super(code, { cause });
    this.name = 'SignInError';
    this.code = code;
  }
}

/** Why there is no meeting: Google is to be asked later, or not at all until somebody allows it. */
export class MeetError extends Error {
  readonly code: 'meetLater' | 'meetOff' | 'failed';

  constructor(code: MeetError['code']) {
    super(code);
    this.name = 'MeetError';
    this.code = code;
  }
}

/** What the server gives for a sign-in, however it was proven. */
export interface Tokens {
  readonly accessToken: string;
  readonly expiresIn: number;
  readonly refreshToken: string;
}

/** The sign-in of the extension at one server, kept in the storage of the desk, which no page and no content script can read. */
export class Session {
  readonly #store: Storage;
  readonly #fetch: typeof fetch;
  #access: { token: string; expiresAt: number } | null = null;
  #refreshing: Promise<string> | null = null;

  constructor(store: Storage, fetcher: typeof fetch = (...request) => fetch(...request)) {
    this.#store = store;
    this.#fetch = fetcher;
  }

  get isKnown(): boolean {
    return this.#store.getItem(refreshKey) !== null && this.server !== null;
  }

  /** Origin of the server; null until one was signed in at. */
  get server(): string | null {
    return this.#store.getItem(serverKey);
  }

  async signIn(address: string, email: string, password: string): Promise<void> {
    const server = serverOf(address);
    if (server === null) throw new SignInError('serverWrong');
    this.take(server, await this.#ask<Tokens>(server, '/api/v1/login', { email, password }));
  }

  /** Signs in with what an issuer of accounts answered. */
  async signInBy(address: string, answer: IssuerAnswer): Promise<void> {
    const server = serverOf(address);
    if (server === null) throw new SignInError('serverWrong');
    const { ticket, state, code, codeVerifier } = answer;
    try {
      this.take(server, await this.#ask<Tokens>(server, '/api/v1/login/issuer', { ticket, state, code, codeVerifier }));
    } catch (problem) {
      // What has a cause never came to the server.
      const isAnswered = problem instanceof SignInError && problem.cause === undefined && problem.code !== 'signInTooMany';
      throw isAnswered ? new SignInError('issuerRefused') : problem;
    }
  }

  /** Tokens that were got in another way. */
  take(server: string, tokens: Tokens): void {
    this.#store.setItem(serverKey, server);
    this.#store.setItem(refreshKey, tokens.refreshToken);
    this.#access = { token: tokens.accessToken, expiresAt: Date.now() + tokens.expiresIn * 1_000 };
  }

  /** For the phone library. */
  async phoneToken(): Promise<AccessToken> {
    try {
      return { token: await this.#token(), expiresAt: this.#access?.expiresAt ?? 0 };
    } catch (problem) {
      if (this.isKnown) throw problem;
      throw new PhoneError('signIn', 'The session is over.', { cause: problem });
    }
  }

  /** Rings the person's telephones, and calls the number once one of them is answered. */
  async callWithPhone(number: string): Promise<void> {
    const token = await this.#token();
    let answer: Response;
    try {
      answer = await this.#fetch(`${this.server}/api/v1/calls`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ to: number, with: 'phone' }),
      });
    } catch (cause) {
      throw new PhoneError('connection', 'The server does not answer.', { cause });
    }
    if (answer.ok) return;
    throw new PhoneError(
      answer.status === 422 ? 'unreachable' : answer.status === 401 ? 'signIn' : 'unavailable',
      'The call was not begun.',
    );
  }

  /** Makes a meeting in Google Meet for a call; the server tells the others in it. */
  async meet(callId: string): Promise<Meeting> {
    const token = await this.#token();
    let answer: Response;
    try {
      answer = await this.#fetch(`${this.server}/api/v1/calls/${encodeURIComponent(callId)}/meet`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: '{}',
      });
    } catch (cause) {
      throw new PhoneError('connection', 'The server does not answer.', { cause });
    }
    if (answer.ok) return (await answer.json()) as Meeting;
    if (answer.status === 401) throw new PhoneError('signIn', 'The session is over.');
    const { code } = (await answer.json().catch(() => ({}))) as { code?: string };
    throw new MeetError(
      code === 'google-throttled' || code === 'google-away' ? 'meetLater' : code?.startsWith('google-') ? 'meetOff' : 'failed',
    );
  }

  /** Ends the session at the server too, if that can be reached. */
  async signOut(): Promise<void> {
    const { server } = this;
    try {
      const token = await this.#token();
      await this.#fetch(`${server}/api/v1/logout`, { method: 'POST', headers: { authorization: `Bearer ${token}` } });
    } catch {
      // The refresh token is forgotten here, and ends at the server by itself.
    } finally {
      this.forget();
    }
  }

  forget(): void {
    this.#access = null;
    this.#store.removeItem(refreshKey);
  }

  async #token(): Promise<string> {
    if (this.#access && this.#access.expiresAt - Date.now() > marginMs) return this.#access.token;
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  async #refresh(): Promise<string> {
    const [server, refreshToken] = [this.server, this.#store.getItem(refreshKey)];
    if (server === null || refreshToken === null) throw new SignInError('signInFailed');
    try {
      const tokens = await this.#ask<Tokens>(server, '/api/v1/login/refresh', { refreshToken });
      this.take(server, tokens);
      return tokens.accessToken;
    } catch (problem) {
      if (problem instanceof SignInError && problem.code === 'signInWrong') this.forget();
      throw problem;
    }
  }

  async #ask<T>(server: string, path: string, body: unknown): Promise<T> {
    let answer: Response;
    try {
      const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
      answer = await this.#fetch(`${server}${path}`, request);
    } catch (cause) {
      throw new SignInError('signInFailed', cause);
    }
    if (answer.ok) return (await answer.json()) as T;
    const { status } = answer;
    throw new SignInError(status === 401 || status === 400 ? 'signInWrong' : status === 429 ? 'signInTooMany' : 'signInFailed');
  }
}

/** Origin of the server that somebody typed; null when it is none. Without TLS only this computer itself will do. */
export function serverOf(address: string): string | null {
  const typed = address.trim();
  try {
    const url = new URL(/^[a-z]+:\/\//i.test(typed) ? typed : `https://${typed}`);
    const isHere = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
    return url.protocol === 'https:' || (url.protocol === 'http:' && isHere) ? url.origin : null;
  } catch {
    return null;
  }
}
