import { effect, type Signal, signal } from '@preact/signals';
import type { Locale } from '../i18n/texts';

export type Theme = 'system' | 'light' | 'dark';

/** A signal that this browser remembers. */
function kept<T>(key: string, initial: T): Signal<T> {
  const text = localStorage.getItem(`rtc.${key}`);
  const held = signal(text === null ? initial : (read(text) ?? initial));
  effect(() => localStorage.setItem(`rtc.${key}`, JSON.stringify(held.value)));
  function read(json: string): T | null {
    try {
      return JSON.parse(json) as T;
    } catch {
      return null;
    }
  }
  return held;
}

const browserLocale: Locale = navigator.language.startsWith('es') ? 'es-CO' : 'en';

/** What the person chose; device ids are empty for the system's default. */
export const preferences = {
  locale: kept<Locale>('locale', browserLocale),
  theme: kept<Theme>('theme', 'system'),
  microphone: kept('microphone', ''),
  speaker: kept('speaker', ''),
  ringer: kept('ringer', ''),
  singleKeys: kept('singleKeys', false),
  keys: kept<Record<string, string>>('keys', {}),
};
