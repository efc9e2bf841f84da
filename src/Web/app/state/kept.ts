import type { TextKey } from '../i18n/en';

/** Something that the webphone leaves in a browser. */
export interface Kept {
  readonly name: string;
  readonly place: 'localStorage' | 'sessionStorage' | 'chrome.storage';
  readonly purpose: TextKey;
  readonly until: TextKey;
}

const atSignOut = 'keptUntilSignOut';

/**
 * Everything that the webphone and the extension leave in a browser, and what for: no cookie, and nothing that is not needed for what the person asked for.
 * A test reads the sources and fails while something is kept that is not here.
 */
export const inventory: readonly Kept[] = [
  { name: 'rtc.refresh', place: 'localStorage', purpose: 'keptRefresh', until: atSignOut },
  { name: 'rtc.entry', place: 'localStorage', purpose: 'keptRefresh', until: atSignOut },
  { name: 'rtc.microphone', place: 'localStorage', purpose: 'keptSound', until: atSignOut },
  { name: 'rtc.speaker', place: 'localStorage', purpose: 'keptSound', until: atSignOut },
  { name: 'rtc.ringer', place: 'localStorage', purpose: 'keptSound', until: atSignOut },
  { name: 'rtc.keys', place: 'localStorage', purpose: 'keptKeys', until: atSignOut },
  { name: 'rtc.singleKeys', place: 'localStorage', purpose: 'keptKeys', until: atSignOut },
  { name: 'rtc.rings', place: 'localStorage', purpose: 'keptRings', until: atSignOut },
  { name: 'rtc.locale', place: 'localStorage', purpose: 'keptLocale', until: 'keptUntilErased' },
  { name: 'rtc.theme', place: 'localStorage', purpose: 'keptTheme', until: 'keptUntilErased' },
  { name: 'rtc.issuer', place: 'sessionStorage', purpose: 'keptIssuer', until: 'keptUntilBack' },
  { name: 'rtc-phone.device', place: 'sessionStorage', purpose: 'keptDevice', until: 'keptUntilTab' },
  { name: 'rtc-phone.offers', place: 'sessionStorage', purpose: 'keptOffers', until: 'keptUntilTab' },
  { name: 'rtc.outbox', place: 'sessionStorage', purpose: 'keptOutbox', until: 'keptUntilTab' },
  { name: 'session.refresh', place: 'chrome.storage', purpose: 'keptRefresh', until: atSignOut },
  { name: 'session.server', place: 'chrome.storage', purpose: 'keptServer', until: atSignOut },
  { name: 'settings', place: 'chrome.storage', purpose: 'keptExtension', until: 'keptUntilRemoved' },
];

/** What of it this page can see: of the extension's it sees nothing. */
export function isKept({ name, place }: Kept): boolean {
  return storeOf(place)?.getItem(name) != null;
}

/** Erases what belongs to whoever was signed in, in this tab; with `all` what is left for the next one too. */
export function eraseKept(all = false): void {
  for (const { name, place, until } of inventory) {
    if (all || until !== 'keptUntilErased') storeOf(place)?.removeItem(name);
  }
}

function storeOf(place: Kept['place']): Storage | null {
  return place === 'localStorage' ? localStorage : place === 'sessionStorage' ? sessionStorage : null;
}
