import type { Locale } from '../i18n/texts';
import { text } from '../i18n/texts';
import type { Ringing, WorkerMessage } from '../wire/messages';

const prefix = 'ring:';

/** Id of the notification for a call that rings. */
export function ringId(callId: string): string {
  return `${prefix}${callId}`;
}

/** The call that a notification is for; null when it is for none. */
export function ringingCallOf(notificationId: string): string | null {
  return notificationId.startsWith(prefix) ? notificationId.slice(prefix.length) : null;
}

/** A notification for each call that rings, and a sign at the button in the toolbar. */
export async function showCalls({ ringing, open, isSignedIn }: Extract<WorkerMessage, { ask: 'show' }>, locale: Locale): Promise<void> {
  const shown = Object.keys(await chrome.notifications.getAll()).flatMap(id => ringingCallOf(id) ?? []);
  await Promise.all([
    ...shown.filter(callId => !ringing.some(({ id }) => id === callId)).map(callId => chrome.notifications.clear(ringId(callId))),
    ...ringing.filter(({ id }) => !shown.includes(id)).map(call => notify(call, locale)),
    chrome.action.setBadgeText({ text: ringing.length > 0 ? '☎' : open > 0 ? String(open) : isSignedIn ? '' : '!' }),
    chrome.action.setBadgeBackgroundColor({ color: ringing.length > 0 ? '#b3261e' : '#0b6e5f' }),
  ]);
}

async function notify({ id, party, queue }: Ringing, locale: Locale): Promise<void> {
  await chrome.notifications.create(ringId(id), {
    type: 'basic',
    iconUrl: chrome.runtime.getURL('icons/128.png'),
    title: text(locale, 'incoming', { party }),
    message: queue === null ? text(locale, 'appName') : text(locale, 'ofQueue', { queue }),
    buttons: [{ title: text(locale, 'answer') }, { title: text(locale, 'decline') }],
    requireInteraction: true,
    priority: 2,
  });
}
