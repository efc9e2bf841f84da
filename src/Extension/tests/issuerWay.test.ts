import { describe, expect, it } from 'vitest';
import { type IssuerBrowser, issuerAnswer } from '../options/issuerWay';

const redirect = 'https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/signed-in';

function browser(back: string | null, answer: Response = Response.json({ url: 'https://issuer.test/auth?x=1', ticket: 'ticket' })) {
  const seen: { asked: [string, string][]; shown: string[] } = { asked: [], shown: [] };
  const scripted: IssuerBrowser = {
    fetch: async (address, init) => {
      seen.asked.push([String(address), String(init?.body)]);
      return answer;
    },
    redirectUri: () => redirect,
    show: async url => {
      seen.shown.push(url);
      return back;
    },
  };
  return { scripted, seen };
}

describe('signing in with an account elsewhere', () => {
  it('brings back what the issuer answered, with the verifier of the challenge', async () => {
    const { scripted, seen } = browser(`${redirect}?state=s&code=c`);
    const answer = await issuerAnswer('phone.test', scripted);
    expect(answer).toMatchObject({ ticket: 'ticket', state: 's', code: 'c' });
    expect(seen.shown).toEqual(['https://issuer.test/auth?x=1']);
    const [address, body] = seen.asked[0] ?? ['', '{}'];
    expect(address).toBe('https://phone.test/api/v1/login/issuer/start');
    const { redirectUri, codeChallenge } = JSON.parse(body) as { redirectUri: string; codeChallenge: string };
    const verifier = typeof answer === 'string' ? '' : answer.codeVerifier;
    const digest = Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))).toString('base64url');
    expect([redirectUri, codeChallenge]).toEqual([redirect, digest]);
  });

  it.each([
    ['nobody answered', null, 'issuerDenied'],
    ['the person said no', `${redirect}?error=access_denied&state=s`, 'issuerDenied'],
    ['the issuer failed', `${redirect}?error=server_error&state=s`, 'signInFailed'],
    ['there is no state', `${redirect}?code=c`, 'signInFailed'],
    ['it came back elsewhere', 'https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/other?state=s&code=c', 'signInFailed'],
    [
      'it came back to another extension',
      'https://ponmlkjihgfedcbaponmlkjihgfedcba.chromiumapp.org/signed-in?state=s&code=c',
      'signInFailed',
    ],
  ])('comes to nothing when %s', async (_, back, failure) => {
    expect(await issuerAnswer('https://phone.test', browser(back).scripted)).toBe(failure);
  });

  it.each([
    [404, 'issuerNone'],
    [400, 'issuerUnknown'],
    [503, 'signInFailed'],
  ])('shows no page when the server answers %i', async (status, failure) => {
    const { scripted, seen } = browser(null, new Response(null, { status }));
    expect(await issuerAnswer('https://phone.test', scripted)).toBe(failure);
    expect(seen.shown).toEqual([]);
  });

  it('is for servers over TLS alone', async () => {
    expect(await issuerAnswer('http://phone.test', browser(null).scripted)).toBe('serverWrong');
  });
});
