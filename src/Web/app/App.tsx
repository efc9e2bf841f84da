import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import type { TextKey } from './i18n/en';
import { number, t } from './i18n/texts';
import { ColleaguesPage } from './pages/ColleaguesPage';
import { KeptPage } from './pages/KeptPage';
import { LogPage } from './pages/LogPage';
import { PhonePage } from './pages/PhonePage';
import { SettingsPage } from './pages/SettingsPage';
import { SharedPage } from './pages/SharedPage';
import { SignInPage } from './pages/SignInPage';
import { AgentBar } from './parts/AgentBar';
import { Banners } from './parts/Banners';
import { CallCard } from './parts/CallCard';
import { Confirmation } from './parts/Confirmation';
import { Icon, type IconName } from './parts/Icon';
import { LocaleChoice } from './parts/LocaleChoice';
import { later } from './parts/later';
import { PolicyDialog } from './parts/PolicyDialog';
import { PresenceMenu } from './parts/PresenceMenu';
import { ShortcutHelp } from './parts/Shortcuts';
import type { Phone } from './state/phone';
import { preferences } from './state/preferences';
import { below, hash, page } from './state/route';
import { chats, phone } from './state/session';
import { isHelpOpen } from './state/shortcuts';

interface Place {
  readonly hash: string;
  /** Address of a link from outside: the server answers it with this page too. */
  readonly path: string;
  readonly text: TextKey;
  readonly icon: IconName;
  readonly Page: ComponentType<{ phone: Phone }>;
  /** Found by its address and by links only. */
  readonly isAside?: boolean;
  /** Whoever is less does not see it. */
  readonly least?: 'supervisor' | 'administrator';
}

const ReportsPage = later<{ phone: Phone }>(async () => (await import('./pages/ReportsPage')).ReportsPage);
const LivePage = later(async () => (await import('./pages/LivePage')).LivePage);
const RoomsPage = later(async () => (await import('./pages/RoomsPage')).RoomsPage);
const QueuesPage = later(async () => (await import('./pages/QueuesPage')).QueuesPage);
const VoicemailPage = later(async () => (await import('./pages/VoicemailPage')).VoicemailPage);
const ChatPage = later<{ phone: Phone }>(async () => (await import('./pages/ChatPage')).ChatPage);
const FaxPage = later<{ phone: Phone }>(async () => (await import('./pages/FaxPage')).FaxPage);
const ContactsPage = later<{ phone: Phone }>(async () => (await import('./pages/ContactsPage')).ContactsPage);
const FlowsPage = later<{ phone: Phone }>(async () => (await import('./pages/FlowsPage')).FlowsPage);
const AuditPage = later<{ phone: Phone }>(async () => (await import('./pages/AuditPage')).AuditPage);
const PrivacyPage = later<{ phone: Phone }>(async () => (await import('./pages/PrivacyPage')).PrivacyPage);
const RightsPage = later<{ phone: Phone }>(async () => (await import('./pages/RightsPage')).RightsPage);
const MyDataPage = later<{ phone: Phone }>(async () => (await import('./pages/MyDataPage')).MyDataPage);
const BackupsPage = later<{ phone: Phone }>(async () => (await import('./pages/BackupsPage')).BackupsPage);
const IncidentsPage = later<{ phone: Phone }>(async () => (await import('./pages/IncidentsPage')).IncidentsPage);
const DocumentsPage = later<{ phone: Phone }>(async () => (await import('./pages/DocumentsPage')).DocumentsPage);
const ConsentsPage = later<{ phone: Phone }>(async () => (await import('./pages/ConsentsPage')).ConsentsPage);
const SubscriptionPage = later<{ phone: Phone }>(async () => (await import('./pages/SubscriptionPage')).SubscriptionPage);
const NodesPage = later<{ phone: Phone }>(async () => (await import('./pages/NodesPage')).NodesPage);
const AgentsPage = later(async () => (await import('./pages/AgentsPage')).AgentsPage);

