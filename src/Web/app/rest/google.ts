/** `GET /api/v1/me/google`. */
export interface GoogleAccount {
  readonly isOffered: boolean;
  readonly email: string | null;
  readonly connectedAt: string | null;
  readonly parts: readonly GooglePart[];
  readonly syncedAt: string | null;
  readonly isReading: boolean;
  readonly met: number;
  readonly total: number;
  readonly linked: number;
}

/** One part of what is connected. */
export interface GooglePart {
  readonly name: 'contacts' | 'directory' | 'calendar' | 'meet' | 'gmail' | 'chat';
  readonly isOn: boolean;
  readonly reason: GoogleReason | null;
  readonly since: string | null;
}

/** Why a part does not work. */
export type GoogleReason = 'revoked' | 'scope' | 'disabled' | 'throttled' | 'away' | 'refused' | 'full';

/** `POST /api/v1/calls/{call}/meet`. */
export interface MeetLink {
  readonly link: string;
  /** Whether the others in the call have it as a chat message. */
  readonly isSent: boolean;
}
