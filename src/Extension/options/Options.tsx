import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { serverOf } from '../desk/session';
import rules from '../numbers/rules.json';
import { Problem } from '../panel/Panel';
import { ask, askWorker, change, settings, t, view } from '../screen/link';
import type { Settings } from '../wire/settings';
import { popUrl } from '../wire/settings';
import type { DeskView } from '../wire/view';
import { type IssuerFailure, issuerAnswer, thisBrowser } from './issuerWay';
import { siteOf } from './sites';

/** Countries by what they are called in the person's language. */
function countriesIn(locale: string): readonly (readonly [code: string, name: string])[] {
  const names = new Intl.DisplayNames([locale], { type: 'region' });
  return Object.keys(rules)
    .filter(code => code.length === 2)
    .map(code => [code, names.of(code) ?? code] as const)
    .sort(([, one], [, other]) => one.localeCompare(other, locale));
}

const failureTexts = {
  serverWrong: 'problemServerWrong',
  issuerNone: 'issuerNone',
  issuerUnknown: 'issuerUnknown',
  issuerDenied: 'issuerDenied',
  signInFailed: 'problemSignInFailed',
} as const satisfies Record<IssuerFailure, string>;

/** Where a person signs in and says what the extension may do. */
export function Options() {
  const [now, chosen] = [view.value, settings.value];
  useEffect(() => {
    document.title = t('optionsTitle');
  });
  if (!now || !chosen) return null;
  return (
    <main>
      <h1>{t('optionsTitle')}</h1>
      <Problem problem={now.problem} />
      <Account now={now} />
      <Sound now={now} chosen={chosen} />
      <Pages chosen={chosen} />
      <Caller chosen={chosen} />
      <section class="card" aria-labelledby="shortcuts">
        <h2 id="shortcuts">{t('shortcuts')}</h2>
        <p>{t('shortcutsHint')}</p>
      </section>
      {now.server && <Documents server={now.server} />}
    </main>
  );
}

/** What everybody may read of the company: its documents, and what is kept in browsers. */
function Documents({ server }: { server: string }) {
  return (
    <p>
      <a href={new URL('policies', server).href} target="_blank" rel="noopener">
        {t('documents')}
      </a>{' '}
      ·{' '}
      <a href={new URL('cookies', server).href} target="_blank" rel="noopener">
        {t('kept')}
      </a>
    </p>
  );
}

function Account({ now }: { now: DeskView }) {
  const server = useSignal(now.server ?? '');
  const email = useSignal('');
  const password = useSignal('');
  const failure = useSignal<IssuerFailure | null>(null);
  const allow = async () => {
    const origin = serverOf(server.value);
    // Only from a click: the browser asks whether the extension may speak with the server.
    if (origin !== null)
      await chrome.permissions.request({ origins: [`${new URL(origin).protocol}//${new URL(origin).hostname}/*`] }).catch(() => false);
  };
  const signInBy = async () => {
    failure.value = null;
    await allow();
    const answer = await issuerAnswer(server.value, thisBrowser);
    if (typeof answer === 'string') failure.value = answer;
    else ask({ do: 'signInBy', server: server.value, ...answer });
  };
  const signIn = async (event: Event) => {
    event.preventDefault();
    failure.value = null;
    await allow();
    ask({ do: 'signIn', server: server.value, email: email.value, password: password.value });
    password.value = '';
  };
  if (now.isSignedIn) {
    return (
      <section class="card" aria-labelledby="account">
        <h2 id="account">{t('account')}</h2>
        <p data-testid="signed-in">{t('signedInAs', { name: now.who?.name ?? '', server: now.server ?? '' })}</p>
        <button type="button" onClick={() => ask({ do: 'signOut' })}>
          {t('signOut')}
        </button>
      </section>
    );
  }
  return (
    <section class="card" aria-labelledby="account">
      <h2 id="account">{t('account')}</h2>
      <form onSubmit={event => void signIn(event)}>
        <Field name="server" label={t('server')} hint={t('serverHint')} type="text" autocomplete="url" value={server} />
        <Field name="email" label={t('email')} type="email" autocomplete="username" value={email} />
        <Field name="password" label={t('password')} type="password" autocomplete="current-password" value={password} />
        <button type="submit" class="primary" disabled={now.isSigningIn}>
          {t(now.isSigningIn ? 'signingIn' : 'signIn')}
        </button>
        <button type="button" disabled={now.isSigningIn} onClick={() => void signInBy()}>
          {t('signInBy')}
        </button>
        {failure.value && (
          <p role="alert" class="notice bad">
            {t(failureTexts[failure.value])}
          </p>
        )}
      </form>
    </section>
  );
}

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly type: 'text' | 'email' | 'password';
  readonly autocomplete: 'url' | 'username' | 'current-password';
  readonly value: { value: string };
}

function Field({ name, label, hint, type, autocomplete, value }: FieldProps) {
  return (
    <label class="field">
      {label}
      <input
        name={name}
        type={type as 'text'}
        autocomplete={autocomplete}
        required
        value={value.value}
        onInput={event => {
          value.value = event.currentTarget.value;
        }}
      />
      {hint && <span class="hint">{hint}</span>}
    </label>
  );
}

