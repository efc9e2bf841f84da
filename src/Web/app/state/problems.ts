import { signal } from '@preact/signals';
import { PhoneError, type PhoneErrorCode } from '../../phone';
import type { TextKey } from '../i18n/en';
import { t } from '../i18n/texts';

const keys: Partial<Record<PhoneErrorCode, TextKey>> = {
  microphoneDenied: 'problemMicrophoneDenied',
  microphoneMissing: 'problemMicrophoneMissing',
  microphoneBusy: 'problemMicrophoneBusy',
  cameraDenied: 'problemCameraDenied',
  cameraMissing: 'problemCameraMissing',
  cameraBusy: 'problemCameraBusy',
  connection: 'problemConnection',
  media: 'problemMedia',
  forbidden: 'problemForbidden',
  unreachable: 'problemUnreachable',
  notFound: 'problemUnreachable',
  invalid: 'problemInvalid',
  unavailable: 'problemUnavailable',
  draining: 'problemUnavailable',
  unsupported: 'problemUnsupported',
};

/** What went wrong last, until the person has seen it. */
export const problem = signal<{ readonly key: TextKey; readonly text: string } | null>(null);

export function report(cause: unknown): void {
  const key = (cause instanceof PhoneError && keys[cause.code]) || 'problemOther';
  problem.value = { key, text: cause instanceof Error ? cause.message : String(cause) };
}

/** Does something that may fail for a reason that the person has to be told. */
export function attempt(work: () => Promise<unknown> | unknown): void {
  problem.value = null;
  Promise.resolve().then(work).catch(report);
}

export function words(found: { readonly key: TextKey; readonly text: string }): string {
  return t(found.key, { text: found.text });
}
