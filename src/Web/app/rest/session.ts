import { type AccessToken, PhoneError } from '../../phone';
import { refusal } from './apiError';
import type { IssuerAnswer } from './issuer';

const key = 'rtc.refresh';

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

  constructor(store: Storage) {
    this.#store = store;
  }

  get isKnown(): boolean {
    return this.#store.getItem(key) !== null;
  }

  signIn(email: string, password: string): Promise<void> {
    return this.#enter('/api/v1/login', { email, password });
  }

  /** Signs in with what the issuer of an account elsewhere sent this browser back with. */
  signInBy(answer: IssuerAnswer): Promise<void> {
    return this.#enter('/api/v1/login/issuer', answer);
  }

  /** An access token; `fresh` when the one at hand was refused. */
  async token(fresh = false): Promise<string> {
    if (!fresh && this.#access && this.#access.expiresAt - Date.now() > marginMs) return this.#access.token;
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  /** For the phone library. */
  async phoneToken(): Promise<AccessToken> {
    try {
      return { token: await this.token(), expiresAt: this.#access?.expiresAt ?? 0 };
    } catch (problem) {
      if (this.isKnown) throw problem;
      throw new PhoneError('signIn', 'The session is over.', { cause: problem });
    }
  }

  forget(): void {
    this.#access = null;
    this.#store.removeItem(key);
  }

  async #enter(path: string, body: unknown): Promise<void> {
    const answer = await send(path, body);
    if (!answer.ok) throw await refusal(answer);
    this.#take((await answer.json()) as Tokens);
  }

  async #refresh(): Promise<string> {
    const answer = await send('/api/v1/login/refresh', { refreshToken: this.#store.getItem(key) ?? '' });
    if (!answer.ok) {
      if (answer.status === 401 || answer.status === 400) this.forget();
      throw await refusal(answer);
    }
    return this.#take((await answer.json()) as Tokens);
  }

  #take(tokens: Tokens): string {
    this.#store.setItem(key, tokens.refreshToken);
    this.#access = { token: tokens.accessToken, expiresAt: Date.now() + tokens.expiresIn * 1_000 };
    return tokens.accessToken;
  }
}

/** Sends JSON as nobody. */
export function send(path: string, body: unknown): Promise<Response> {
  return fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}