function Sound({ now, chosen }: { now: DeskView; chosen: Settings }) {
  return (
    <section class="card" aria-labelledby="microphone">
      <h2 id="microphone">{t('microphone')}</h2>
      {now.microphone === 'granted' ? (
        <p>{t('microphoneGranted')}</p>
      ) : (
        <div class="notice bad">
          <p>{t(now.microphone === 'denied' ? 'microphoneBlocked' : 'microphoneNeeded')}</p>
          <button type="button" onClick={() => askWorker({ to: 'worker', ask: 'permission' })}>
            {t('allowMicrophone')}
          </button>
        </div>
      )}
      <Check name="cleansSound" label={t('cleansSound')} isOn={chosen.cleansSound} onChange={cleansSound => change({ cleansSound })} />
      <label class="field">
        {t('rings')}
        <select
          name="rings"
          value={chosen.rings}
          onChange={event => void change({ rings: event.currentTarget.value === 'phone' ? 'phone' : 'here' })}
        >
          <option value="here">{t('ringsHere')}</option>
          <option value="phone">{t('ringsPhone')}</option>
        </select>
        <span class="hint">{t('ringsHint')}</span>
      </label>
      <label class="field">
        {t('language')}
        <select value={chosen.locale} onChange={event => void change({ locale: event.currentTarget.value === 'es' ? 'es' : 'en' })}>
          <option value="es" lang="es">
            Español
          </option>
          <option value="en" lang="en">
            English
          </option>
        </select>
      </label>
    </section>
  );
}

function Check({
  name,
  label,
  isOn,
  onChange,
}: {
  name: string;
  label: string;
  isOn: boolean;
  onChange: (isOn: boolean) => Promise<void>;
}) {
  return (
    <label class="check">
      <input type="checkbox" name={name} checked={isOn} onChange={event => void onChange(event.currentTarget.checked)} />
      {label}
    </label>
  );
}

function Pages({ chosen }: { chosen: Settings }) {
  const typed = useSignal('');
  const wrong = useSignal<'siteWrong' | 'siteRefused' | null>(null);
  const add = async (event: Event) => {
    event.preventDefault();
    const site = siteOf(typed.value);
    if (site === null) {
      wrong.value = 'siteWrong';
      return;
    }
    const isAllowed = await chrome.permissions.request({ origins: [site] }).catch(() => false);
    wrong.value = isAllowed ? null : 'siteRefused';
    if (!isAllowed) return;
    typed.value = '';
    await change({ sites: [...chosen.sites.filter(one => one !== site), site] });
  };
  return (
    <section class="card" aria-labelledby="pages">
      <h2 id="pages">{t('pages')}</h2>
      <Check name="marks" label={t('marks')} isOn={chosen.marks} onChange={marks => change({ marks })} />
      <label class="field">
        {t('country')}
        <select name="country" value={chosen.country} onChange={event => void change({ country: event.currentTarget.value })}>
          {countriesIn(chosen.locale).map(([code, name]) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <h3>{t('sitesTitle')}</h3>
      <p class="hint">{t('sitesHint')}</p>
      <ul class="sites">
        {chosen.sites.map(site => (
          <li key={site}>
            <code>{site}</code>
            <button
              type="button"
              aria-label={t('siteRemove', { site })}
              onClick={() => void change({ sites: chosen.sites.filter(one => one !== site) })}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      <form class="dial" onSubmit={event => void add(event)}>
        <label class="field">
          {t('siteAdd')}
          <input
            type="text"
            name="site"
            value={typed.value}
            onInput={event => {
              typed.value = event.currentTarget.value;
            }}
          />
        </label>
        <button type="submit">{t('siteAddButton')}</button>
      </form>
      <p role="alert" class={wrong.value ? 'notice bad' : 'hidden'}>
        {wrong.value && t(wrong.value)}
      </p>
    </section>
  );
}

function Caller({ chosen }: { chosen: Settings }) {
  const isWrong = useSignal(false);
  return (
    <section class="card" aria-labelledby="caller">
      <h2 id="caller">{t('calls')}</h2>
      <label class="field">
        {t('pop')}
        <input
          type="text"
          name="pop"
          value={chosen.pop}
          onChange={event => {
            const pop = event.currentTarget.value.trim();
            isWrong.value = pop !== '' && popUrl(pop, '0', '') === null;
            if (!isWrong.value) void change({ pop });
          }}
        />
        <span class="hint">{t('popHint')}</span>
      </label>
      <p role="alert" class={isWrong.value ? 'notice bad' : 'hidden'}>
        {isWrong.value && t('popWrong')}
      </p>
      <label class="field">
        {t('popsWhen')}
        <select
          value={chosen.popsWhen}
          onChange={event => void change({ popsWhen: event.currentTarget.value === 'ringing' ? 'ringing' : 'answered' })}
        >
          <option value="ringing">{t('popsRinging')}</option>
          <option value="answered">{t('popsAnswered')}</option>
        </select>
      </label>
    </section>
  );
}
