import type { CallHost } from './callHost';
import { CallSound } from './callSound';
import type { CallCard, CallUpdate, OfferCard, PeerCard, RoomUpdate, SupervisorMode } from './contract';
import { Listeners } from './emitter';
import { PhoneError } from './errors';
import type { AcceptOptions, Call, CallEnd, CallEvents, CallQuality, CallQueue, CallRoom, CallStatus } from './types';

/** A call of this browser. */
export class PhoneCall extends Listeners<CallEvents> implements Call {
  readonly #host: CallHost;
  readonly #sound: CallSound;
  #card: CallCard;
  #room: RoomUpdate | null = null;
  #isMuted: boolean;
  #isAccepted = false;
  #isInterrupted = false;
  #isDeclined = false;

  constructor(host: CallHost, card: CallCard) {
    super();
    this.#host = host;
    this.#card = card;
    this.#isMuted = card.muted;
    this.#sound = new CallSound(host, () => this.id, {
      interrupted: error => this.#interrupted(error),
      up: () => this.#up(),
      gone: () => this.finish('lost', true),
      problem: error => this.emit('error', error),
      pictured: () => this.emit('changed', this),
      sample: sample => this.emit('sample', sample),
      warning: warning => this.emit('warning', warning),
      cleared: name => this.emit('warning-cleared', name),
    });
    this.#quiet();
    if (card.state === 'connected') {
      // The page was loaded anew.
      this.#isInterrupted = true;
      this.#sound.measure();
    }
  }

  get id(): string {
    return this.#card.callId;
  }

  get direction(): 'incoming' | 'outgoing' {
    return this.#card.direction;
  }

  get remote(): PeerCard {
    return this.#card.peer;
  }

  get startedAt(): Date {
    return new Date(this.#card.startedAt);
  }

  get answeredAt(): Date | null {
    return this.#card.answeredAt === null ? null : new Date(this.#card.answeredAt);
  }

  get isOnHold(): boolean {
    return this.#card.onHold;
  }

  get isHeldByRemote(): boolean {
    return this.#card.heldByPeer;
  }

  get isRecorded(): boolean {
    return this.#card.recorded;
  }

  get recordingProblem(): string | null {
    return this.#card.recordingProblem;
  }

  get consultFor(): string | null {
    return this.#card.consultFor;
  }

  get third(): PeerCard | null {
    return this.#card.third;
  }

  get supervised(): SupervisorMode | null {
    return this.#card.supervised;
  }

  get supervises(): SupervisorMode | null {
    return this.#card.supervises;
  }

  get queue(): CallQueue | null {
    const { queue, waitedSeconds } = this.#card;
    return queue === null ? null : { name: queue, waitedSeconds };
  }

  get room(): CallRoom | null {
    const { room } = this.#card;
    if (room === null) return null;
    const { locked, members } = this.#room?.room === room ? this.#room : { locked: false, members: [] };
    return { name: room, locked, members };
  }

  get end(): CallEnd | null {
    return this.#card.end;
  }

  get quality(): CallQuality | null {
    return this.#sound.quality;
  }

  get card(): CallCard {
    return this.#card;
  }

  status(): CallStatus {
    switch (this.#card.state) {
      case 'ended':
        return 'closed';
      case 'connected':
        return this.#isInterrupted ? 'reconnecting' : 'open';
      case 'dialling':
        return 'connecting';
      default:
        return this.direction === 'outgoing' ? 'ringing' : this.#isAccepted ? 'connecting' : 'pending';
    }
  }

  async accept(options: AcceptOptions = {}): Promise<void> {
    if (this.status() !== 'pending') throw new PhoneError('state', 'The call does not ring here.');
    this.#isAccepted = true;
    this.emit('changed', this);
    try {
      const offer = await this.#sound.open(this.#host.numbers.next(this.id), options.video ?? false);
      await this.#host.ask('Answer', { callId: this.id, offer });
    } catch (problem) {
      this.#isAccepted = false;
      if (this.status() !== 'closed') this.emit('changed', this);
      throw problem;
    }
  }

  async reject(): Promise<void> {
    if (this.status() !== 'pending') throw new PhoneError('state', 'The call does not ring here.');
    this.#isDeclined = true;
    await this.#leave('Decline', 'declined');
  }

  disconnect(): Promise<void> {
    if (this.status() === 'pending') return this.reject();
    return this.#leave('HangUp', this.#card.answeredAt === null ? 'cancelled' : 'hangup');
  }

  mute(shouldMute = true): void {
    if (this.#isMuted === shouldMute || this.status() === 'closed') return;
    this.#isMuted = shouldMute;
    this.#quiet();
    this.emit('mute', shouldMute);
    this.emit('changed', this);
    this.#tellMuted();
  }

  isMuted(): boolean {
    return this.#isMuted;
  }

  hold(): Promise<void> {
    return this.#host.ask('Hold', { callId: this.id });
  }

  resume(): Promise<void> {
    return this.#host.ask('Resume', { callId: this.id });
  }

  sendDigits(digits: string): Promise<void> {
    return this.#host.ask('SendDtmf', { callId: this.id, digits });
  }

  transfer(to: string): Promise<void> {
    return this.#host.ask('Transfer', { callId: this.id, to });
  }

  park(slot?: string): Promise<string> {
    return this.#host.park(this.id, slot);
  }

  consult(to: string): Promise<Call> {
    return this.#host.consult(this, to);
  }

  completeTransfer(other?: Call): Promise<void> {
    return this.#host.ask('CompleteTransfer', this.#pair(other));
  }

  cancelTransfer(): Promise<void> {
    return this.#host.ask('CancelTransfer', this.#pair());
  }

  merge(other?: Call): Promise<void> {
    return this.#host.ask('Merge', this.#pair(other));
  }

  async swap(other?: Call): Promise<void> {
    const second = other ?? this.#partner();
    const [talking, held] = this.isOnHold ? [second, this] : [this, second];
    await this.#host.ask('Swap', { callId: talking.id, consultCallId: held.id });
  }

  async setCamera(isOn: boolean): Promise<void> {
    if (this.#card.state !== 'connected') throw new PhoneError('state', 'The conversation has not begun, or is over.');
    await this.#sound.show(isOn);
  }

  get isCameraOn(): boolean {
    return this.#sound.localPicture !== null;
  }

  getLocalStream(): MediaStream | null {
    return this.#sound.localStream;
  }

  getRemoteStream(): MediaStream | null {
    return this.#sound.remoteStream;
  }

  getLocalVideo(): MediaStream | null {
    return this.#sound.localPicture;
  }

  getRemoteVideo(): MediaStream | null {
    return this.#sound.remotePicture;
  }

  /** For the device: the microphone and the first offer of a call that is dialled. */
  openSound(isCameraOn: boolean): Promise<OfferCard> {
    return this.#sound.open(1, isCameraOn);
  }

  /** For the device: the media is to be taken up with a new connection. */
  reattach(): void {
    this.#sound.recover();
  }

  /** For the device: the edge has the call, and it is as it was told; its sound is taken up again if it was lost. */
  confirm(card: CallCard): void {
    this.update({ call: card, answer: null });
    if (this.#card.state === 'connected' && !this.#sound.isUp) this.reattach();
    if (this.#card.muted !== this.#isMuted) this.#tellMuted();
  }

  /** For the device: the id of a call that was just dialled. */
  named(callId: string): void {
    this.#card = { ...this.#card, callId };
    this.#host.numbers.set(callId, 1);
  }

  /** For the device: who is in the room that this call is in. */
  roomChanged(room: RoomUpdate): void {
    this.#room = room;
    if (this.#card.state !== 'ended') this.emit('changed', this);
  }

  /** For the device: the edge told a change. */
  update({ call: card, answer }: CallUpdate): void {
    const before = this.#card;
    if (before.state === 'ended') return;
    if (answer) void this.#sound.answer(answer);
    if (card.end?.into) {
      this.#move(card.end.into);
      return;
    }
    this.#card = card;
    this.#quiet();
    if (card.state !== before.state) this.#stateChanged();
    if (card.state === 'ended') return;
    if (card.onHold !== before.onHold || card.heldByPeer !== before.heldByPeer) this.emit('hold', card.onHold, card.heldByPeer);
    this.emit('changed', this);
  }

  /** Ends the call here. `isTold`: the edge knows. */
  finish(reason: string, isTold: boolean): void {
    if (this.#card.state === 'ended') return;
    this.#card = { ...this.#card, state: 'ended', end: { reason, sipCode: null, text: null, into: null } };
    this.#over(isTold);
  }

  #stateChanged(): void {
    switch (this.#card.state) {
      case 'ringing':
      case 'earlyMedia':
        if (this.direction === 'outgoing') this.emit('ringing', this.#card.state === 'earlyMedia');
        break;
      case 'connected':
        this.#sound.measure();
        if (!this.#sound.isOffered) this.reattach();
        this.emit('accept', this);
        break;
      case 'ended':
        this.#over(true);
        break;
      default:
        break;
    }
  }

  #over(isTold: boolean): void {
    this.#sound.close();
    this.#host.ended(this, isTold);
    const { answeredAt, end, direction } = this.#card;
    if (answeredAt !== null) this.emit('disconnect', this);
    else if (direction === 'incoming') this.emit(this.#isDeclined ? 'reject' : 'cancel', this);
    else this.emit(end?.reason === 'cancelled' || end?.reason === 'hangup' ? 'disconnect' : 'reject', this);
    this.emit('changed', this);
  }

  // The party of this call was transferred to this device's user: it goes on as a part of the other call.
  #move(into: string): void {
    const formerId = this.id;
    this.#card = { ...this.#card, callId: into, state: 'connected', end: null };
    this.#host.sink?.stop(formerId);
    this.#host.renamed(this, formerId);
    this.emit('moved', formerId);
    this.emit('changed', this);
  }

  #interrupted(error: PhoneError): void {
    if (this.#card.state !== 'connected' || this.#isInterrupted) return;
    this.#isInterrupted = true;
    this.emit('reconnecting', error);
    this.emit('changed', this);
  }

  #up(): void {
    if (!this.#isInterrupted) return;
    this.#isInterrupted = false;
    this.emit('reconnected');
    this.emit('changed', this);
  }

  async #leave(method: 'HangUp' | 'Decline', reason: string): Promise<void> {
    if (this.status() === 'closed') return;
    if (!this.#host.isLinked) {
      this.finish(reason, false);
      return;
    }
    try {
      await this.#host.ask(method, { callId: this.id });
      this.finish(reason, true);
    } catch (problem) {
      // Whether the edge took it is not known, or it has no such call: it is over here in any case.
      this.finish(reason, problem instanceof PhoneError && problem.code === 'notFound');
    }
  }

  #quiet(): void {
    const { onHold, heldByPeer } = this.#card;
    this.#sound.enable(!this.#isMuted && !onHold, { input: this.#isMuted || onHold, output: onHold || heldByPeer });
  }

  #tellMuted(): void {
    // Only shown to others; it is told again when the connection is back.
    this.#host.ask('SetMuted', { callId: this.id, muted: this.#isMuted }).catch(() => {});
  }

  #pair(other?: Call): { callId: string; consultCallId: string } {
    const second = other ?? this.#partner();
    return this.consultFor === second.id ? { callId: second.id, consultCallId: this.id } : { callId: this.id, consultCallId: second.id };
  }

  #partner(): Call {
    const partner = this.#host.calls.find(call => call !== this && (call.consultFor === this.id || this.consultFor === call.id));
    if (!partner) throw new PhoneError('state', 'There is no consultation.');
    return partner;
  }
}
