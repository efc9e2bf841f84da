import { type Command, readCommand } from './commands';

/** To the worker, from screens, from the desk and from content scripts. */
export type WorkerMessage =
  /** A screen wants the desk to be there. */
  | { readonly to: 'worker'; readonly ask: 'desk' }
  /** A screen: call what is selected in the page beside it. */
  | { readonly to: 'worker'; readonly ask: 'selection' }
  /** Somebody clicked a number in a page. */
  | { readonly to: 'worker'; readonly ask: 'dial'; readonly text: string }
  /** The desk: what the worker shows of calls. */
  | {
      readonly to: 'worker';
      readonly ask: 'show';
      readonly isSignedIn: boolean;
      readonly ringing: readonly Ringing[];
      readonly open: number;
    }
  /** The desk: the microphone has to be allowed on a page that can ask. */
  | { readonly to: 'worker'; readonly ask: 'permission' }
  /** The desk: a page about the caller. */
  | { readonly to: 'worker'; readonly ask: 'pop'; readonly url: string };

export interface Ringing {
  readonly id: string;
  readonly party: string;
  readonly queue: string | null;
}

/** To the desk, from the worker. Screens have a port named `deskPort`. */
export interface DeskMessage {
  readonly to: 'desk';
  readonly command: Command;
}

export const deskPort = 'desk';

/** Who sent a message: a part of the extension, or a content script in a page, which a page that took its process over can imitate. */
export type Sender = 'extension' | 'page';

/** Chromium itself fills in who sent: neither id nor origin can be forged by a page. Null for other extensions. */
export function senderOf(
  sender: { id?: string | undefined; origin?: string | undefined; url?: string | undefined },
  ownId: string,
): Sender | null {
  if (sender.id !== ownId) return null;
  const own = `chrome-extension://${ownId}`;
  const origin = sender.origin ?? (sender.url?.startsWith(`${own}/`) ? own : '');
  return origin === own ? 'extension' : 'page';
}

/** A message for the worker, if that sender may send it; pages may ask for one thing alone. */
export function readWorkerMessage(message: unknown, sender: Sender | null): WorkerMessage | null {
  if (sender === null || typeof message !== 'object' || message === null) return null;
  const { to, ask, text, url, isSignedIn, ringing, open } = message as Record<string, unknown>;
  if (to !== 'worker') return null;
  if (ask === 'dial') return typeof text === 'string' && text.length <= 60 ? { to, ask, text } : null;
  if (sender === 'page') return null;
  if (ask === 'desk' || ask === 'permission' || ask === 'selection') return { to, ask };
  if (ask === 'pop') return typeof url === 'string' && url.startsWith('https://') ? { to, ask, url } : null;
  if (ask !== 'show' || !Array.isArray(ringing) || typeof open !== 'number') return null;
  return { to, ask, isSignedIn: isSignedIn === true, ringing: ringing as Ringing[], open };
}

/** A message for the desk; of parts of the extension alone. */
export function readDeskMessage(message: unknown, sender: Sender | null): Command | null {
  if (sender !== 'extension' || typeof message !== 'object' || message === null) return null;
  const { to, command } = message as Record<string, unknown>;
  return to === 'desk' ? readCommand(command) : null;
}
