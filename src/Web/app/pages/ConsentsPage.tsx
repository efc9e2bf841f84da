import { useSignal } from '@preact/signals';
import { useCallback, useEffect } from 'preact/hooks';
import type { TextKey } from '../i18n/en';
import { number, t, when } from '../i18n/texts';
import { DiffTable } from '../parts/DiffTable';
import { ApiError } from '../rest/apiError';
import type { DeviceLocation, OwnConsents, PolicyDiff, Purpose } from '../rest/policies';
import { know, loadPolicies, ownPolicies, pageOf, policyTitles } from '../state/policies';
import { attempt } from '../state/problems';
import { below } from '../state/route';
import { api } from '../state/session';

const path = '/api/v1/me/consents';

const purposes: Readonly<Record<Purpose, readonly [TextKey, TextKey]>> = {
  diagnostics: ['consentDiagnostics', 'consentDiagnosticsText'],
  personalisation: ['consentPersonalisation', 'consentPersonalisationText'],
  location: ['consentLocation', 'consentLocationText'],
  thirdParties: ['consentThirdParties', 'consentThirdPartiesText'],
};

/** What the signed-in user allows and has accepted. */
export function ConsentsPage() {
  const own = useSignal<OwnConsents | null>(null);
  useEffect(
    () =>
      attempt(async () => {
        own.value = await api.get<OwnConsents>(path);
        await loadPolicies();
      }),
    [own],
  );
  return (
    <section aria-labelledby="consents-title" class="page">
      <h1 id="consents-title">{t('consentsTitle')}</h1>
      <p class="hint">{t('consentsLead')}</p>
      <Changes />
      <div class="settings">
        {own.value?.consents.map(({ purpose, given, changedAt }) => (
          <section key={purpose} class="card" aria-labelledby={`consent-${purpose}`}>
            <h2 id={`consent-${purpose}`}>{t(purposes[purpose][0])}</h2>
            <p>{t(purposes[purpose][1])}</p>
            <label class="row">
              <input
                type="checkbox"
                checked={given}
                data-testid={`consent-${purpose}`}
                onChange={event => {
                  const isGiven = event.currentTarget.checked;
                  attempt(async () => {
                    own.value = await api.put<OwnConsents>(`${path}/${purpose}`, { given: isGiven });
                    know(own.value);
                  });
                }}
              />
              {t(purposes[purpose][0])}
            </label>
            <p class="hint">{changedAt ? t('consentSince', { at: when(new Date(changedAt)) }) : t('consentNever')}</p>
            {purpose === 'location' && given && <Location />}
          </section>
        ))}
        <Accepted />
        {own.value && own.value.changes.length > 0 && (
          <section class="card" aria-labelledby="consent-history">
            <h2 id="consent-history">{t('consentHistory')}</h2>
            <ul data-testid="consent-history">
              {own.value.changes.map(change => (
                <li key={`${change.purpose} ${change.madeAt} ${change.given}`}>
                  {t(change.given ? 'consentGave' : 'consentWithdrew', {
                    at: when(new Date(change.madeAt)),
                    what: t(purposes[change.purpose][0]),
                    version: change.policyVersion,
                  })}
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
      <p>
        <a href="/policies">{t('documentsLink')}</a> · <a href="#/cookies">{t('keptLink')}</a>
      </p>
    </section>
  );
}

/** What changed between two versions, where the address asks for it. */
function Changes() {
  const diff = useSignal<PolicyDiff | null>(null);
  const [what, kind, from, to] = below.value;
  useEffect(() => {
    diff.value = null;
    if (what !== 'changes' || !kind || !from || !to) return;
    attempt(async () => {
      diff.value = await api.get<PolicyDiff>(
        `/api/v1/policies/${encodeURIComponent(kind)}/diff?from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`,
      );
    });
  }, [diff, what, kind, from, to]);
  return diff.value && <DiffTable diff={diff.value} />;
}

function Accepted() {
  const accepted = ownPolicies.value?.accepted ?? [];
  return (
    <section class="card" aria-labelledby="acceptances">
      <h2 id="acceptances">{t('acceptancesTitle')}</h2>
      {accepted.length === 0 && <p>{t('acceptancesNone')}</p>}
      <ul data-testid="acceptances">
        {accepted.map(one => (
          <li key={`${one.kind} ${one.version}`}>
            <a href={pageOf(one.kind, one.version)}>
              {t('acceptance', { at: when(new Date(one.acceptedAt)), title: t(policyTitles[one.kind]), version: one.version })}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Location() {
  const kept = useSignal<DeviceLocation | null>(null);
  const load = useCallback(async () => {
    try {
      kept.value = await api.get<DeviceLocation>('/api/v1/me/location');
    } catch (problem) {
      if (!(problem instanceof ApiError) || problem.status !== 404) throw problem;
      kept.value = null;
    }
  }, [kept]);
  useEffect(() => attempt(load), [load]);
  const send = () =>
    attempt(async () => {
      const { coords } = await new Promise<GeolocationPosition>((resolve, reject) =>
        navigator.geolocation.getCurrentPosition(resolve, reject),
      );
      await api.put('/api/v1/me/location', {
        latitude: coords.latitude,
        longitude: coords.longitude,
        accuracy: Math.min(coords.accuracy, 100_000),
      });
      await load();
    });
  return (
    <>
      <p role="status">
        {kept.value
          ? t('consentLocationKept', {
              latitude: number(kept.value.latitude),
              longitude: number(kept.value.longitude),
              accuracy: number(Math.round(kept.value.accuracy)),
              at: when(new Date(kept.value.seenAt)),
            })
          : t('consentLocationNone')}
      </p>
      <div class="row">
        <button type="button" onClick={send}>
          {t('consentSendLocation')}
        </button>
        {kept.value && (
          <button
            type="button"
            onClick={() =>
              attempt(async () => {
                await api.delete('/api/v1/me/location');
                await load();
              })
            }
          >
            {t('consentForgetLocation')}
          </button>
        )}
      </div>
    </>
  );
}
