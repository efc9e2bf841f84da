import { useSignal } from '@preact/signals';
import { useCallback, useEffect } from 'preact/hooks';
import { t, when } from '../i18n/texts';
import type { OwnIncident } from '../rest/incidents';
import type { Page } from '../rest/models';
import { attempt } from '../state/problems';
import { api } from '../state/session';
import { rules, states } from './incidentTexts';

const path = '/api/v1/me/incidents';

/** Cases about the signed-in user, with a place to object; nothing where there are none. */
export function OwnIncidents() {
  const cases = useSignal<readonly OwnIncident[]>([]);
  const load = useCallback(async () => {
    cases.value = (await api.get<Page<OwnIncident>>(path)).items;
  }, [cases]);
  useEffect(() => attempt(load), [load]);
  if (cases.value.length === 0) return null;
  return (
    <section class="card" aria-labelledby="settings-incidents">
      <h2 id="settings-incidents">{t('ownIncidentsTitle')}</h2>
      <p class="hint">{t('ownIncidentsLead')}</p>
      <ul class="plain-list" data-testid="own-incidents">
        {cases.value.map(incident => (
          <li key={incident.id}>
            <strong>{t(rules[incident.rule])}</strong> · {when(new Date(incident.openedAt))} · {t(states[incident.state])}
            <p>{incident.reason}</p>
            {incident.blockedUntil && <p role="note">{t('incidentBlocked', { at: when(new Date(incident.blockedUntil)) })}</p>}
            {incident.decision && <p>{t('incidentDecision', { text: incident.decision })}</p>}
            {incident.appealedAt ? <p>{t('ownAppealed', { text: incident.appeal })}</p> : <Appeal id={incident.id} onDone={load} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Appeal({ id, onDone }: { readonly id: string; readonly onDone: () => Promise<void> }) {
  const text = useSignal('');
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        attempt(async () => {
          await api.put(`${path}/${encodeURIComponent(id)}/appeal`, { text: text.value.trim() });
          await onDone();
        });
      }}
    >
      <label class="field">
        {t('ownAppeal')}
        <input
          value={text.value}
          maxLength={2000}
          required
          onInput={event => {
            text.value = event.currentTarget.value;
          }}
        />
      </label>
      <button type="submit">{t('ownAppealSend')}</button>
    </form>
  );
}
