import { signal } from '@preact/signals';
import { Api } from '../rest/api';
import type { IssuerAnswer } from '../rest/issuer';
import { Session } from '../rest/session';
import { Chats } from './chats';
import { eraseKept } from './kept';
import { People } from './people';
import { Phone } from './phone';
import { forgetPreferences } from './preferences';

const session = new Session(localStorage);

/** The API as the signed-in user. */
export const api = new Api(session);

/** The telephone; null while nobody is signed in. */
export const phone = signal<Phone | null>(null);

/** The conversations; of nobody while nobody is signed in. */
export const chats = signal(new Chats(api, sessionStorage));

/** What the colleagues are called. */
export const people = signal(new People(api));

/** The session ended by itself. */
export const wasSignedOut = signal(false);

function open(): void {
  wasSignedOut.value = false;
  const opened = new Phone(session, () => {
    void phone.value?.close();
    phone.value = null;
    chats.value.close();
    wasSignedOut.value = true;
  });
  // What was written is sent by whom it was written by, or not at all.
  const mine = new Chats(new Api(session, session.entry), sessionStorage);
  opened.followInbox(update => {
    const { user } = opened.identity.value ?? {};
    if (user) mine.attached(user);
    mine.told(update);
  });
  people.value = new People(api);
  chats.value = mine;
  phone.value = opened;
}

export function resume(): void {
  if (session.isKnown) open();
  // Signed out in another tab, where somebody else may have signed in since.
  addEventListener('storage', () => {
    if (!phone.value || (session.isKnown && !session.isReplaced)) return;
    void leave().then(() => {
      session.forget();
      if (session.isKnown) wasSignedOut.value = true;
      else forget();
    });
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
  chats.value.close();
  await left?.close();
}

export async function signOut(): Promise<void> {
  await leave();
  await api.signOut().catch(() => {});
  forget();
}

/** Signs out, and nothing is left in this browser. */
export async function eraseAll(): Promise<void> {
  if (session.isKnown) await signOut();
  forget(true);
}

function forget(all = false): void {
  forgetPreferences(all);
  eraseKept(all);
}
