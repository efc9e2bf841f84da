import type { HubFailure } from './contract';

/**
 * `signIn`: the token is not accepted, sign in again. `sessionRevoked`: the session ended. `connection`: the edge cannot be reached. `media`: no sound can be
 * exchanged. `microphoneDenied`, `microphoneMissing`, `microphoneBusy`, and the same of the camera: see their names. `unsupported`: this browser cannot. `state`: the device or the call
 * is not in a state for it. The others come from the edge (docs/hub.md, Failures): `notFound`, `forbidden`, `conflict`, `unreachable`, `invalid`, `limited`,
 * `draining`, `unavailable`.
 */
export type PhoneErrorCode =
  | 'signIn'
  | 'sessionRevoked'
  | 'connection'
  | 'media'
  | 'microphoneDenied'
  | 'microphoneMissing'
  | 'microphoneBusy'
  | 'cameraDenied'
  | 'cameraMissing'
  | 'cameraBusy'
  | 'unsupported'
  | 'state'
  | 'notFound'
  | 'forbidden'
  | 'conflict'
  | 'unreachable'
  | 'invalid'
  | 'limited'
  | 'draining'
  | 'unavailable';

/** Why something did not work. `message` is an English sentence; a host says it in its own words by `code`. */
export class PhoneError extends Error {
  readonly code: PhoneErrorCode;
  readonly sipCode: number | null;
  /** Seconds to wait before the next attempt, when the edge said so. */
  readonly retryAfterSeconds: number | null;

  constructor(
    code: PhoneErrorCode,
    message: string,
    more: { sipCode?: number | null; retryAfterSeconds?: number | null; cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'PhoneError';
    this.code = code;
    this.sipCode = more.sipCode ?? null;
    this.retryAfterSeconds = more.retryAfterSeconds ?? null;
  }

  /** The error for a refusal of the edge. */
  static of(failure: HubFailure): PhoneError {
    return new PhoneError(failure.code as PhoneErrorCode, failure.text, {
      sipCode: failure.sipCode,
      retryAfterSeconds: failure.retryAfterSeconds,
    });
  }
}
