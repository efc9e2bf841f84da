import type { AgentStatus } from '../../phone';
import type { TextKey } from '../i18n/en';
import { t } from '../i18n/texts';
import { Icon, type IconName } from './Icon';

export const agentTexts: Readonly<Record<AgentStatus, TextKey>> = {
  loggedOut: 'agentLoggedOut',
  available: 'agentAvailable',
  reserved: 'agentRinging',
  ringing: 'agentRinging',
  onCall: 'agentOnCall',
  wrapUp: 'agentWrapUp',
  paused: 'agentPaused',
  resting: 'agentResting',
};

const icons: Readonly<Record<AgentStatus, IconName>> = {
  loggedOut: 'offline',
  available: 'available',
  reserved: 'bell',
  ringing: 'bell',
  onCall: 'phone',
  wrapUp: 'note',
  paused: 'away',
  resting: 'away',
};

/** What an agent does: icon, words and colour, of which each is enough. */
export function AgentState({ status, reason = null }: { status: AgentStatus; reason?: string | null }) {
  return (
    <span class={`presence agent-${status}`}>
      <Icon name={icons[status]} />
      <span>
        {t(agentTexts[status])}
        {reason && `: ${reason}`}
      </span>
    </span>
  );
}
