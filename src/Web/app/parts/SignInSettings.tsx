import { useSignal } from '@preact/signals';
import { useCallback, useEffect } from 'preact/hooks';
import { t } from '../i18n/texts';
import type { LinkedLogin } from '../rest/issuer';
import { goToLink, issuerFailure, issuerName, linkedLogins, returning, unlink } from '../state/issuer';
import { attempt } from '../state/problems';
import { ask } from '../state/question';
import { SessionList } from './SessionList';

/** How and where the user signs in. */
export function SignInSettings() {
  return (
    <section class="card" aria-labelledby="settings-sign-in">
      <h2 id="settings-sign-in">{t('settingsSignIn')}</h2>
      <LinkedLogins />
      <SessionList />
    </section>
  );
}

/** The accounts elsewhere that the user signs in with; nothing where there is no issuer and none is linked. */
function LinkedLogins() {
  const logins = useSignal<readonly LinkedLogin[] | null>(null);
  const load = useCallback(async () => {
    logins.value = await linkedLogins();
  }, [logins]);
  // Whoever came back from the issuer a moment ago has the account only when the server has taken it.
  useEffect(() => attempt(() => returning.then(load)), [load]);
  const name = issuerName.value;
  const linked = logins.value;
  if (linked === null || (name === null && linked.length === 0)) return null;
  const remove = (login: LinkedLogin) =>
    ask({
      title: t('unlinkTitle'),
      text: t('unlinkText', { label: login.label }),
      action: t('unlink'),
      onYes: () =>
        attempt(async () => {
          await unlink(login);
          await load();
        }),
    });
  return (
    <>
      <p role="alert" class={issuerFailure.value ? 'notice bad' : 'hidden'}>
        {issuerFailure.value && t(issuerFailure.value, { name: name ?? '' })}
      </p>
      {linked.length === 0 && <p class="hint">{t('linkedNone')}</p>}
      <ul>
        {linked.map(login => (
          <li key={login.issuer} class="row" data-testid="linked-login">
            <span>{t('linkedTo', { name: login.name, label: login.label })}</span>
            <button type="button" aria-label={t('unlinkOf', { label: login.label })} onClick={() => remove(login)}>
              {t('unlink')}
            </button>
          </li>
        ))}
      </ul>
      {name !== null && !linked.some(login => login.name === name) && (
        <button type="button" onClick={() => void goToLink()}>
          {t('link', { name })}
        </button>
      )}
    </>
  );
}
