import { useSignal } from '@preact/signals';
import { useCallback, useEffect } from 'preact/hooks';
import type { TextKey } from '../i18n/en';
import { t } from '../i18n/texts';
import type { Notice } from '../rest/policies';
import { loadPolicies, titleOf } from '../state/policies';
import { attempt } from '../state/problems';
import { api } from '../state/session';

const empty = { name: '', titleEs: '', titleEn: '', textEs: '', textEn: '', until: '' };
type Name = keyof typeof empty;

const fields: readonly (readonly [Exclude<Name, 'until'>, TextKey, number])[] = [
  ['name', 'noticeName', 64],
  ['titleEs', 'documentTitleEs', 200],
  ['textEs', 'documentTextEs', 2_000],
  ['titleEn', 'documentTitleEn', 200],
  ['textEn', 'documentTextEn', 2_000],
];

/** Tells users something, once each. */
export function NoticeForm() {
  const told = useSignal<readonly Notice[]>([]);
  const written = useSignal(empty);
  const load = useCallback(async () => {
    told.value = await api.get<readonly Notice[]>('/api/v1/notices');
    await loadPolicies();
  }, [told]);
  useEffect(() => attempt(load), [load]);
  const write = (name: Name, value: string) => {
    written.value = { ...written.value, [name]: value };
  };
  return (
    <form
      data-testid="notice-form"
      onSubmit={event => {
        event.preventDefault();
        const { name, until, ...texts } = written.value;
        attempt(async () => {
          await api.put(`/api/v1/notices/${encodeURIComponent(name)}`, { ...texts, until: until ? new Date(until).toISOString() : null });
          written.value = empty;
          await load();
        });
      }}
    >
      <p class="hint">{t('noticesLead')}</p>
      <ul class="plain-list">
        {told.value.map(notice => (
          <li key={notice.name} class="row">
            <strong>{notice.name}</strong> {titleOf(notice)}
            <button
              type="button"
              onClick={() =>
                attempt(async () => {
                  await api.delete(`/api/v1/notices/${encodeURIComponent(notice.name)}`);
                  await load();
                })
              }
            >
              {t('noticeRemove', { name: notice.name })}
            </button>
          </li>
        ))}
      </ul>
      {fields.map(([name, label, most]) => (
        <label key={name} class="field">
          {t(label)}
          <input
            name={name}
            required
            maxLength={most}
            value={written.value[name]}
            onInput={event => write(name, event.currentTarget.value)}
          />
        </label>
      ))}
      <label class="field">
        {t('noticeUntil')}
        <input
          type="datetime-local"
          name="until"
          value={written.value.until}
          onInput={event => write('until', event.currentTarget.value)}
        />
      </label>
      <button type="submit">{t('noticeTell')}</button>
    </form>
  );
}
