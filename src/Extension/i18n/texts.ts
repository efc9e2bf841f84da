import { en, type TextKey } from './en';
import { es } from './es';

const dictionaries = { en, es } as const;
export type Locale = keyof typeof dictionaries;
export type { TextKey } from './en';

/** The text in a language, with values for what stands in braces. */
export function text(locale: Locale, key: TextKey, values: Record<string, string | number> = {}): string {
  return dictionaries[locale][key].replace(/\{(\w+)\}/g, (hole, name: string) => (name in values ? String(values[name]) : hole));
}

const problems: Readonly<Record<string, TextKey>> = {
  signInWrong: 'problemSignInWrong',
  issuerRefused: 'problemIssuerRefused',
  signInTooMany: 'problemSignInTooMany',
  signInFailed: 'problemSignInFailed',
  serverWrong: 'problemServerWrong',
  signInFirst: 'signInFirst',
  signIn: 'problemSignIn',
  sessionRevoked: 'problemSignIn',
  invalid: 'problemInvalid',
  unreachable: 'problemUnreachable',
  notFound: 'problemUnreachable',
  connection: 'problemConnection',
  draining: 'problemConnection',
  unavailable: 'problemConnection',
  microphoneDenied: 'microphoneNeeded',
  microphoneMissing: 'problemMicrophone',
  microphoneBusy: 'problemMicrophone',
  forbidden: 'problemForbidden',
  limited: 'problemLimited',
  meetLater: 'problemMeetLater',
  meetOff: 'problemMeetOff',
};

export function problemKey(code: string): TextKey {
  return problems[code] ?? 'problemFailed';
}

const ends: Readonly<Record<string, TextKey>> = {
  hangup: 'endHangup',
  answered: 'endHangup',
  busy: 'endBusy',
  declined: 'endDeclined',
  noAnswer: 'endNoAnswer',
  cancelled: 'endCancelled',
  answeredElsewhere: 'endElsewhere',
  transferred: 'endTransferred',
  noSuchNumber: 'endNoSuchNumber',
  unavailable: 'endUnavailable',
  lost: 'endLost',
};

export function endKey(reason: string): TextKey {
  return ends[reason] ?? 'endFailed';
}
