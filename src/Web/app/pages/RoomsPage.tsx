import { useEffect, useMemo } from 'preact/hooks';
import { t } from '../i18n/texts';
import { Icon } from '../parts/Icon';
import { Loading } from '../parts/Loading';
import { RoomCard } from '../parts/RoomCard';
import type { Phone } from '../state/phone';
import { Rooms } from '../state/rooms';
import { below } from '../state/route';
import { api } from '../state/session';
import { RoomEditor } from './RoomEditor';

/** Conference rooms and who is in them, for supervisors; administrators set them up. */
export function RoomsPage({ phone }: { phone: Phone }) {
  const [name, what] = below.value;
  if (name === '+new' && phone.isAdministrator) return <RoomEditor name={null} />;
  if (name && what === 'edit' && phone.isAdministrator) return <RoomEditor key={name} name={name} />;
  return <List phone={phone} />;
}

function List({ phone }: { phone: Phone }) {
  const rooms = useMemo(() => new Rooms(api), []);
  useEffect(() => rooms.open(phone), [rooms, phone]);
  const all = rooms.rooms.value;
  const busy = all.filter(room => room.members.length > 0);
  const quiet = all.filter(room => room.members.length === 0);
  return (
    <section aria-labelledby="rooms-title" class="page">
      <div class="head">
        <h1 id="rooms-title">{t('roomsTitle')}</h1>
        <span class="hint" role="status">
          {rooms.state.value === 'there' && all.length > 0 && t('roomsCount', { busy: busy.length, all: all.length })}
        </span>
        {phone.isAdministrator && (
          <div class="tools">
            <a class="action" href="#/rooms/+new">
              <Icon name="add" />
              {t('roomNew')}
            </a>
          </div>
        )}
      </div>
      <Loading state={rooms.state.value} failed="roomsFailed" retry={() => void rooms.load()} />
      {rooms.state.value === 'there' && all.length === 0 && (
        <div class="empty">
          <Icon name="people" class="large" />
          <p>{t('roomsNone')}</p>
          <p class="hint">{t('roomsNoneLead')}</p>
        </div>
      )}
      <div class="halves" data-testid="rooms">
        {[...busy, ...quiet].map(room => (
          <RoomCard key={room.room} room={room} rooms={rooms} canEdit={phone.isAdministrator} />
        ))}
      </div>
    </section>
  );
}
