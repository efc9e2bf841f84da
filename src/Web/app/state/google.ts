import type { TextKey } from '../i18n/en';
import { ApiError } from '../rest/apiError';
import type { GoogleAccount, GooglePart } from '../rest/google';
import { api } from './session';

const path = '/api/v1/me/google';

/** What it was is good for so long: it is asked for with each call. */
const freshMs = 5 * 60_000;

let known: { readonly of: string | undefined; readonly at: number; readonly account: Promise<GoogleAccount> } | null = null;

/** The signed-in user's account of Google, as it was a few minutes ago at most. */
export function googleAccount(): Promise<GoogleAccount> {
  const of = api.session?.entry;
  if (known && known.of === of && Date.now() - known.at < freshMs) return known.account;
  const account = api.get<GoogleAccount>(path);
  known = { of, at: Date.now(), account };
  account.catch(forgetGoogle);
  return account;
}

/** It may be another than before. */
export function forgetGoogle(): void {
  known = null;
}

/** A part of the account; null where no account is connected. */
export async function googlePart(name: GooglePart['name']): Promise<GooglePart | null> {
  const { email, parts } = await googleAccount();
  return email === null ? null : (parts.find(part => part.name === name) ?? null);
}

const refusals: Readonly<Record<string, TextKey>> = {
  'google-unconnected': 'googleUnconnected',
  'google-scope': 'googleScope',
  'google-revoked': 'googleRevoked',
  'google-disabled': 'googleDisabled',
  'google-throttled': 'googleWait',
  'google-away': 'googleNoAnswer',
  'google-refused': 'googleNotTaken',
};

/** Why Google did not do what it was asked; null for what is no refusal of Google's. */
export function googleRefusal(problem: unknown): TextKey | null {
  return problem instanceof ApiError ? (refusals[problem.code] ?? null) : null;
}
