import { useSignal } from '@preact/signals';
import { useCallback, useEffect } from 'preact/hooks';
import { t, when } from '../i18n/texts';
import type { SignInSession } from '../rest/models';
import { attempt } from '../state/problems';
import { ask } from '../state/question';
import { api, signOut } from '../state/session';

/** Where the user is signed in, each of which can be ended. */
export function SessionList() {
  const sessions = useSignal<readonly SignInSession[]>([]);
  const load = useCallback(async () => {
    sessions.value = await api.get<readonly SignInSession[]>('/api/v1/sessions');
  }, [sessions]);
  useEffect(() => attempt(load), [load]);
  const end = (session: SignInSession) =>
    attempt(async () => {
      await api.delete(`/api/v1/sessions/${encodeURIComponent(session.id)}`);
      await load();
    });
  const endAll = () =>
    ask({
      title: t('sessionsEndTitle'),
      text: t('sessionsEndText'),
      action: t('sessionsEnd'),
      onYes: () =>
        attempt(async () => {
          await api.delete('/api/v1/sessions?everywhere=true');
          await signOut();
        }),
    });
  return (
    <>
      <h3>{t('sessionsTitle')}</h3>
      <ul>
        {sessions.value.map(session => (
          <li key={session.id} class="row" data-testid="session">
            <span>
              {placeOf(session)} <small>{t('sessionUsed', { address: session.address, time: when(new Date(session.lastUsedAt)) })}</small>
            </span>
            {session.current ? (
              <small>{t('sessionHere')}</small>
            ) : (
              <button type="button" aria-label={t('sessionEndOf', { place: placeOf(session) })} onClick={() => end(session)}>
                {t('sessionEnd')}
              </button>
            )}
          </li>
        ))}
      </ul>
      <button type="button" onClick={endAll}>
        {t('sessionsEnd')}
      </button>
    </>
  );
}

function placeOf({ browser, system }: SignInSession): string {
  if (browser && system) return t('sessionOn', { browser, system });
  return browser || system || t('sessionUnknown');
}
