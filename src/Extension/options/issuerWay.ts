import { serverOf } from '../desk/session';
import type { IssuerAnswer } from '../wire/commands';

/** Why there is no answer of the issuer's: the address is none, the server has no issuer or does not know this extension, the person said no, or something else. */
export type IssuerFailure = 'serverWrong' | 'issuerNone' | 'issuerUnknown' | 'issuerDenied' | 'signInFailed';

/** What of the browser is needed for the way to the issuer and back. */
export interface IssuerBrowser {
  fetch: typeof fetch;
  redirectUri(): string;
  /** Shows a page in a window of its own, and gives the address that it came to below the extension's own one; null when the person closed it. */
  show(url: string): Promise<string | null>;
}

export const thisBrowser: IssuerBrowser = {
  fetch: (...request) => fetch(...request),
  redirectUri: () => chrome.identity.getRedirectURL('signed-in'),
  show: async url => (await chrome.identity.launchWebAuthFlow({ url, interactive: true }).catch(() => undefined)) ?? null,
};

/** Signs in with an account elsewhere (OpenID Connect, PKCE of RFC 7636); gives what the desk brings to the server, or why there is nothing. */
export async function issuerAnswer(address: string, browser: IssuerBrowser): Promise<IssuerAnswer | IssuerFailure> {
  const server = serverOf(address);
  if (server === null) return 'serverWrong';
  const codeVerifier = base64Url(crypto.getRandomValues(new Uint8Array(32)));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(codeVerifier));
  const redirectUri = browser.redirectUri();
  const started = await start(server, redirectUri, base64Url(new Uint8Array(digest)), browser);
  if (typeof started === 'string') return started;
  const back = await browser.show(started.url);
  if (back === null) return 'issuerDenied';
  const { origin, pathname, searchParams } = new URL(back);
  if (`${origin}${pathname}` !== redirectUri) return 'signInFailed';
  const [state, code] = [searchParams.get('state'), searchParams.get('code')];
  if (!state || !code) return searchParams.get('error') === 'access_denied' ? 'issuerDenied' : 'signInFailed';
  return { ticket: started.ticket, state, code, codeVerifier };
}

async function start(
  server: string,
  redirectUri: string,
  codeChallenge: string,
  browser: IssuerBrowser,
): Promise<{ url: string; ticket: string } | IssuerFailure> {
  try {
    const answer = await browser.fetch(`${server}/api/v1/login/issuer/start`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ redirectUri, codeChallenge }),
    });
    if (answer.ok) return (await answer.json()) as { url: string; ticket: string };
    return answer.status === 404 ? 'issuerNone' : answer.status === 400 ? 'issuerUnknown' : 'signInFailed';
  } catch {
    return 'signInFailed';
  }
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
