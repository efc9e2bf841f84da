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

/** Twelve keys with their letters (ITU-T E.161). */
export function DialPad({ label, onDigit }: { label: string; onDigit: (digit: string) => void }) {
  return (
    <fieldset class="pad">
      <legend class="hidden">{label}</legend>
      {keys.map(([digit, letters]) => (
        <button key={digit} type="button" aria-label={nameOf(digit)} onClick={() => onDigit(digit)}>
          <span>{digit}</span>
          <small>{letters}</small>
        </button>
      ))}
    </fieldset>
  );
}

function nameOf(digit: string): string {
  return digit === '*' ? t('star') : digit === '#' ? t('pound') : t('digit', { digit });
}
