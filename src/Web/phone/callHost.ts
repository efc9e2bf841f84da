import type { CallCard, PhoneHub, QualityReport } from './contract';
import type { HubResult } from './hubLink';
import type { Voice } from './microphone';
import type { OfferNumbers } from './offerNumbers';
import type { PhoneCall } from './phoneCall';
import type { AudioCodec, AudioSink, RtcApi } from './types';

/** Methods of the hub that answer with a receipt alone. */
export type Intention = {
  [TName in keyof PhoneHub]: HubResult<TName> extends { failure: unknown; callId?: never; slot?: never } ? TName : never;
}[keyof PhoneHub];

/** What a call needs of its device. */
export interface CallHost {
  readonly rtc: RtcApi;
  readonly codecs: readonly AudioCodec[];
  /** Pictures of other parties are taken. */
  readonly takesVideo: boolean;
  readonly sink: AudioSink | null;
  readonly numbers: OfferNumbers;
  readonly calls: readonly PhoneCall[];
  /** The device has a connection to an edge. */
  readonly isLinked: boolean;
  openVoice(): Promise<Voice>;
  openCamera(): Promise<MediaStreamTrack>;
  /** Asks the edge; rejects with `PhoneError` when it is refused. */
  ask<TName extends Intention>(method: TName, ...request: Parameters<PhoneHub[TName]>): Promise<void>;
  /** Asks the edge for a slot; resolves with its number. */
  park(callId: string, slot?: string): Promise<string>;
  /** Asks the edge for a second call. */
  consult(call: PhoneCall, to: string): Promise<PhoneCall>;
  /** Resolves when there is a connection to an edge. */
  linked(): Promise<void>;
  report(report: QualityReport): void;
  /** The call goes on under another id. */
  renamed(call: PhoneCall, formerId: string): void;
  /** The call is over; `isTold` says whether the edge knows it. */
  ended(call: PhoneCall, isTold: boolean): void;
}

/** What is known of a call that was just dialled. */
export function dialledCard(callId: string, to: string, consultFor: string | null): CallCard {
  return {
    callId,
    state: 'dialling',
    direction: 'outgoing',
    peer: { number: to, name: null, user: null },
    dialled: to,
    startedAt: new Date().toISOString(),
    answeredAt: null,
    onHold: false,
    heldByPeer: false,
    recorded: false,
    recordingProblem: null,
    muted: false,
    consultFor,
    end: null,
    third: null,
    supervised: null,
    supervises: null,
    queue: null,
    waitedSeconds: null,
    room: null,
  };
}
