import type { TextKey } from '../i18n/en';
import { t } from '../i18n/texts';

const keys = [
  ['1', ''],
  ['2', 'ABC'],
  ['3', 'DEF'],
  ['4', 'GHI'],
  ['5', 'JKL'],
  ['6', 'MNO'],
  ['7', 'PQRS'],
  ['8', 'TUV'],
  ['9', 'WXYZ'],
  ['*', ''],
  ['0', '+'],
  ['#', ''],
] as const;

/** Signs that screen readers leave out; a digit is read with its letters. */
const signs: Readonly<Record<string, TextKey>> = { '*': 'star', '#': 'pound' };

/** Twelve keys with their letters (ITU-T E.161). */
export function DialPad({ label, onDigit }: { label: string; onDigit: (digit: string) => void }) {
  return (
    <fieldset class="pad">
      <legend class="hidden">{label}</legend>
      {keys.map(([digit, letters]) => (
        <button key={digit} type="button" aria-label={signs[digit] && t(signs[digit])} onClick={() => onDigit(digit)}>
          <span>{digit}</span>
          <small>{letters}</small>
        </button>
      ))}
    </fieldset>
  );
}
