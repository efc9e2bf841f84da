import { effect, type Signal, signal } from '@preact/signals';
import type { Locale } from '../i18n/texts';

/** What calls of this person are made with. */
export type Rings = 'browser' | 'phone' | 'handsFree';

export type Theme = 'system' | 'light' | 'dark';

const resets: (() => void)[] = [];

/** A signal that this browser remembers; what nobody has chosen is not written down. */
function kept<T>(key: string, initial: T): Signal<T> {
  const name = `rtc.${key}`;
  const text = localStorage.getItem(name);
  const held = signal(text === null ? initial : (read(text) ?? initial));
  const unchosen = JSON.stringify(initial);
  effect(() => {
    const chosen = JSON.stringify(held.value);
    if (chosen === unchosen) localStorage.removeItem(name);
    else localStorage.setItem(name, chosen);
  });
  resets.push(() => {
    held.value = initial;
  });
  return held;
  function read(json: string): T | null {
    try {
      return JSON.parse(json) as T;
    } catch {
      return null;
    }
  }
}

const browserLocale: Locale = navigator.language.startsWith('es') ? 'es-CO' : 'en';

/** What the person chose; device ids are empty for the system's default. */
export const preferences = {
  microphone: kept('microphone', ''),
  speaker: kept('speaker', ''),
  ringer: kept('ringer', ''),
  singleKeys: kept('singleKeys', false),
  keys: kept<Record<string, string>>('keys', {}),
  rings: kept<Rings>('rings', 'browser'),
  // The last two are for whoever comes next too: the page to sign in has a language and a theme.
  locale: kept<Locale>('locale', browserLocale),
  theme: kept<Theme>('theme', 'system'),
};

/** As if this person had never chosen anything; with `all` the language and the theme too. */
export function forgetPreferences(all = false): void {
  for (const reset of all ? resets : resets.slice(0, -2)) reset();
}
