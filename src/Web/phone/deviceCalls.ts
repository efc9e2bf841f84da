import { type CallHost, dialledCard, type Intention } from './callHost';
import { CallRooms } from './callRooms';
import { openCamera } from './camera';
import type {
  CallCard,
  CallUpdate,
  DialReceipt,
  OfferCard,
  PhoneHub,
  QualityReport,
  RenegotiateOrder,
  RoomUpdate,
  Welcome,
} from './contract';
import type { EdgeConnection } from './edgeConnection';
import { PhoneError } from './errors';
import type { Microphone, Voice } from './microphone';
import type { OfferNumbers } from './offerNumbers';
import { PhoneCall } from './phoneCall';
import type { AudioCodec, AudioSink, RtcApi } from './types';

const dialTries = 3;
const linkMs = 10_000;

export interface DeviceCallsEvents {
  incoming(call: PhoneCall): void;
  resumed(call: PhoneCall): void;
  changed(): void;
}

export interface DeviceCallsParts {
  readonly connection: EdgeConnection;
  readonly microphone: Microphone;
  readonly rtc: RtcApi;
  readonly codecs: readonly AudioCodec[];
  readonly takesVideo: boolean;
  readonly videoConstraints: MediaTrackConstraints;
  readonly sink: AudioSink | null;
  readonly numbers: OfferNumbers;
  readonly events: DeviceCallsEvents;
}

/** The calls of a device: what the edge tells of them, and what they ask of it. */
export class DeviceCalls implements CallHost {
  readonly #parts: DeviceCallsParts;
  readonly #epochs = new Map<string, number>();
  // Told before the receipt said whose they are.
  readonly #early = new Map<string, CallUpdate[]>();
  readonly #unnamed = new Set<string>();
  // Ended here without the edge knowing.
  readonly #toHangUp = new Set<string>();
  readonly #rooms: CallRooms;
  #dialling = 0;
  #calls: PhoneCall[] = [];
  #linked: (() => void)[] = [];

