import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import type { TextKey } from './i18n/en';
import { t } from './i18n/texts';
import { ColleaguesPage } from './pages/ColleaguesPage';
import { LogPage } from './pages/LogPage';
import { PhonePage } from './pages/PhonePage';
import { SettingsPage } from './pages/SettingsPage';
import { SignInPage } from './pages/SignInPage';
import { Banners } from './parts/Banners';
import { CallCard } from './parts/CallCard';
import { Confirmation } from './parts/Confirmation';
import { Icon, type IconName } from './parts/Icon';
import { later } from './parts/later';
import { PresenceMenu } from './parts/PresenceMenu';
import { ShortcutHelp } from './parts/Shortcuts';
import type { Phone } from './state/phone';
import { preferences } from './state/preferences';
import { phone } from './state/session';
import { isHelpOpen } from './state/shortcuts';

interface Place {
  readonly hash: string;
  /** Address of a link from outside: the server answers it with this page too. */
  readonly path: string;
  readonly text: TextKey;
  readonly icon: IconName;
  readonly Page: ComponentType<{ phone: Phone }>;
  /** Agents do not see it. */
  readonly isForSupervisors?: boolean;
}

const ReportsPage = later<{ phone: Phone }>(async () => (await import('./pages/ReportsPage')).ReportsPage);
const LivePage = later(async () => (await import('./pages/LivePage')).LivePage);

const places: readonly [Place, ...Place[]] = [
  { hash: '#/', path: '/', text: 'navPhone', icon: 'phone', Page: PhonePage },
  { hash: '#/calls', path: '/log', text: 'navLog', icon: 'log', Page: LogPage },
  { hash: '#/colleagues', path: '/colleagues', text: 'navColleagues', icon: 'people', Page: ColleaguesPage },
  { hash: '#/live', path: '/live', text: 'navLive', icon: 'live', Page: LivePage, isForSupervisors: true },
  { hash: '#/reports', path: '/reports', text: 'navReports', icon: 'report', Page: ReportsPage, isForSupervisors: true },
  { hash: '#/settings', path: '/settings', text: 'navSettings', icon: 'settings', Page: SettingsPage },
];

const linked = places.find(place => place.path !== '/' && location.pathname.startsWith(place.path));
if (location.pathname !== '/') history.replaceState(null, '', `/${linked?.hash ?? '#/'}`);
const hash = signal(location.hash);
addEventListener('hashchange', () => {
  hash.value = location.hash;
});

export function App() {
  const { theme, locale } = preferences;
  useEffect(() => {
    document.documentElement.dataset.theme = theme.value;
    document.documentElement.lang = locale.value;
  }, [theme.value, locale.value]);
  const now = phone.value;
  const open = places.filter(one => !one.isForSupervisors || now?.isSupervisor);
  const place = open.find(one => one.hash === hash.value) ?? places[0];
  const ringing = now?.calls.value.find(call => call.status() === 'pending');
  useEffect(() => {
    document.title = `${ringing ? `☎ ${ringing.remote.name || ringing.remote.number} – ` : ''}${now ? `${t(place.text)} – ` : ''}${t('appName')}`;
  });
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById('content')?.focus()}>
        {t('skip')}
      </button>
      {now ? <Shell phone={now} open={open} place={place} /> : <SignInPage />}
      <ShortcutHelp />
      <Confirmation />
    </>
  );
}

function Shell({ phone, open, place }: { phone: Phone; open: readonly Place[]; place: Place }) {
  void phone.turn.value;
  const { Page } = place;
  const isPhone = place === places[0];
  return (
    <div class="shell">
      <header>
        <img src="/icon.svg" alt="" width="28" height="28" />
        <nav aria-label={t('navigation')}>
          {open.map(one => (
            <a key={one.hash} href={one.hash} aria-current={one === place ? 'page' : undefined}>
              <Icon name={one.icon} />
              <span>{t(one.text)}</span>
            </a>
          ))}
        </nav>
        <Who phone={phone} />
      </header>
      <Banners phone={phone} />
      {!isPhone && phone.calls.value.length > 0 && (
        <section aria-label={t('callsTitle')}>
          <ul class="cards strip">
            {phone.calls.value.map(call => (
              <CallCard key={call.id} call={call} phone={phone} />
            ))}
          </ul>
        </section>
      )}
      <main id="content" tabIndex={-1}>
        <Page phone={phone} />
      </main>
    </div>
  );
}

function Who({ phone }: { phone: Phone }) {
  const identity = phone.identity.value;
  const state = phone.state.value;
  return (
    <div class="who-am-i">
      {identity && (
        <div class="name">
          <strong>{identity.displayName}</strong>
          {identity.extension && <span class="number">{identity.extension}</span>}
        </div>
      )}
      <span class={`link ${state}`} role="status" data-testid="state">
        {t(state === 'registered' ? 'stateReady' : state === 'unregistered' || state === 'destroyed' ? 'stateOff' : 'stateConnecting')}
      </span>
      <PresenceMenu phone={phone} />
      <button
        type="button"
        class="plain"
        aria-label={t('helpTitle')}
        title={t('helpTitle')}
        onClick={() => {
          isHelpOpen.value = true;
        }}
      >
        <Icon name="keyboard" />
      </button>
    </div>
  );
}
