import { useSignal } from '@preact/signals';
import { useCallback, useEffect } from 'preact/hooks';
import type { TextKey } from '../i18n/en';
import { number, t, when } from '../i18n/texts';
import type { GoogleAccount, GooglePart, GoogleReason } from '../rest/google';
import { IssuerWay } from '../rest/issuer';
import { forgetGoogle, googleAccount } from '../state/google';
import { googleFailure, goToGoogle, returning } from '../state/issuer';
import { attempt } from '../state/problems';
import { ask } from '../state/question';
import { api } from '../state/session';

const path = '/api/v1/me/google';
const lookAgainMs = 2_000;

const parts: Readonly<Record<GooglePart['name'], TextKey>> = {
  contacts: 'googleContacts',
  directory: 'googleDirectory',
  calendar: 'googleCalendar',
  meet: 'googleMeet',
  gmail: 'googleGmail',
  chat: 'googleChat',
};

const reasons: Readonly<Record<GoogleReason, TextKey>> = {
  revoked: 'googleRevoked',
  scope: 'googleScope',
  disabled: 'googleDisabled',
  throttled: 'googleThrottled',
  away: 'googleAway',
  refused: 'googleRefused',
  full: 'googleFull',
};

/** The account of Google that contacts are kept the same with; nothing where it is not set up. */
export function GoogleSettings() {
  const account = useSignal<GoogleAccount | null>(null);
  const load = useCallback(async () => {
    forgetGoogle();
    account.value = await googleAccount();
  }, [account]);
  // Whoever came back from Google a moment ago has the account only when the server has taken it.
  useEffect(() => attempt(() => returning.then(load)), [load]);
  const isReading = account.value?.isReading === true;
  useEffect(() => {
    if (!isReading) return;
    const timer = setInterval(() => void load().catch(() => undefined), lookAgainMs);
    return () => clearInterval(timer);
  }, [isReading, load]);
  const known = account.value;
  if (known === null || (!known.isOffered && known.email === null)) return null;
  return (
    <section class="card" aria-labelledby="settings-google" data-testid="google">
      <h2 id="settings-google">{t('settingsGoogle')}</h2>
      <p class="hint">{t('googleLead')}</p>
      <p class="hint">
        {t('consentThirdPartiesText')} <a href="#/consents">{t('consentsTitle')}</a>
      </p>
      <p role="alert" class={googleFailure.value ? 'notice bad' : 'hidden'}>
        {googleFailure.value && t(googleFailure.value, { name: 'Google' })}
      </p>
      {known.email === null ? <ConnectButton text="googleConnect" /> : <Connected account={known} email={known.email} load={load} />}
    </section>
  );
}

function ConnectButton({ text }: { text: TextKey }) {
  return (
    <button type="button" disabled={!IssuerWay.isPossible} onClick={() => void goToGoogle()}>
      {t(text)}
    </button>
  );
}

function Connected({ account, email, load }: { account: GoogleAccount; email: string; load: () => Promise<void> }) {
  const disconnect = () =>
    ask({
      title: t('googleDisconnectTitle', { email }),
      text: t('googleDisconnectText'),
      action: t('googleDisconnect'),
      onYes: () =>
        attempt(async () => {
          await api.delete(path);
          await load();
        }),
    });
  const sync = () =>
    attempt(async () => {
      await api.post(`${path}/sync`, {});
      await load();
    });
  return (
    <>
      <p>{t('googleConnected', { email })}</p>
      <ul>
        {account.parts.map(part => (
          <li key={part.name}>
            {part.isOn
              ? t('googlePartOn', { part: t(parts[part.name]) })
              : t('googlePartOff', { part: t(parts[part.name]), reason: t(reasons[part.reason ?? 'refused']) })}
          </li>
        ))}
      </ul>
      <p role="status">{stateOf(account)}</p>
      <p class="row">
        <button type="button" disabled={account.isReading} onClick={sync}>
          {t('googleSync')}
        </button>
        {account.parts.some(part => part.reason === 'revoked' || part.reason === 'scope' || part.reason === 'refused') && (
          <ConnectButton text="googleAgain" />
        )}
        <button type="button" onClick={disconnect}>
          {t('googleDisconnect')}
        </button>
      </p>
    </>
  );
}

function stateOf({ isReading, met, total, syncedAt, linked }: GoogleAccount): string {
  if (isReading) return total > 0 && met > 0 ? t('googleReading', { met: number(met), total: number(total) }) : t('googleBegins');
  return syncedAt === null ? t('googleNever') : t('googleSynced', { count: number(linked), time: when(new Date(syncedAt)) });
}
