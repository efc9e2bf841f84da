import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/texts';
import { attempt } from '../state/problems';
import { api } from '../state/session';
import { SaveRow } from './SaveRow';

const path = '/api/v1/me/visibility';
const viewers = { everyone: 'visibleEveryone', groups: 'visibleGroups', contacts: 'visibleContacts', nobody: 'visibleNobody' } as const;
const fields = { presence: 'visibilityPresence', number: 'visibilityNumber', lastSeen: 'visibilityLastSeen' } as const;

type Viewers = keyof typeof viewers;
type Rules = Readonly<Record<keyof typeof fields, Viewers>>;

/** To whom in the company the user shows what. */
export function VisibilityForm() {
  const rules = useSignal<Rules | null>(null);
  const isSaved = useSignal(false);
  useEffect(() => {
    attempt(async () => {
      rules.value = await api.get<Rules>(path);
    });
  }, [rules]);
  const held = rules.value;
  if (!held) return <p role="status">{t('loading')}</p>;
  return (
    <form
      data-testid="visibility"
      onSubmit={event => {
        event.preventDefault();
        attempt(async () => {
          rules.value = await api.put<Rules>(path, held);
          isSaved.value = true;
        });
      }}
    >
      <p class="hint">{t('visibilityLead')}</p>
      {(Object.keys(fields) as (keyof typeof fields)[]).map(field => (
        <label key={field} class="field">
          {t(fields[field])}
          <select
            name={`visible-${field}`}
            value={held[field]}
            onChange={event => {
              isSaved.value = false;
              rules.value = { ...held, [field]: event.currentTarget.value as Viewers };
            }}
          >
            {(Object.keys(viewers) as Viewers[]).map(one => (
              <option key={one} value={one}>
                {t(viewers[one])}
              </option>
            ))}
          </select>
        </label>
      ))}
      <SaveRow isSaved={isSaved.value} />
    </form>
  );
}
