import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { IssuerWay, type Purpose } from '../../app/rest/issuer';

const way = () => new IssuerWay(sessionStorage);

/** Begins, and gives what the server was asked. */
async function begun(purpose: Purpose = 'signIn'): Promise<{ redirectUri: string; codeChallenge: string }> {
  let asked = { redirectUri: '', codeChallenge: '' };
  await way().begin(purpose, 'https://rtc.example', async request => {
    asked = request;
    return { url: 'https://issuer.example/auth?state=s', ticket: 'ticket' };
  });
  return asked;
}

beforeEach(() => sessionStorage.clear());

describe('the way to the issuer and back', () => {
  it('brings back what binds the answer to this browser', async () => {
    const asked = await begun();
    const back = way().take('/signed-in', '?code=c%2F1&state=s');
    expect(back).toEqual({ purpose: 'signIn', answer: { ticket: 'ticket', state: 's', code: 'c/1', codeVerifier: expect.any(String) } });
    const verifier = back && 'answer' in back ? back.answer.codeVerifier : '';
    expect(verifier).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(asked).toEqual({
      redirectUri: 'https://rtc.example/signed-in',
      codeChallenge: createHash('sha256').update(verifier).digest('base64url'),
    });
  });

  it('keeps nothing that could be used twice', async () => {
    await begun();
    way().take('/signed-in', '?code=c&state=s');
    expect(sessionStorage.length).toBe(0);
    expect(way().take('/signed-in', '?code=c&state=s')).toEqual({ purpose: 'signIn', failure: 'foreign' });
  });

  it('takes no answer that it did not ask for', () => {
    expect(way().take('/signed-in', '?code=c&state=s')).toEqual({ purpose: 'signIn', failure: 'foreign' });
  });

  it('knows who was refused from who was sent back with nothing', async () => {
    await begun('link');
    expect(way().take('/signed-in', '?error=access_denied&state=s')).toEqual({ purpose: 'link', failure: 'denied' });
    await begun('link');
    expect(way().take('/signed-in', '')).toEqual({ purpose: 'link', failure: 'foreign' });
  });

  it('leaves other pages alone, and what waits for the right one', async () => {
    await begun();
    expect(way().take('/', '?code=c&state=s')).toBeNull();
    expect(way().take('/signed-in', '?code=c&state=s')).toMatchObject({ purpose: 'signIn' });
  });
});
