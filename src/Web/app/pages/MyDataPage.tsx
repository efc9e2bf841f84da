import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/texts';
import { ExportList } from '../parts/ExportList';
import { kindOf, kinds, stateOf } from '../parts/rightsTexts';
import { SaveRow } from '../parts/SaveRow';
import type { RightsKind, RightsRequest } from '../rest/rights';
import { attempt } from '../state/problems';
import { api } from '../state/session';

const path = '/api/v1/me/rights';

/** What is kept of the signed-in user, and what the user may ask about it. */
export function MyDataPage() {
  return (
    <section aria-labelledby="my-data-title" class="page">
      <h1 id="my-data-title">{t('myDataTitle')}</h1>
      <div class="settings">
        <section class="card" aria-labelledby="my-data-exports">
          <h2 id="my-data-exports">{t('exportsTitle')}</h2>
          <p class="hint">{t('exportsLead')}</p>
          <ExportList path="/api/v1/me/exports" ask={t('exportAsk')} canErase />
        </section>
        <section class="card" aria-labelledby="my-data-requests">
          <h2 id="my-data-requests">{t('rightsTitle')}</h2>
          <OwnRequests />
        </section>
        <section class="card" aria-labelledby="my-data-profile">
          <h2 id="my-data-profile">{t('profileTitle')}</h2>
          <ProfileForm />
        </section>
      </div>
    </section>
  );
}

function OwnRequests() {
  const requests = useSignal<readonly RightsRequest[]>([]);
  const kind = useSignal<RightsKind>('access');
  const text = useSignal('');
  const load = async () => {
    requests.value = await api.get<readonly RightsRequest[]>(path);
  };
  useEffect(() => attempt(load), [requests]);
  return (
    <>
      <p class="hint">{t('rightsLead')}</p>
      <div role="status">{requests.value.length === 0 && <p>{t('rightsNone')}</p>}</div>
      <ul class="plain-list" data-testid="own-rights">
        {requests.value.map(request => (
          <li key={request.id}>
            <strong>
              {request.number} · {kindOf(request)}
            </strong>{' '}
            · {stateOf(request)}
            {request.text && <p>{request.text}</p>}
            {request.decision && <p role="note">{request.decision}</p>}
            {request.state === 'open' && (
              <button
                type="button"
                onClick={() =>
                  attempt(async () => {
                    await api.delete(`${path}/${request.id}`);
                    await load();
                  })
                }
              >
                {t('rightsWithdraw')}
              </button>
            )}
          </li>
        ))}
      </ul>
      <form
        onSubmit={event => {
          event.preventDefault();
          attempt(async () => {
            await api.post(path, { kind: kind.value, text: text.value.trim(), call: null });
            text.value = '';
            await load();
          });
        }}
      >
        <h3>{t('rightsNew')}</h3>
        <label class="field">
          {t('rightsKind')}
          <select
            value={kind.value}
            onChange={event => {
              kind.value = event.currentTarget.value as RightsKind;
            }}
          >
            {kinds.map(([name, key]) => (
              <option key={name} value={name}>
                {t(key)}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          {t('rightsText')}
          <input
            value={text.value}
            maxLength={4000}
            onInput={event => {
              text.value = event.currentTarget.value;
            }}
          />
        </label>
        <button type="submit" class="primary">
          {t('rightsSend')}
        </button>
      </form>
    </>
  );
}

function ProfileForm() {
  const name = useSignal<string | null>(null);
  const isSaved = useSignal(false);
  useEffect(
    () =>
      attempt(async () => {
        name.value = (await api.get<{ displayName: string }>('/api/v1/me')).displayName;
      }),
    [name],
  );
  if (name.value === null) return <p role="status">{t('loading')}</p>;
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        attempt(async () => {
          await api.put('/api/v1/me/profile', { displayName: name.value });
          isSaved.value = true;
        });
      }}
    >
      <p class="hint">{t('profileLead')}</p>
      <label class="field">
        {t('profileName')}
        <input
          value={name.value}
          maxLength={100}
          required
          onInput={event => {
            isSaved.value = false;
            name.value = event.currentTarget.value;
          }}
        />
      </label>
      <SaveRow isSaved={isSaved.value} />
    </form>
  );
}
