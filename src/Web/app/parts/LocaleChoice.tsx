import { type Locale, locales, t } from '../i18n/texts';
import { preferences } from '../state/preferences';

const names: Readonly<Record<Locale, string>> = { 'es-CO': 'Español (Colombia)', en: 'English' };

export function LocaleChoice() {
  return (
    <label class="field">
      {t('language')}
      <select
        value={preferences.locale.value}
        onChange={event => {
          preferences.locale.value = event.currentTarget.value as Locale;
        }}
      >
        {(Object.keys(locales) as Locale[]).map(locale => (
          <option key={locale} value={locale} lang={locale}>
            {names[locale]}
          </option>
        ))}
      </select>
    </label>
  );
}
