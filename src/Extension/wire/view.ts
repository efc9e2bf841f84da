import type { CallStatus, DeviceState, QualityWord } from '../../Web/phone';

/** A call as the screens of the extension show it. Names and numbers come from outside: never HTML. */
export interface CallView {
  readonly id: string;
  readonly name: string;
  readonly number: string;
  readonly direction: 'incoming' | 'outgoing';
  readonly status: CallStatus;
  readonly isMuted: boolean;
  readonly isOnHold: boolean;
  readonly isHeldByRemote: boolean;
  readonly isRecorded: boolean;
  readonly queue: string | null;
  /** Milliseconds since 1970; null until answered. */
  readonly answeredAt: number | null;
  readonly consultFor: string | null;
  readonly quality: QualityWord | null;
  /** A meeting in Google Meet that was made for it. */
  readonly meeting: Meeting | null;
}

export interface Meeting {
  readonly link: string;
  /** Whether the others in the call have the link as a chat message. */
  readonly isSent: boolean;
}

/** A call that has just ended, and why: the reasons of the phone library. */
export interface EndedView {
  readonly id: string;
  readonly name: string;
  readonly reason: string;
}

/** Codes of the phone library, and what the extension itself runs into. */
export interface ProblemView {
  readonly code: string;
  /** Grows, so that the same problem twice is two. */
  readonly number: number;
}

export type MicrophoneState = 'granted' | 'prompt' | 'denied';

/** Everything that the screens of the extension show: the desk tells it whole whenever something changes. */
export interface DeskView {
  readonly server: string | null;
  readonly isSignedIn: boolean;
  readonly isSigningIn: boolean;
  readonly state: DeviceState;
  readonly who: { readonly name: string; readonly extension: string | null } | null;
  readonly microphone: MicrophoneState;
  readonly calls: readonly CallView[];
  readonly ended: readonly EndedView[];
  readonly problem: ProblemView | null;
}

export const nobody: DeskView = {
  server: null,
  isSignedIn: false,
  isSigningIn: false,
  state: 'unregistered',
  who: null,
  microphone: 'prompt',
  calls: [],
  ended: [],
  problem: null,
};

/** What the other party is called on a screen. */
export function partyOf(call: Pick<CallView, 'name' | 'number'>): string {
  return call.name || call.number;
}
