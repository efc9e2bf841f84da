import type { TextKey } from '../i18n/en';
import { t } from '../i18n/texts';

const texts: Readonly<Record<string, TextKey>> = {
  hangup: 'endHangup',
  answered: 'logAnswered',
  cancelled: 'endCancelled',
  declined: 'endDeclined',
  busy: 'endBusy',
  noAnswer: 'endNoAnswer',
  answeredElsewhere: 'endAnsweredElsewhere',
  transferred: 'endTransferred',
  unavailable: 'endUnavailable',
  noSuchNumber: 'endNoSuchNumber',
  refused: 'endRefused',
  lost: 'endLost',
  shutdown: 'endShutdown',
};

/** How a call ended, in words; what is not known is a failure. */
export function endText(reason: string): string {
  return t(texts[reason] ?? 'endFailed');
}
