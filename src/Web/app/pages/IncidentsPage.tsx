import { useSignal } from '@preact/signals';
import { useCallback, useEffect } from 'preact/hooks';
import { t } from '../i18n/texts';
import { IncidentItem } from '../parts/IncidentItem';
import type { Incident } from '../rest/incidents';
import type { Page } from '../rest/models';
import type { Phone } from '../state/phone';
import { attempt } from '../state/problems';
import { api } from '../state/session';

const refreshMilliseconds = 5000;
const pageSize = 50;

/** Cases of what looked like an attack, for administrators. What is new shows within five seconds. */
export function IncidentsPage({ phone }: { phone: Phone }) {
  const cases = useSignal<readonly Incident[]>([]);
  const isMore = useSignal(false);
  const openOnly = useSignal(true);
  const limit = useSignal(pageSize);
  const load = useCallback(async () => {
    const state = openOnly.value ? '&state=open' : '';
    const page = await api.get<Page<Incident>>(`/api/v1/incidents?limit=${limit.value}${state}`);
    cases.value = page.items;
    isMore.value = page.next !== null;
  }, [cases, isMore, openOnly, limit]);
  useEffect(() => {
    attempt(load);
    // A list that cannot be had now is had the next time.
    const timer = setInterval(() => void load().catch(() => {}), refreshMilliseconds);
    return () => clearInterval(timer);
  }, [load]);
  const me = phone.identity.value?.user ?? '';
  return (
    <section aria-labelledby="incidents-title" class="page">
      <h1 id="incidents-title">{t('incidentsTitle')}</h1>
      <p class="hint">{t('incidentsLead')}</p>
      <label class="row">
        <input
          type="checkbox"
          checked={openOnly.value}
          onChange={event => {
            openOnly.value = event.currentTarget.checked;
            attempt(load);
          }}
        />
        {t('incidentsOpenOnly')}
      </label>
      {cases.value.length === 0 && <p role="status">{t('incidentsNone')}</p>}
      <ul class="plain-list" data-testid="incidents">
        {cases.value.map(incident => (
          <IncidentItem key={incident.id} incident={incident} isOwn={incident.user === me} onChange={load} />
        ))}
      </ul>
      {isMore.value && limit.value < 500 && (
        <button
          type="button"
          onClick={() => {
            limit.value = Math.min(500, limit.value + pageSize);
            attempt(load);
          }}
        >
          {t('incidentsMore')}
        </button>
      )}
    </section>
  );
}
