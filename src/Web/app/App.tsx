import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import type { TextKey } from './i18n/en';
import { number, t } from './i18n/texts';
import { ColleaguesPage } from './pages/ColleaguesPage';
import { LogPage } from './pages/LogPage';
import { PhonePage } from './pages/PhonePage';
import { SettingsPage } from './pages/SettingsPage';
import { SignInPage } from './pages/SignInPage';
import { AgentBar } from './parts/AgentBar';
import { Banners } from './parts/Banners';
import { CallCard } from './parts/CallCard';
import { Confirmation } from './parts/Confirmation';
import { Icon, type IconName } from './parts/Icon';
import { later } from './parts/later';
import { PresenceMenu } from './parts/PresenceMenu';
import { ShortcutHelp } from './parts/Shortcuts';
import type { Phone } from './state/phone';
import { preferences } from './state/preferences';
import { below, hash, page } from './state/route';
import { phone } from './state/session';
import { isHelpOpen } from './state/shortcuts';

interface Place {
  readonly hash: string;
  /** Address of a link from outside: the server answers it with this page too. */
  readonly path: string;
  readonly text: TextKey;
  readonly icon: IconName;
  readonly Page: ComponentType<{ phone: Phone }>;
  /** Whoever is less does not see it. */
  readonly least?: 'supervisor' | 'administrator';
}

const ReportsPage = later<{ phone: Phone }>(async () => (await import('./pages/ReportsPage')).ReportsPage);
const LivePage = later(async () => (await import('./pages/LivePage')).LivePage);
const RoomsPage = later(async () => (await import('./pages/RoomsPage')).RoomsPage);
const QueuesPage = later(async () => (await import('./pages/QueuesPage')).QueuesPage);
const VoicemailPage = later(async () => (await import('./pages/VoicemailPage')).VoicemailPage);
const ContactsPage = later<{ phone: Phone }>(async () => (await import('./pages/ContactsPage')).ContactsPage);
const FlowsPage = later<{ phone: Phone }>(async () => (await import('./pages/FlowsPage')).FlowsPage);
const AuditPage = later<{ phone: Phone }>(async () => (await import('./pages/AuditPage')).AuditPage);
const PrivacyPage = later<{ phone: Phone }>(async () => (await import('./pages/PrivacyPage')).PrivacyPage);
const AgentsPage = later(async () => (await import('./pages/AgentsPage')).AgentsPage);

const places: readonly [Place, ...Place[]] = [
  { hash: '#/', path: '/', text: 'navPhone', icon: 'phone', Page: PhonePage },
  { hash: '#/calls', path: '/log', text: 'navLog', icon: 'log', Page: LogPage },
  { hash: '#/voicemail', path: '/voicemail', text: 'navVoicemail', icon: 'voicemail', Page: VoicemailPage },
  { hash: '#/colleagues', path: '/colleagues', text: 'navColleagues', icon: 'people', Page: ColleaguesPage },
  { hash: '#/contacts', path: '/contacts', text: 'navContacts', icon: 'contacts', Page: ContactsPage },
  { hash: '#/live', path: '/live', text: 'navLive', icon: 'live', Page: LivePage, least: 'supervisor' },
  { hash: '#/queues', path: '/queues', text: 'navQueues', icon: 'queue', Page: QueuesPage, least: 'supervisor' },
  { hash: '#/agents', path: '/agents', text: 'navAgents', icon: 'agent', Page: AgentsPage, least: 'supervisor' },
  { hash: '#/rooms', path: '/rooms', text: 'navRooms', icon: 'room', Page: RoomsPage, least: 'supervisor' },
  { hash: '#/flows', path: '/flows', text: 'navFlows', icon: 'flow', Page: FlowsPage, least: 'administrator' },
  { hash: '#/reports', path: '/reports', text: 'navReports', icon: 'report', Page: ReportsPage, least: 'supervisor' },
  { hash: '#/audit', path: '/audit', text: 'navAudit', icon: 'audit', Page: AuditPage, least: 'administrator' },
  { hash: '#/privacy', path: '/privacy', text: 'navPrivacy', icon: 'privacy', Page: PrivacyPage, least: 'administrator' },
  { hash: '#/settings', path: '/settings', text: 'navSettings', icon: 'settings', Page: SettingsPage },
];

const linked = places.find(place => place.path !== '/' && location.pathname.startsWith(place.path));
if (location.pathname !== '/') {
  history.replaceState(null, '', `/${linked?.hash ?? '#/'}`);
  hash.value = location.hash;
}

export function App() {
  const { theme, locale } = preferences;
  const isTv = isOnWall();
  useEffect(() => {
    document.documentElement.dataset.theme = isTv ? 'dark' : theme.value;
    document.documentElement.lang = locale.value;
  }, [theme.value, locale.value, isTv]);
  const now = phone.value;
  const open = places.filter(({ least }) => !least || (least === 'supervisor' ? now?.isSupervisor : now?.isAdministrator));
  const place = open.find(one => one.hash === page.value) ?? places[0];
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

/** A page for a screen on the wall: nothing is around it. */
function isOnWall(): boolean {
  return page.value === '#/queues' && below.value[0] === '+tv' && phone.value !== null;
}

function Shell({ phone, open, place }: { phone: Phone; open: readonly Place[]; place: Place }) {
  void phone.turn.value;
  const { Page } = place;
  const isPhone = place === places[0];
  if (isOnWall()) {
    return (
      <main id="content" class="wall" tabIndex={-1}>
        <Page phone={phone} />
      </main>
    );
  }
  return (
    <div class="shell">
      <header>
        <img src="/icon.svg" alt="" width="28" height="28" />
        <nav aria-label={t('navigation')}>
          {open.map(one => (
            <a key={one.hash} href={one.hash} aria-current={one === place ? 'page' : undefined}>
              <Icon name={one.icon} />
              <span>{t(one.text)}</span>
              {one.hash === '#/voicemail' && <NewMessages phone={phone} />}
            </a>
          ))}
        </nav>
        <Who phone={phone} />
      </header>
      <AgentBar phone={phone} />
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

/** How many messages nobody has heard yet. */
function NewMessages({ phone }: { phone: Phone }) {
  const count = phone.voicemail.value?.new ?? 0;
  if (count === 0) return null;
  return (
    <span class="badge" data-testid="new-messages">
      {number(count)} <span class="hidden">{t('voicemailNew')}</span>
    </span>
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
