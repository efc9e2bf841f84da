import type { AccessToken, TokenProvider } from './types';

const defaultRefreshMs = 60_000;

/** The access tokens of a device, and when the one in use ends. */
export class Tokens {
  readonly #refreshMs: number;
  readonly #willExpire: () => void;
  #provider: TokenProvider;
  #given: AccessToken | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(provider: TokenProvider, refreshMs: number = defaultRefreshMs, willExpire: () => void) {
    this.#provider = provider;
    this.#refreshMs = refreshMs;
    this.#willExpire = willExpire;
  }

  /** The token for a new connection. */
  async take(): Promise<AccessToken> {
    const given = this.#given ?? (typeof this.#provider === 'function' ? await this.#provider() : this.#provider);
    // One that was set is good for one connection when a provider can give another.
    if (typeof this.#provider === 'function') this.#given = null;
    const token = typeof given === 'string' ? { token: given } : given;
    this.#watch(token);
    return token;
  }

  set(token: string | AccessToken): void {
    this.#given = typeof token === 'string' ? { token } : token;
    this.#watch(this.#given);
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #watch({ expiresAt }: AccessToken): void {
    clearTimeout(this.#timer);
    if (expiresAt !== undefined) this.#timer = setTimeout(this.#willExpire, Math.max(0, expiresAt - Date.now() - this.#refreshMs));
  }
}
