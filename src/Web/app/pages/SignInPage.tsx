import { useSignal } from '@preact/signals';
import { Device } from '../../phone';
import type { TextKey } from '../i18n/en';
import { t } from '../i18n/texts';
import { LocaleChoice } from '../parts/LocaleChoice';
import { ApiError } from '../rest/apiError';
import { goToIssuer, isReturning, issuerFailure, issuerName } from '../state/issuer';
import { signIn, wasSignedOut } from '../state/session';

export function SignInPage() {
  const email = useSignal('');
  const password = useSignal('');
  const isBusy = useSignal(false);
  const refused = useSignal<TextKey | null>(null);
  const failure = refused.value ?? issuerFailure.value;
  const submit = async (event: Event) => {
    event.preventDefault();
    isBusy.value = true;
    refused.value = issuerFailure.value = null;
    try {
      await signIn(email.value.trim(), password.value);
    } catch (problem) {
      const status = problem instanceof ApiError ? problem.status : 0;
      refused.value = status === 401 || status === 400 ? 'signInWrong' : status === 429 ? 'signInTooMany' : 'signInFailed';
    } finally {
      isBusy.value = false;
    }
  };
  return (
    <main id="content" class="sign-in">
      <form class="card" onSubmit={submit}>
        <img src="/icon.svg" alt="" width="48" height="48" />
        <h1>{t('appName')}</h1>
        <p class="lead">{t('signInLead')}</p>
        {wasSignedOut.value && <p class="notice">{t('sessionOver')}</p>}
        {!Device.isSupported && <p class="notice bad">{t('problemUnsupported')}</p>}
        <label class="field">
          {t('email')}
          <input
            type="email"
            name="email"
            autocomplete="username"
            required
            value={email.value}
            onInput={event => {
              email.value = event.currentTarget.value;
            }}
          />
        </label>
        <label class="field">
          {t('password')}
          <input
            type="password"
            name="password"
            autocomplete="current-password"
            required
            value={password.value}
            onInput={event => {
              password.value = event.currentTarget.value;
            }}
          />
        </label>
        <p role="alert" class={failure ? 'notice bad' : 'hidden'}>
          {failure && t(failure, { name: issuerName.value ?? '' })}
        </p>
        <button type="submit" class="primary wide" disabled={isBusy.value || isReturning.value}>
          {t(isReturning.value ? 'signingIn' : 'signIn')}
        </button>
        {issuerName.value && (
          <button
            type="button"
            class="wide by-issuer"
            disabled={isReturning.value}
            onClick={() => {
              refused.value = null;
              void goToIssuer();
            }}
          >
            {t('signInBy', { name: issuerName.value })}
          </button>
        )}
        {['127.0.0.1', 'localhost', '[::1]'].includes(location.hostname) && <p class="hint">{t('demoHint')}</p>}
        <LocaleChoice />
        <a href="#/cookies">{t('keptLink')}</a>
        <a href="/policies">{t('documentsLink')}</a>
      </form>
    </main>
  );
}
