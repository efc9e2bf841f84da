import type { CallRoom as Room } from '../../phone';
import { number, t } from '../i18n/texts';
import { Icon } from './Icon';

/** Who is with the user in a conference room. */
export function CallRoom({ room }: { room: Room }) {
  const { members, locked } = room;
  return (
    <section class="panel members" aria-label={t('callRoom', { room: room.name })} data-testid="call-room">
      <p>
        {t('callRoomMembers', { count: number(members.length) })} {locked && <span class="mark">{t('roomLocked')}</span>}
      </p>
      {members.length > 0 && (
        <ul class="lines">
          {members.map(member => (
            <li key={member.callId} data-member={member.number} data-muted={member.muted}>
              <span class="grow">
                <strong>{member.name || member.number || t('nobody')}</strong> {member.name && <span class="number">{member.number}</span>}
                {member.moderator && <span class="mark">{t('roomModerator')}</span>}
              </span>
              {member.muted && (
                <span class="hint">
                  <Icon name="muted" /> {t('roomMuted')}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