  constructor(parts: DeviceCallsParts) {
    this.#parts = parts;
    this.#rooms = new CallRooms(
      async (method, room) => {
        const receipt = await parts.connection.invoke(method, room);
        if (receipt?.failure) throw PhoneError.of(receipt.failure);
      },
      () => this.#calls,
    );
  }

  get rtc(): RtcApi {
    return this.#parts.rtc;
  }

  get codecs(): readonly AudioCodec[] {
    return this.#parts.codecs;
  }

  get takesVideo(): boolean {
    return this.#parts.takesVideo;
  }

  get sink(): AudioSink | null {
    return this.#parts.sink;
  }

  get numbers(): OfferNumbers {
    return this.#parts.numbers;
  }

  get calls(): readonly PhoneCall[] {
    return this.#calls;
  }

  get isLinked(): boolean {
    return this.#parts.connection.isLinked;
  }

  find(callId: string): PhoneCall | null {
    return this.#calls.find(call => call.id === callId) ?? null;
  }

  openVoice(): Promise<Voice> {
    return this.#parts.microphone.open();
  }

  openCamera(): Promise<MediaStreamTrack> {
    return openCamera(this.#parts.rtc, this.#parts.videoConstraints);
  }

  async ask<TName extends Intention>(method: TName, ...request: Parameters<PhoneHub[TName]>): Promise<void> {
    const { failure } = await this.#parts.connection.invoke(method, ...request);
    if (failure) throw PhoneError.of(failure);
  }

  async park(callId: string, slot?: string): Promise<string> {
    const parked = await this.#parts.connection.invoke('Park', { callId, slot: slot ?? null });
    if (parked.failure) throw PhoneError.of(parked.failure);
    return parked.slot;
  }

  linked(): Promise<void> {
    return this.isLinked ? Promise.resolve() : new Promise(done => this.#linked.push(done));
  }

  report(report: QualityReport): void {
    // The next one says it again.
    this.#parts.connection.invoke('ReportQuality', report).catch(() => {});
  }

  dial(to: string, isCameraOn: boolean): Promise<PhoneCall> {
    return this.#begin(to, null, isCameraOn, (attempt, offer) => this.#parts.connection.invoke('Dial', { attempt, to, offer }));
  }

  consult(first: PhoneCall, to: string): Promise<PhoneCall> {
    return this.#begin(to, first.id, false, (attempt, offer) =>
      this.#parts.connection.invoke('Consult', { callId: first.id, attempt, to, offer }),
    );
  }

  renamed(call: PhoneCall, formerId: string): void {
    this.#parts.numbers.set(call.id, 0);
    this.#epochs.delete(formerId);
    const twin = this.#calls.find(other => other !== call && other.id === call.id);
    if (twin) twin.finish('transferred', true);
    this.#parts.events.changed();
  }

  ended(call: PhoneCall, isTold: boolean): void {
    if (!isTold) this.#toHangUp.add(call.id);
    if (!this.#calls.includes(call)) return;
    this.#calls = this.#calls.filter(one => one !== call);
    this.#epochs.delete(call.id);
    this.#parts.numbers.keepOnly(new Set(this.#calls.map(one => one.id)));
    this.#rooms.settle();
    this.#parts.events.changed();
  }

  /** The edge: a call rings. */
  incoming(card: CallCard): void {
    const known = this.find(card.callId);
    if (known) {
      known.update({ call: card, answer: null });
      return;
    }
    this.#parts.events.incoming(this.#add(new PhoneCall(this, card)));
  }

  /** The edge: a call changed. */
  changed(update: CallUpdate): void {
    const { callId } = update.call;
    const call = this.find(callId);
    if (call && !this.#unnamed.has(callId)) {
      call.update(update);
      this.#rooms.settle();
    } else if (call || this.#dialling > 0) this.#early.set(callId, [...(this.#early.get(callId) ?? []), update]);
  }

  /** The edge: who is in conference rooms. */
  roomsChanged(rooms: readonly RoomUpdate[]): void {
    this.#rooms.changed(rooms);
  }

  /** The edge: a new connection is needed. */
  renegotiate({ callId, epoch }: RenegotiateOrder): void {
    if (epoch <= (this.#epochs.get(callId) ?? 0)) return;
    this.#epochs.set(callId, epoch);
    this.find(callId)?.reattach();
  }

  /** The device is attached: what the edge knows and what is known here become one. Another edge counts its orders anew. */
  attached(welcome: Welcome): void {
    this.#epochs.clear();
    for (const callId of this.#toHangUp) this.ask('HangUp', { callId }).catch(() => {});
    const told = new Map(welcome.calls.filter(card => !this.#toHangUp.has(card.callId)).map(card => [card.callId, card]));
    this.#toHangUp.clear();
    for (const call of this.#calls) {
      if (told.has(call.id) || this.#unnamed.has(call.id)) continue;
      if (call.status() === 'pending') call.finish('lost', true);
      // Another edge may have it.
      else call.reattach();
    }
    for (const card of told.values()) {
      const known = this.find(card.callId);
      if (known) {
        known.confirm(card);
      } else {
        const call = this.#add(new PhoneCall(this, card));
        call.confirm(card);
        if (call.status() === 'pending') this.#parts.events.incoming(call);
        else this.#parts.events.resumed(call);
      }
    }
    this.#rooms.attached();
    for (const done of this.#linked.splice(0)) done();
  }

  /** All of them are over. */
  endAll(reason: string, isTold: boolean): void {
    for (const call of this.#calls) call.finish(reason, isTold);
  }

  async #begin(
    to: string,
    consultFor: string | null,
    isCameraOn: boolean,
    invoke: (attempt: string, offer: OfferCard) => Promise<DialReceipt>,
  ): Promise<PhoneCall> {
    if (!this.isLinked) throw new PhoneError('connection', 'There is no connection to the edge.');
    const call = new PhoneCall(this, dialledCard('', to, consultFor));
    this.#dialling++;
    try {
      const offer = await call.openSound(isCameraOn);
      const attempt = crypto.randomUUID();
      const { callId, failure } = await this.#insist(() => invoke(attempt, offer));
      if (failure) throw PhoneError.of(failure);
      call.named(callId);
      this.#unnamed.add(callId);
      this.#add(call);
      // Whoever asked for the call puts up his listeners first.
      setTimeout(() => this.#flush(call), 0);
      return call;
    } catch (problem) {
      call.finish('failed', true);
      throw problem;
    } finally {
      this.#dialling--;
    }
  }

  // The same attempt names the same call: a connection that was lost in between does no harm.
  async #insist(invoke: () => Promise<DialReceipt>): Promise<DialReceipt> {
    for (let tried = 1; ; tried++) {
      try {
        return await invoke();
      } catch (problem) {
        if (!(problem instanceof PhoneError) || problem.code !== 'connection' || tried === dialTries) throw problem;
        let timer: ReturnType<typeof setTimeout> | undefined;
        const tooLong = new Promise<void>((_, failed) => {
          timer = setTimeout(() => failed(problem), linkMs);
        });
        await Promise.race([this.linked(), tooLong]).finally(() => clearTimeout(timer));
      }
    }
  }

  #flush(call: PhoneCall): void {
    this.#unnamed.delete(call.id);
    for (const update of this.#early.get(call.id) ?? []) call.update(update);
    this.#early.delete(call.id);
    this.#rooms.settle();
    if (this.#dialling === 0 && this.#unnamed.size === 0) this.#early.clear();
  }

  #add(call: PhoneCall): PhoneCall {
    this.#calls = [...this.#calls, call];
    this.#parts.events.changed();
    return call;
  }
}