const places: readonly [Place, ...Place[]] = [
  { hash: '#/', path: '/', text: 'navPhone', icon: 'phone', Page: PhonePage },
  { hash: '#/calls', path: '/log', text: 'navLog', icon: 'log', Page: LogPage },
  { hash: '#/voicemail', path: '/voicemail', text: 'navVoicemail', icon: 'voicemail', Page: VoicemailPage },
  { hash: '#/faxes', path: '/faxes', text: 'navFax', icon: 'fax', Page: FaxPage },
  { hash: '#/chat', path: '/chat', text: 'navChat', icon: 'chat', Page: ChatPage },
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
  { hash: '#/rights', path: '/rights', text: 'navRights', icon: 'privacy', Page: RightsPage, least: 'administrator' },
  { hash: '#/backups', path: '/backups', text: 'navBackups', icon: 'backup', Page: BackupsPage, least: 'administrator' },
  { hash: '#/incidents', path: '/incidents', text: 'navIncidents', icon: 'alarm', Page: IncidentsPage, least: 'administrator' },
  { hash: '#/documents', path: '/documents', text: 'navDocuments', icon: 'document', Page: DocumentsPage, least: 'administrator' },
  { hash: '#/consents', path: '/consents', text: 'consentsTitle', icon: 'privacy', Page: ConsentsPage, isAside: true },
  {
    hash: '#/subscription',
    path: '/subscription',
    text: 'navSubscription',
    icon: 'report',
    Page: SubscriptionPage,
    least: 'administrator',
  },
  { hash: '#/nodes', path: '/nodes', text: 'navNodes', icon: 'cluster', Page: NodesPage, least: 'administrator' },
  { hash: '#/my-data', path: '/my-data', text: 'navMyData', icon: 'contacts', Page: MyDataPage },
  { hash: '#/settings', path: '/settings', text: 'navSettings', icon: 'settings', Page: SettingsPage },
  { hash: '#/cookies', path: '/cookies', text: 'keptTitle', icon: 'privacy', Page: KeptPage, isAside: true },
  { hash: '#/shared', path: '/shared', text: 'sharedTitle', icon: 'speaker', Page: SharedPage, isAside: true },
];

const groups = [
  { least: undefined, text: 'navOwn' },
  { least: 'supervisor', text: 'navSupervision' },
  { least: 'administrator', text: 'navAdministration' },
] as const;

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
      {now ? (
        <Shell phone={now} open={open} place={place} />
      ) : place.isAside ? (
        <Aside Page={place.Page === SharedPage ? SharedPage : KeptPage} />
      ) : (
        <SignInPage />
      )}
      <ShortcutHelp />
      <Confirmation />
    </>
  );
}

/** A page that nobody has to sign in for. */
function Aside({ Page }: { Page: ComponentType }) {
  return (
    <main id="content" tabIndex={-1}>
      <Page />
      <div class="kept">
        <LocaleChoice />
      </div>
    </main>
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
          {groups.map(({ least, text }) => {
            const links = open.filter(one => !one.isAside && one.least === least);
            return (
              links.length > 0 && (
                // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
                <div key={text} role="group" aria-label={t(text)}>
                  {links.map(one => (
                    <a key={one.hash} href={one.hash} aria-current={one === place ? 'page' : undefined}>
                      <Icon name={one.icon} />
                      <span>{t(one.text)}</span>
                      {one.hash === '#/voicemail' && <NewMessages phone={phone} />}
                      {one.hash === '#/chat' && <Unread />}
                    </a>
                  ))}
                </div>
              )
            );
          })}
        </nav>
        <Who phone={phone} />
      </header>
      <AgentBar phone={phone} />
      <Banners phone={phone} />
      <PolicyDialog />
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

/** How many messages of colleagues nobody has read yet. */
function Unread() {
  const count = chats.value.unread.value;
  if (count === 0) return null;
  return (
    <span class="badge" data-testid="unread-all">
      {number(count)} <span class="hidden">{t('chatUnread')}</span>
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
