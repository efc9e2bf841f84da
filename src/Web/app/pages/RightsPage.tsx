import { useSignal } from '@preact/signals';
import { useCallback, useEffect } from 'preact/hooks';
import { t, when } from '../i18n/texts';
import { kindOf, stateOf } from '../parts/rightsTexts';
import type { RightsRequest } from '../rest/rights';
import { attempt } from '../state/problems';
import { question } from '../state/question';
import { api } from '../state/session';

const path = '/api/v1/rights';

/** Requests about personal data and their due days, for administrators. */
export function RightsPage() {
  const requests = useSignal<readonly RightsRequest[] | null>(null);
  const onlyOverdue = useSignal(false);
  const load = useCallback(async () => {
    requests.value = await api.get<readonly RightsRequest[]>(`${path}?overdue=${onlyOverdue.value}`);
  }, [requests, onlyOverdue]);
  useEffect(() => attempt(load), [load, onlyOverdue.value]);
  return (
    <section aria-labelledby="rights-title" class="page">
      <h1 id="rights-title">{t('rightsAllTitle')}</h1>
      <div class="settings">
        <div class="card">
          <p class="hint">{t('rightsAllLead')}</p>
          <label class="check">
            <input
              type="checkbox"
              checked={onlyOverdue.value}
              onChange={event => {
                onlyOverdue.value = event.currentTarget.checked;
              }}
            />
            {t('rightsOverdueOnly')}
          </label>
          <div role="status">{requests.value?.length === 0 && <p>{t('rightsNone')}</p>}</div>
          <ul class="plain-list" data-testid="rights">
            {requests.value?.map(request => (
              <li key={request.id}>
                <strong>
                  {request.number} · {kindOf(request)}
                </strong>{' '}
                · {request.user}, {when(new Date(request.madeAt))} · {stateOf(request)}
                {request.text && <p>{request.text}</p>}
                {request.decision && <p role="note">{request.decision}</p>}
                {(request.state === 'open' || request.state === 'granting') && <Decision request={request} onDone={load} />}
              </li>
            ))}
          </ul>
        </div>
      </div>
    </section>
  );
}

function Decision({ request, onDone }: { readonly request: RightsRequest; readonly onDone: () => Promise<void> }) {
  const reason = useSignal(request.decision ?? '');
  const decide = (granted: boolean) =>
    attempt(async () => {
      await api.post(`${path}/${request.id}/decide`, { granted, reason: reason.value.trim() });
      await onDone();
    });
  const grant = () => {
    if (request.kind !== 'erase') return decide(true);
    question.value = {
      title: t('rightsEraseAsk', { user: request.user }),
      text: t('rightsEraseText'),
      action: t('rightsGrant'),
      onYes: () => decide(true),
    };
  };
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        grant();
      }}
    >
      <label class="field">
        {t('rightsReason', { number: request.number })}
        <input
          value={reason.value}
          maxLength={4000}
          minLength={3}
          required
          onInput={event => {
            reason.value = event.currentTarget.value;
          }}
        />
      </label>
      <div class="row">
        <button type="submit" class="primary">
          {t('rightsGrant')}
        </button>
        {request.state === 'open' && (
          <button type="button" disabled={reason.value.trim().length < 3} onClick={() => decide(false)}>
            {t('rightsRefuse')}
          </button>
        )}
      </div>
    </form>
  );
}
