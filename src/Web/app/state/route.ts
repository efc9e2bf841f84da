import { computed, signal } from '@preact/signals';

/** The address within the app, for example `#/queues/support`. */
export const hash = signal(location.hash);

addEventListener('hashchange', () => {
  hash.value = location.hash;
});

/** The page of it: `#/queues`. */
export const page = computed(() => hash.value.split('/').slice(0, 2).join('/'));

/** What comes after the page: `support`. */
export const below = computed(() => hash.value.split('/').slice(2).map(plain));

export function go(to: string): void {
  location.hash = to;
}

function plain(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
