import { type Signal, signal } from '@preact/signals';
import type { TextKey } from '../i18n/en';
import { ApiError, refusal } from '../rest/apiError';
import { IssuerWay, type LinkedLogin, type Returned, type StartedSignIn } from '../rest/issuer';
import { send } from '../rest/session';
import { go } from './route';
import { api, signInBy } from './session';

const way = new IssuerWay(sessionStorage);

// Taken before the app gives the page an address of its own.
const returned = way.take(location.pathname, location.search);

/** Whoever came back from the issuer waits for the server. */
export const isReturning = signal(returned?.purpose === 'signIn' && 'answer' in returned);

/** Why signing in or linking did not work. */
export const issuerFailure = signal<TextKey | null>(null);

/** Why connecting an account of Google did not work. */
export const googleFailure = signal<TextKey | null>(null);

/** What people call the issuer; null where there is none. */
export const issuerName = signal<string | null>(null);

/** Asks whether there is an issuer; without an answer there is a password. */
export async function findWays(): Promise<void> {
  if (!IssuerWay.isPossible) return;
  const answer = await fetch('/api/v1/login/ways').catch(() => null);
  if (answer?.ok) issuerName.value = ((await answer.json()) as { issuer: string | null }).issuer;
}

/** Leaves for the issuer. */
export async function goToIssuer(): Promise<void> {
  await leave(
    way.begin('signIn', location.origin, async request => {
      const answer = await send('/api/v1/login/issuer/start', request);
      if (!answer.ok) throw await refusal(answer);
      return (await answer.json()) as StartedSignIn;
    }),
  );
}

/** Leaves for the issuer to link an account. */
export async function goToLink(): Promise<void> {
  await leave(way.begin('link', location.origin, request => api.post<StartedSignIn>('/api/v1/me/logins/start', request)));
}

/** Leaves for Google to connect an account. Beside the button stands what it means: pressing it is the consent, which is written down first. */
export async function goToGoogle(): Promise<void> {
  await leave(
    way.begin('google', location.origin, async request => {
      await api.put('/api/v1/me/consents/thirdParties', { given: true });
      return api.post<StartedSignIn>('/api/v1/me/google/start', request);
    }),
    googleFailure,
  );
}

export function linkedLogins(): Promise<readonly LinkedLogin[]> {
  return api.get('/api/v1/me/logins');
}

export function unlink(login: LinkedLogin): Promise<void> {
  return api.delete(`/api/v1/me/logins?issuer=${encodeURIComponent(login.issuer)}`);
}

/** Ends when what was begun before the browser went to the issuer is finished, however. */
export let returning: Promise<void> = Promise.resolve();

/** Finishes what was begun before the browser went to the issuer. */
export function finishReturn(): void {
  if (returned) returning = finish(returned);
}

async function finish(returned: Returned): Promise<void> {
  if (returned.purpose !== 'signIn') go('#/settings');
  const isGoogle = returned.purpose === 'google';
  const failure = isGoogle ? googleFailure : issuerFailure;
  try {
    if ('failure' in returned) {
      const denied = returned.failure === 'denied';
      if (isGoogle) failure.value = denied ? 'googleDenied' : 'googleUnproven';
      else failure.value = denied ? 'issuerDenied' : 'issuerRefused';
    } else if (returned.purpose === 'signIn') {
      await signInBy(returned.answer);
    } else {
      await api.post(isGoogle ? '/api/v1/me/google' : '/api/v1/me/logins', returned.answer);
    }
  } catch (problem) {
    failure.value = failureOf(problem);
  } finally {
    isReturning.value = false;
  }
}

async function leave(url: Promise<string>, failure: Signal<TextKey | null> = issuerFailure): Promise<void> {
  failure.value = null;
  try {
    location.assign(await url);
  } catch (problem) {
    failure.value = failureOf(problem);
  }
}

const failures: Readonly<Record<string, TextKey>> = {
  'no-account': 'issuerNoAccount',
  'issuer-away': 'issuerAway',
  'issuer-refused': 'issuerRefused',
  'too-many-attempts': 'signInTooMany',
  conflict: 'issuerConflict',
  'google-refused': 'googleUnproven',
  'google-away': 'googleAway',
};

function failureOf(problem: unknown): TextKey {
  return (problem instanceof ApiError && failures[problem.code]) || 'signInFailed';
}
