import type { RoomUpdate } from './contract';
import type { PhoneCall } from './phoneCall';

export type AskRoom = (method: 'WatchRoom' | 'UnwatchRoom', room: string) => Promise<unknown>;

/** Tells calls that are in a conference room who is there with them. */
export class CallRooms {
  readonly #ask: AskRoom;
  readonly #calls: () => readonly PhoneCall[];
  readonly #followed = new Set<string>();

  constructor(ask: AskRoom, calls: () => readonly PhoneCall[]) {
    this.#ask = ask;
    this.#calls = calls;
  }

  /** A call came into a room, or left one. */
  settle(): void {
    const wanted = new Set(this.#calls().flatMap(({ card }) => (card.room === null || card.state === 'ended' ? [] : [card.room])));
    for (const room of wanted) {
      if (this.#followed.has(room)) continue;
      this.#followed.add(room);
      // Tried again with the next change.
      this.#ask('WatchRoom', room).catch(() => this.#followed.delete(room));
    }
    for (const room of [...this.#followed]) {
      if (wanted.has(room)) continue;
      this.#followed.delete(room);
      this.#ask('UnwatchRoom', room).catch(() => {});
    }
  }

  /** Another connection: the edge knows nothing of what was watched. */
  attached(): void {
    this.#followed.clear();
    this.settle();
  }

  /** The edge told who is in rooms. */
  changed(rooms: readonly RoomUpdate[]): void {
    for (const call of this.#calls()) {
      const own = rooms.find(({ room }) => room === call.card.room);
      if (own) call.roomChanged(own);
    }
  }
}
