import type { SupervisorMode } from '../../phone';

/** `GET /api/v1/sessions`: a place where the user is signed in. */
export interface SignInSession {
  readonly id: string;
  readonly createdAt: string;
  readonly lastUsedAt: string;
  readonly address: string;
  readonly browser: string;
  readonly system: string;
  readonly current: boolean;
}

/** One page of a list; `next` is the cursor of the one after it. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** `GET /api/v1/colleagues`. */
export interface Colleague {
  readonly name: string;
  readonly displayName: string;
  readonly extension: string | null;
}

/** `GET /api/v1/call-log`. */
export interface LoggedCall {
  readonly id: string;
  readonly direction: 'internal' | 'inbound' | 'outbound';
  readonly from: string;
  readonly fromName: string;
  readonly to: string;
  readonly toName: string;
  readonly startedAt: string;
  readonly answeredAt: string | null;
  readonly endedAt: string | null;
  readonly talkSeconds: number;
  readonly result: string;
  readonly reason: string;
  readonly transfers: number;
  readonly recordings: readonly string[];
}

/** Who is at the end of a leg. */
export interface Party {
  readonly number: string;
  readonly name: string | null;
  /** The user's name, when it is one of the company. */
  readonly user: string | null;
}

/** One party's connection to a live call. */
export interface LiveLeg {
  /** Its number within the call; 1 is the caller. */
  readonly leg: number;
  readonly party: Party;
  readonly phase: 'trying' | 'ringing' | 'earlyMedia' | 'answered' | 'ended';
  readonly onHold: boolean;
  readonly supervises: boolean;
}

/** `GET /api/v1/calls`. */
export interface LiveCall {
  readonly id: string;
  readonly phase: 'routing' | 'ringing' | 'connected' | 'transferring' | 'ended';
  readonly direction: 'internal' | 'inbound' | 'outbound';
  readonly caller: Party;
  readonly dialled: string;
  readonly startedAt: string;
  readonly answeredAt: string | null;
  readonly legs: readonly LiveLeg[];
  readonly recording: string | null;
  readonly recordingProblem: string | null;
  readonly supervision: SupervisorMode | null;
}

/** A part of a recording that is one file, of `GET /api/v1/recordings/{id}`. */
export interface RecordingSegment {
  readonly contentType: string;
  /** When it begins in the recording. */
  readonly startSeconds: number;
  readonly durationSeconds: number;
  readonly audio: string;
}

/** `GET /api/v1/recordings/{id}/peaks`: loudness from 0 to 255, evenly over the duration. */
export interface StoredPeaks {
  readonly durationSeconds: number;
  /** The caller. */
  readonly left: readonly number[];
  readonly right: readonly number[];
  /** What was changed or damaged since it was stored, and is silent. */
  readonly damaged?: readonly { readonly startSeconds: number; readonly durationSeconds: number }[];
}

/** `GET /api/v1/me/calls`. */
export interface CallWishes {
  readonly forwardAlways: string | null;
  readonly forwardBusy: string | null;
  readonly forwardNoAnswer: string | null;
  readonly ringSeconds: number | null;
  readonly callWaiting: boolean;
  readonly blocksAnonymous: boolean;
  readonly blocked: readonly string[];
  readonly followMe: readonly FollowMeNumber[];
  readonly followMeAtOnce: boolean;
}

/** A number that rings for a user whose own devices did not take a call. */
export interface FollowMeNumber {
  readonly number: string;
  readonly seconds: number;
}

/** `GET /api/v1/me/voicemail`. */
export interface StoredMessage {
  readonly id: string;
  /** Empty when it was not shown. */
  readonly from: string;
  readonly name: string;
  readonly at: string;
  /** Of a pending one what is known of it; 0 where nothing is. */
  readonly durationSeconds: number;
  /** Some of its sound may still be on its way. */
  readonly pending: boolean;
  readonly heard: boolean;
  readonly audio: string;
}

/** `GET /api/v1/me/voicemail/settings`. */
export interface BoxSettings {
  readonly language: string;
  readonly hasPin: boolean;
  readonly maxSeconds: number;
  readonly hasGreeting: boolean;
  /** New messages are sent by e-mail. */
  readonly email: boolean;
  readonly attachAudio: boolean;
  /** Where they are sent to; null where no mail server is set. */
  readonly mailTo: string | null;
}
