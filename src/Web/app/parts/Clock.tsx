import { signal } from '@preact/signals';
import { duration } from '../i18n/texts';

/** Milliseconds since 1970, each second anew. */
export const now = signal(Date.now());
setInterval(() => {
  now.value = Date.now();
}, 1_000);

/** Time since a moment, in minutes and seconds. */
export function Clock({ since }: { since: Date }) {
  return <time class="clock">{duration((now.value - since.getTime()) / 1_000)}</time>;
}

/** Whole seconds until a moment (milliseconds since 1970). */
export function secondsUntil(at: number): number {
  return Math.max(0, Math.ceil((at - now.value) / 1_000));
}
