import { signal } from '@preact/signals';
import { Api } from '../rest/api';
import type { IssuerAnswer } from '../rest/issuer';
import { Session } from '../rest/session';
import { Phone } from './phone';

const session = new Session(localStorage);

/** The API as the signed-in user. */
export const api = new Api(session);

/** The telephone; null while nobody is signed in. */
export const phone = signal<Phone | null>(null);

/** The session ended by itself. */
export const wasSignedOut = signal(false);

function open(): void {
  wasSignedOut.value = false;
  phone.value = new Phone(session, () => {
    void phone.value?.close();
    phone.value = null;
    wasSignedOut.value = true;
  });
}

export function resume(): void {
  if (session.isKnown) open();
  // Signed out in another tab.
  addEventListener('storage', () => {
    if (!session.isKnown && phone.value) void leave();
  });
}

export async function signIn(email: string, password: string): Promise<void> {
  await session.signIn(email, password);
  open();
}

export async function signInBy(answer: IssuerAnswer): Promise<void> {
  await session.signInBy(answer);
  await leave();
  open();
}

async function leave(): Promise<void> {
  const left = phone.value;
  phone.value = null;
  await left?.close();
}

export async function signOut(): Promise<void> {
  await leave();
  await api.signOut().catch(() => {});
}
