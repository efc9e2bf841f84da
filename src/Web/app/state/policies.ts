import { signal } from '@preact/signals';
import type { TextKey } from '../i18n/en';
import type { OwnConsents, OwnNotice, OwnPolicies, PolicyKind } from '../rest/policies';
import { mayTellFaults } from './diagnostics';
import { preferences } from './preferences';
import { api } from './session';

/** What the documents are called where their own titles are not at hand. */
export const policyTitles: Readonly<Record<PolicyKind, TextKey>> = {
  terms: 'documentTerms',
  privacy: 'documentPrivacy',
  'webrtc-privacy': 'documentWebRtcPrivacy',
  licence: 'documentLicence',
  cookies: 'documentCookies',
  'acceptance-guide': 'documentGuide',
};

/** The language of documents and notices: they are written in two. */
export function inSpanish(): boolean {
  return preferences.locale.value.startsWith('es');
}

export function titleOf(document: { readonly titleEs: string; readonly titleEn: string }): string {
  return inSpanish() ? document.titleEs : document.titleEn;
}

/** The page of a document, for everybody. The company is named where it is known: whoever is sent the address reads the same. */
export function pageOf(kind: PolicyKind, version: number | null = null): string {
  return `/policies/${kind}${version === null ? '' : `/${version}`}?lang=${inSpanish() ? 'es' : 'en'}`;
}

/** What the signed-in user has to accept, and what they have not seen yet. */
export const ownPolicies = signal<OwnPolicies | null>(null);
export const notices = signal<readonly OwnNotice[]>([]);

export async function loadPolicies(): Promise<void> {
  const [own, unseen, consents] = await Promise.all([
    api.get<OwnPolicies>('/api/v1/me/policies'),
    api.get<readonly OwnNotice[]>('/api/v1/me/notices'),
    api.get<OwnConsents>('/api/v1/me/consents'),
  ]);
  ownPolicies.value = own;
  notices.value = unseen;
  know(consents);
}

/** What the person allows now. */
export function know(own: OwnConsents): void {
  mayTellFaults.value = own.consents.some(({ purpose, given }) => purpose === 'diagnostics' && given);
}

/** Nobody is signed in any more. */
export function forgetPolicies(): void {
  ownPolicies.value = null;
  notices.value = [];
  mayTellFaults.value = false;
}

export async function accept(kind: PolicyKind, version: number, hash: string): Promise<void> {
  await api.post(`/api/v1/me/policies/${kind}/acceptance`, { version, hash });
  await loadPolicies();
}

export async function seen(notice: OwnNotice): Promise<void> {
  await api.put(`/api/v1/me/notices/${encodeURIComponent(notice.id)}/seen`, {});
  notices.value = notices.value.filter(one => one.id !== notice.id);
}
