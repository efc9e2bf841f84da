import { computed } from '@preact/signals';
import { preferences } from '../state/preferences';
import { en, type TextKey } from './en';
import { es } from './es';

export const locales = { 'es-CO': es, en } as const;
export type Locale = keyof typeof locales;

const dictionary = computed(() => locales[preferences.locale.value]);

/** The text in the chosen language, with values for what stands in braces. */
export function t(key: TextKey, values: Record<string, string | number> = {}): string {
  return dictionary.value[key].replace(/\{(\w+)\}/g, (hole, name: string) => (name in values ? String(values[name]) : hole));
}

const formats = computed(() => {
  const locale = preferences.locale.value;
  return {
    time: new Intl.DateTimeFormat(locale, { timeStyle: 'short' }),
    day: new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }),
    number: new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }),
  };
});

/** Time of day; with the day when it is not today. */
export function when(at: Date): string {
  const { time, day } = formats.value;
  return at.toDateString() === new Date().toDateString() ? time.format(at) : `${day.format(at)}, ${time.format(at)}`;
}

export function number(value: number): string {
  return formats.value.number.format(value);
}

/** Minutes and seconds, hours before them when there are any. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
