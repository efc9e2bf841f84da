import { effect, signal } from '@preact/signals';
import type { Api } from '../rest/api';
import { ApiError } from '../rest/apiError';

const longest = 4_000;
const mostInAMinute = 5;

/** Whether the signed-in user allows that faults of this page are kept; nothing is sent before the server has said so. */
export const mayTellFaults = signal(false);

/** Tells the server of what breaks in this page, while it may. Gives what ends it. */
export function tellFaults(api: Pick<Api, 'post'>): () => void {
  let told: number[] = [];
  const tell = (cause: unknown) => {
    const now = Date.now();
    told = told.filter(at => now - at < 60_000);
    if (!mayTellFaults.value || told.length >= mostInAMinute) return;
    told.push(now);
    const text = (cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)).slice(0, longest);
    api.post('/api/v1/me/diagnostics', { text: text || 'unknown' }).catch(problem => {
      // It was withdrawn elsewhere: the server keeps nothing, and is not asked again.
      if (problem instanceof ApiError && problem.status === 403) mayTellFaults.value = false;
    });
  };
  const onError = (event: ErrorEvent) => tell(event.error ?? event.message);
  const onRejection = (event: PromiseRejectionEvent) => tell(event.reason);
  return effect(() => {
    if (!mayTellFaults.value) return;
    addEventListener('error', onError);
    addEventListener('unhandledrejection', onRejection);
    return () => {
      removeEventListener('error', onError);
      removeEventListener('unhandledrejection', onRejection);
    };
  });
}
