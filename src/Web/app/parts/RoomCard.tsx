import { number, t } from '../i18n/texts';
import type { Room, RoomMember } from '../rest/rooms';
import { attempt } from '../state/problems';
import { ask } from '../state/question';
import type { Rooms } from '../state/rooms';
import { Clock } from './Clock';
import { Icon } from './Icon';

/** A room: who is in it, and what a supervisor does about them. */
export function RoomCard({ room, rooms, canEdit }: { room: Room; rooms: Rooms; canEdit: boolean }) {
  const title = titleOf(room);
  const id = `room-${room.room}`;
  const { members, locked } = room;
  return (
    <section class="card" aria-labelledby={id} data-room={room.room}>
      <div class="head">
        <h2 id={id}>{title}</h2>
        {title.includes(room.room) || <span class="number">{room.room}</span>}
        {locked && <span class="mark">{t('roomLocked')}</span>}
        {room.asksPin && <span class="mark">{t('roomAsksPin')}</span>}
        <div class="tools">
          {members.length > 0 && (
            <>
              <button
                type="button"
                class="small"
                aria-label={t(locked ? 'roomUnlockOf' : 'roomLockOf', { room: title })}
                onClick={() => attempt(() => rooms.lock(room.room, !locked))}
              >
                {t(locked ? 'roomUnlock' : 'roomLock')}
              </button>
              <button
                type="button"
                class="small"
                aria-label={t('roomEndOf', { room: title })}
                onClick={() =>
                  ask({
                    title: t('roomEndTitle'),
                    text: t('roomEndText', { room: title, count: members.length }),
                    action: t('roomEnd'),
                    onYes: () => attempt(() => rooms.end(room)),
                  })
                }
              >
                {t('roomEnd')}
              </button>
            </>
          )}
          {canEdit && (
            <a class="action" href={`#/rooms/${encodeURIComponent(room.room)}/edit`} aria-label={t('roomEditOf', { room: title })}>
              <Icon name="settings" />
              {t('roomEdit')}
            </a>
          )}
        </div>
      </div>
      <p class="hint">
        {members.length === 0 ? t('roomEmpty') : t('roomMembers', { count: number(members.length), most: room.maxMembers })}
      </p>
      {members.length > 0 && (
        <ul class="lines">
          {members.map(member => (
            <Member key={member.call} room={room} member={member} rooms={rooms} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Member({ room, member, rooms }: { room: Room; member: RoomMember; rooms: Rooms }) {
  const party = member.name || member.number || t('nobody');
  return (
    <li data-member={member.number} data-muted={member.muted}>
      <span class="grow">
        <strong>{party}</strong> {member.name && <span class="number">{member.number}</span>}
        {member.moderator && <span class="mark">{t('roomModerator')}</span>}
      </span>
      {member.muted && (
        <span class="hint">
          <Icon name="muted" /> {t('roomMuted')}
        </span>
      )}
      <Clock since={new Date(member.since)} />
      <button
        type="button"
        class="small"
        aria-label={t(member.muted ? 'roomUnmuteOf' : 'roomMuteOf', { party })}
        onClick={() => attempt(() => rooms.mute(room.room, member.call, !member.muted))}
      >
        {t(member.muted ? 'roomUnmute' : 'roomMute')}
      </button>
      <button
        type="button"
        class="small"
        aria-label={t('roomRemoveOf', { party })}
        onClick={() =>
          ask({
            title: t('roomRemoveTitle'),
            text: t('roomRemoveText', { party, room: titleOf(room) }),
            action: t('roomRemove'),
            onYes: () => attempt(() => rooms.remove(room.room, member.call)),
          })
        }
      >
        {t('roomRemove')}
      </button>
    </li>
  );
}

/** What people call a room; one that nobody has named is called by its number. */
export function titleOf({ name, room }: Pick<Room, 'name' | 'room'>): string {
  return name === '' || name === room ? t('roomTitle', { room }) : name;
}
