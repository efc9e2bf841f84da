import type { PresenceCard, PresenceStatus } from '../../phone';
import type { TextKey } from '../i18n/en';
import { t, when } from '../i18n/texts';
import { Icon, type IconName } from './Icon';

export const presenceTexts: Readonly<Record<PresenceStatus, TextKey>> = {
  offline: 'presenceOffline',
  available: 'presenceAvailable',
  busy: 'presenceBusy',
  onCall: 'presenceOnCall',
  away: 'presenceAway',
  doNotDisturb: 'presenceDoNotDisturb',
};

const icons: Readonly<Record<PresenceStatus, IconName>> = {
  offline: 'offline',
  available: 'available',
  busy: 'busy',
  onCall: 'phone',
  away: 'away',
  doNotDisturb: 'busy',
};

/** How somebody is: icon, words and colour, of which each is enough. */
export function Presence({ card, withSince = false }: { card: PresenceCard | null; withSince?: boolean }) {
  const status = card?.status ?? 'offline';
  return (
    <span class={`presence ${status}`}>
      <Icon name={icons[status]} />
      <span>
        {t(presenceTexts[status])}
        {card?.reason && `: ${card.reason}`}
        {withSince && card && status !== 'offline' && <small> {t('presenceSince', { time: when(new Date(card.since)) })}</small>}
      </span>
    </span>
  );
}
