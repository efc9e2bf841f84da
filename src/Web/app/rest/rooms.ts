/** Somebody in a room. */
export interface RoomMember {
  readonly call: string;
  readonly number: string;
  readonly name: string | null;
  readonly moderator: boolean;
  readonly muted: boolean;
  readonly since: string;
}

/** What an administrator sets of a room: `PUT /api/v1/rooms/{room}`. */
export interface RoomSettings {
  readonly name: string;
  readonly pin: string | null;
  readonly moderatorPin: string | null;
  /** 2 to 32. */
  readonly maxMembers: number;
  readonly tones: boolean;
  readonly language: string;
}

/** `GET /api/v1/rooms`; the PINs are null for those who are no administrators. */
export interface Room extends RoomSettings {
  readonly room: string;
  readonly asksPin: boolean;
  /** 0: nobody has set it up. */
  readonly version: number;
  readonly locked: boolean;
  readonly members: readonly RoomMember[];
}

/** A room as it is before anybody has decided anything. */
export const plainRoom: RoomSettings = { name: '', pin: null, moderatorPin: null, maxMembers: 32, tones: true, language: 'es-CO' };

/** What is set of a room. */
export function settingsOf({ name, pin, moderatorPin, maxMembers, tones, language }: Room): RoomSettings {
  return { name, pin, moderatorPin, maxMembers, tones, language };
}

export function roomPath(room: string): string {
  return `/api/v1/rooms/${encodeURIComponent(room)}`;
}
