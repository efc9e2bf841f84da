/** What the server is brought after somebody has signed in elsewhere. */
export interface IssuerAnswer {
  readonly ticket: string;
  readonly state: string;
  readonly code: string;
  readonly codeVerifier: string;
}

/** `POST /api/v1/login/issuer/start`, `/api/v1/me/logins/start` and `/api/v1/me/google/start`. */
export interface StartedSignIn {
  readonly url: string;
  readonly ticket: string;
}

/** An account elsewhere, of `GET /api/v1/me/logins`. */
export interface LinkedLogin {
  readonly issuer: string;
  readonly name: string;
  readonly label: string;
}

/** What an account elsewhere is wanted for. */
export type Purpose = 'signIn' | 'link' | 'google';

const key = 'rtc.issuer';

interface Kept {
  readonly ticket: string;
  readonly codeVerifier: string;
  readonly purpose: Purpose;
}

/** What a browser came back from the issuer with: an answer, or the reason why there is none. */
export type Returned =
  | { readonly purpose: Purpose; readonly answer: IssuerAnswer }
  | { readonly purpose: Purpose; readonly failure: 'denied' | 'foreign' };

/** The way to the issuer and back, in one tab: what only this browser may know waits in it (RFC 7636). */
export class IssuerWay {
  readonly #store: Storage;

  constructor(store: Storage) {
    this.#store = store;
  }

  /** Browsers do this for pages that came over https or from this machine, and for no others. */
  static get isPossible(): boolean {
    return globalThis.crypto?.subtle !== undefined;
  }

  /** Asks the server by `start` and gives the page to go to. */
  async begin(
    purpose: Purpose,
    origin: string,
    start: (request: { redirectUri: string; codeChallenge: string }) => Promise<StartedSignIn>,
  ): Promise<string> {
    const codeVerifier = base64Url(crypto.getRandomValues(new Uint8Array(32)));
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(codeVerifier));
    const { url, ticket } = await start({ redirectUri: `${origin}/signed-in`, codeChallenge: base64Url(new Uint8Array(digest)) });
    this.#store.setItem(key, JSON.stringify({ ticket, codeVerifier, purpose } satisfies Kept));
    return url;
  }

  /** Takes what is in the address of `/signed-in`, once; null when the page is another. */
  take(pathname: string, search: string): Returned | null {
    if (pathname !== '/signed-in') return null;
    const kept = this.#forget();
    const query = new URLSearchParams(search);
    const [state, code] = [query.get('state'), query.get('code')];
    // An answer that this tab did not ask for is somebody else's, who would like to see us signed in as them.
    if (!kept) return { purpose: 'signIn', failure: 'foreign' };
    if (!state || !code) return { purpose: kept.purpose, failure: query.get('error') === 'access_denied' ? 'denied' : 'foreign' };
    return { purpose: kept.purpose, answer: { ticket: kept.ticket, state, code, codeVerifier: kept.codeVerifier } };
  }

  #forget(): Kept | null {
    const text = this.#store.getItem(key);
    this.#store.removeItem(key);
    return text === null ? null : (JSON.parse(text) as Kept);
  }
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
