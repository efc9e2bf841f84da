import { t } from '../i18n/texts';
import { preferences, type Rings } from '../state/preferences';

const ways = { browser: 'ringsBrowser', phone: 'ringsPhone', handsFree: 'ringsHandsFree' } as const;

/** What the person calls with: this browser, or the telephone on the desk. */
export function RingsChoice() {
  return (
    <label class="field">
      {t('rings')}
      <select
        name="rings"
        value={preferences.rings.value}
        onChange={event => {
          preferences.rings.value = event.currentTarget.value as Rings;
        }}
      >
        {(Object.keys(ways) as Rings[]).map(way => (
          <option key={way} value={way}>
            {t(ways[way])}
          </option>
        ))}
      </select>
      <span class="hint">{t('ringsHint')}</span>
    </label>
  );
}
