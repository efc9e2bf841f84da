import { type AccessToken, PhoneError } from '../../phone';
import { ApiError, refusal, SignInRefusal } from './apiError';
import type { IssuerAnswer } from './issuer';

const key = 'rtc.refresh';
/** Names the sign-in that the refresh token belongs to. */
const entryKey = 'rtc.entry';

/** A token that is about to end is not used for something new. */
const marginMs = 30_000;

interface Tokens {
  readonly accessToken: string;
  readonly expiresIn: number;
  readonly refreshToken: string;
}

/** The sign-in of this browser: all its tabs share it, and signing out in one ends it in all. */
export class Session {
  readonly #store: Storage;
  #access: { token: string; expiresAt: number } | null = null;
  #refreshing: Promise<string> | null = null;
  #entry: string | null = null;

  constructor(store: Storage) {
    this.#store = store;
  }

  get isKnown(): boolean {
    return this.#store.getItem(key) !== null;
  }

  /** The sign-in that this page acts for. Whoever signs in later, here or in another tab, is taken for somebody else. */
  get entry(): string {
    this.#entry ??= this.#store.getItem(entryKey) ?? '';
    return this.#entry;
  }

  /** Somebody has signed in in another tab since this page began to act. */
  get isReplaced(): boolean {
    return this.#entry !== null && this.#entry !== (this.#store.getItem(entryKey) ?? '');
  }

  signIn(email: string, password: string): Promise<void> {
    return this.#enter('/api/v1/login', { email, password });
  }

  /** Signs in with what the issuer of an account elsewhere sent this browser back with. */
  signInBy(answer: IssuerAnswer): Promise<void> {
    return this.#enter('/api/v1/login/issuer', answer);
  }

  /** An access token of that sign-in and of no other; `fresh` when the one at hand was refused. */
  async token(fresh = false, entry = this.entry): Promise<string> {
    const token = entry === this.entry ? await this.#token(fresh) : '';
    if (entry !== this.#entry) throw over();
    return token;
  }

  /** For the phone library. */
  async phoneToken(): Promise<AccessToken> {
    try {
      return { token: await this.token(), expiresAt: this.#access?.expiresAt ?? 0 };
    } catch (problem) {
      if (!(problem instanceof ApiError && problem.status === 401)) throw problem;
      throw new PhoneError('signIn', 'The session is over.', { cause: problem });
    }
  }

  /** This page acts for nobody. What another tab has signed in stays. */
  forget(): void {
    const isReplaced = this.isReplaced;
    this.#access = null;
    this.#refreshing = null;
    this.#entry = null;
    if (isReplaced) return;
    this.#store.removeItem(key);
    this.#store.removeItem(entryKey);
  }

  async #enter(path: string, body: unknown): Promise<void> {
    const answer = await send(path, body);
    if (!answer.ok) throw await refusal(answer);
    const tokens = (await answer.json()) as Tokens;
    this.#refreshing = null;
    this.#entry = crypto.randomUUID();
    this.#store.setItem(entryKey, this.#entry);
    this.#take(tokens);
  }

  async #token(fresh: boolean): Promise<string> {
    if (!fresh && this.#access && this.#access.expiresAt - Date.now() > marginMs) return this.#access.token;
    if (this.#refreshing) return this.#refreshing;
    const refreshing = this.#refresh(this.entry).finally(() => {
      if (this.#refreshing === refreshing) this.#refreshing = null;
    });
    this.#refreshing = refreshing;
    return refreshing;
  }

  async #refresh(entry: string): Promise<string> {
    const refreshToken = this.#store.getItem(key);
    if (refreshToken === null || this.isReplaced) throw over();
    const answer = await send('/api/v1/login/refresh', { refreshToken });
    const tokens = answer.ok ? ((await answer.json()) as Tokens) : await refusal(answer);
    // Signed out, or somebody else in, while the answer was on its way.
    if (entry !== this.#entry || this.isReplaced || !this.isKnown) throw over();
    if (!(tokens instanceof ApiError)) return this.#take(tokens);
    if (tokens.status !== 401 && tokens.status !== 400) throw new SignInRefusal(tokens.status, tokens.code, tokens.message);
    this.forget();
    throw over();
  }

  #take(tokens: Tokens): string {
    this.#store.setItem(key, tokens.refreshToken);
    this.#access = { token: tokens.accessToken, expiresAt: Date.now() + tokens.expiresIn * 1_000 };
    return tokens.accessToken;
  }
}

function over(): SignInRefusal {
  return new SignInRefusal(401, 'signed-out', 'The session is over.');
}

/** Sends JSON as nobody. */
export function send(path: string, body: unknown): Promise<Response> {
  return fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}
