import { signal } from '@preact/signals';
import type { RoomUpdate } from '../../phone';
import type { Api } from '../rest/api';
import { type Room, roomPath } from '../rest/rooms';
import type { Phone } from './phone';

/** The hub tells who comes and goes; a room that somebody else has set up is found when the list is asked for again. */
export const lookMs = 60_000;

/** The conference rooms of the company and who is in them, as long as it is looked at. */
export class Rooms {
  readonly rooms = signal<readonly Room[]>([]);
  readonly state = signal<'loading' | 'there' | 'failed'>('loading');
  readonly #api: Pick<Api, 'get' | 'put' | 'delete'>;
  readonly #told = new Map<string, RoomUpdate>();

  constructor(api: Pick<Api, 'get' | 'put' | 'delete'>) {
    this.#api = api;
  }

  /** Follows what goes on until the answer is called. */
  open(phone: Pick<Phone, 'followRooms'>): () => void {
    const look = () => {
      if (document.visibilityState === 'visible') void this.load();
    };
    const unfollow = phone.followRooms(rooms => this.tell(rooms));
    void this.load();
    const timer = setInterval(look, lookMs);
    document.addEventListener('visibilitychange', look);
    return () => {
      unfollow();
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }

  async load(): Promise<void> {
    // What is told while the list is on its way is newer than the list.
    this.#told.clear();
    try {
      const rooms = await this.#api.get<readonly Room[]>('/api/v1/rooms');
      this.rooms.value = [...rooms].sort((one, other) => one.room.localeCompare(other.room)).map(room => this.#now(room));
      this.state.value = 'there';
    } catch {
      this.state.value = 'failed';
    }
  }

  /** The edge told who is in rooms. */
  tell(rooms: readonly RoomUpdate[]): void {
    for (const room of rooms) this.#told.set(room.room, room);
    this.rooms.value = this.rooms.value.map(room => this.#now(room));
  }

  lock(room: string, locked: boolean): Promise<void> {
    return this.#then(this.#api.put(`${roomPath(room)}/lock`, { locked }));
  }

  mute(room: string, call: string, muted: boolean): Promise<void> {
    return this.#then(this.#api.put(`${memberPath(room, call)}`, { muted }));
  }

  /** Ends the call of one member. */
  remove(room: string, call: string): Promise<void> {
    return this.#then(this.#api.delete(memberPath(room, call)));
  }

  /** Ends the calls of all; one who has left meanwhile is no problem of the others. */
  async end({ room, members }: Room): Promise<void> {
    const ended = await Promise.allSettled(members.map(({ call }) => this.#api.delete(memberPath(room, call))));
    await this.load();
    const left = this.rooms.value.find(one => one.room === room)?.members.length ?? 0;
    const refused = ended.find(one => one.status === 'rejected');
    if (refused && left > 0) throw refused.reason;
  }

  #now(room: Room): Room {
    const told = this.#told.get(room.room);
    if (!told) return room;
    return { ...room, locked: told.locked, members: told.members.map(({ callId, user: _, ...member }) => ({ ...member, call: callId })) };
  }

  async #then(work: Promise<unknown>): Promise<void> {
    try {
      await work;
    } finally {
      await this.load();
    }
  }
}

function memberPath(room: string, call: string): string {
  return `${roomPath(room)}/members/${encodeURIComponent(call)}`;
}
