import { useSignal } from '@preact/signals';
import { t, when } from '../i18n/texts';
import type { Incident } from '../rest/incidents';
import { attempt } from '../state/problems';
import { api } from '../state/session';
import { rules, states } from './incidentTexts';

const day = 24 * 60 * 60 * 1000;

/** A case, and what an administrator may do with it; one about oneself is for another. */
export function IncidentItem({
  incident,
  isOwn,
  onChange,
}: {
  readonly incident: Incident;
  readonly isOwn: boolean;
  readonly onChange: () => Promise<void>;
}) {
  const reason = useSignal('');
  const path = `/api/v1/incidents/${encodeURIComponent(incident.id)}`;
  const put = (name: string, body: unknown) =>
    attempt(async () => {
      await api.put(`${path}/${name}`, body);
      await onChange();
    });
  const decide = (confirmed: boolean) => put('decision', { confirmed, reason: reason.value.trim() });
  const field = `incident-${incident.id}`;
  return (
    <li data-testid="incident">
      <strong>{t(rules[incident.rule])}</strong> · {incident.subject} · {t(states[incident.state])}
      <p>{incident.reason}</p>
      <p class="hint">{t('incidentAt', { at: when(new Date(incident.openedAt)), times: incident.times })}</p>
      {incident.blockedUntil && <p role="note">{t('incidentBlocked', { at: when(new Date(incident.blockedUntil)) })}</p>}
      {incident.appeal && <p>{t('incidentAppeal', { text: incident.appeal })}</p>}
      {incident.decidedBy && <p>{t('incidentDecided', { name: incident.decidedBy, text: incident.decision })}</p>}
      {!isOwn && (
        <>
          <label class="field" for={field}>
            {t('incidentReason')}
            <input
              id={field}
              value={reason.value}
              maxLength={2000}
              onInput={event => {
                reason.value = event.currentTarget.value;
              }}
            />
          </label>
          <div class="row">
            <button type="button" disabled={reason.value.trim() === ''} onClick={() => decide(true)}>
              {t('incidentConfirm')}
            </button>
            <button type="button" disabled={reason.value.trim() === ''} onClick={() => decide(false)}>
              {t('incidentDismiss')}
            </button>
            {incident.user && !incident.blockedUntil && (
              <button type="button" onClick={() => put('block', { until: new Date(Date.now() + day).toISOString() })}>
                {t('incidentBlock')}
              </button>
            )}
            {incident.blockedUntil && (
              <button type="button" onClick={() => put('block', { until: null })}>
                {t('incidentUnblock')}
              </button>
            )}
          </div>
        </>
      )}
    </li>
  );
}
