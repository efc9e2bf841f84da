import { type Call, type Device, type DeviceOptions, type Identity, PhoneError, type TokenProvider } from '../../Web/phone';
import type { Command } from '../wire/commands';
import type { WorkerMessage } from '../wire/messages';
import { popUrl, type Settings } from '../wire/settings';
import {
  type CallView,
  type DeskView,
  type EndedView,
  type Meeting,
  type MicrophoneState,
  nobody,
  type ProblemView,
  partyOf,
} from '../wire/view';
import type { Ringer } from './ringer';
import { MeetError, type Session, SignInError } from './session';

/** A call that is over stays on the screen for so long. */
const farewellMs = 4_000;

export interface DeskParts {
  readonly session: Session;
  readonly ringer: Ringer;
  createDevice(token: TokenProvider, options: Pick<DeviceOptions, 'url' | 'audioConstraints'>): Device;
  settings(): Settings;
  microphone(): MicrophoneState;
  /** What was typed or clicked, as a number to dial; null when it is none. */
  readNumber(text: string): string | null;
  tellWorker(message: WorkerMessage): void;
  tellScreens(view: DeskView): void;
}

/** The telephone of the extension: the one place that has hub, calls and media, whatever becomes of the worker and of screens. */
export class Desk {
  readonly #parts: DeskParts;
  #device: Device | null = null;
  #identity: Identity | null = null;
  #ended: readonly EndedView[] = [];
  #problem: ProblemView | null = null;
  #problems = 0;
  #isSigningIn = false;
  #meetings: Readonly<Record<string, Meeting>> = {};
  #shown = '';
  #told = '';

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  get view(): DeskView {
    const { session } = this.#parts;
    return {
      ...nobody,
      server: session.server,
      isSignedIn: session.isKnown,
      isSigningIn: this.#isSigningIn,
      state: this.#device?.state ?? 'unregistered',
      who: this.#identity && { name: this.#identity.displayName, extension: this.#identity.extension },
      microphone: this.#parts.microphone(),
      calls: this.#calls.map(call => ({ ...viewOf(call), meeting: this.#meetings[call.id] ?? null })),
      ended: this.#ended,
      problem: this.#problem,
    };
  }

  /** Takes up the sign-in of before, if there is one. */
  open(): void {
    if (this.#parts.session.isKnown) this.#connect();
    this.changed();
  }

  /** Whatever the desk shows may be another. */
  changed(): void {
    const { view } = this;
    const text = JSON.stringify(view);
    if (text === this.#shown) return;
    this.#shown = text;
    this.#ring(view.calls);
    this.#parts.tellScreens(view);
    const ringing = view.calls
      .filter(call => call.status === 'pending')
      .map(call => ({ id: call.id, party: partyOf(call), queue: call.queue }));
    const open = view.calls.length - ringing.length;
    const told = JSON.stringify([view.isSignedIn, ringing, open]);
    if (told === this.#told) return;
    this.#told = told;
    this.#parts.tellWorker({ to: 'worker', ask: 'show', isSignedIn: view.isSignedIn, ringing, open });
  }

  async carryOut(command: Command): Promise<void> {
    try {
      await this.#do(command);
    } catch (problem) {
      this.#fail(problem);
    }
    this.changed();
  }

  get #calls(): readonly Call[] {
    return this.#device?.calls ?? [];
  }

  async #do(command: Command): Promise<void> {
    switch (command.do) {
      case 'signIn':
        return this.#signIn(session => session.signIn(command.server, command.email.trim(), command.password));
      case 'signInBy':
        return this.#signIn(session => session.signInBy(command.server, command));
      case 'signOut':
        await this.#leave();
        return this.#parts.session.signOut();
      case 'settingsChanged':
        await this.#device?.setAudioConstraints(this.#sound());
        return;
      case 'dial':
        return this.#dial(command.text);
      case 'answerAny': {
        const ringing = this.#calls.find(call => call.status() === 'pending');
        if (ringing) await this.#answer(ringing);
        return;
      }
      case 'hangUpAny':
        await (this.#calls.find(call => call.status() === 'pending') ?? this.#talking())?.disconnect();
        return;
      case 'muteAny': {
        const call = this.#talking();
        call?.mute(!call.isMuted());
        return;
      }
      default:
        return this.#doWith(this.#call(command.callId), command);
    }
  }

  async #doWith(call: Call, command: Extract<Command, { callId: string }>): Promise<void> {
    switch (command.do) {
      case 'answer':
        return this.#answer(call);
      case 'decline':
        return call.reject();
      case 'hangUp':
        return call.disconnect();
      case 'hold':
        return call.hold();
      case 'resume':
        await this.#holdAllBut(call);
        return call.resume();
      case 'mute':
      case 'unmute':
        return call.mute(command.do === 'mute');
      case 'swap':
        return call.swap();
      case 'completeTransfer':
        return call.completeTransfer();
      case 'cancelTransfer':
        return call.cancelTransfer();
      case 'meet':
        this.#meetings = { ...this.#meetings, [call.id]: await this.#parts.session.meet(call.id) };
        return;
      case 'digits':
        return call.sendDigits(command.text);
      case 'transfer':
        return call.transfer(this.#number(command.text));
      case 'consult':
        this.#follow(await call.consult(this.#number(command.text)));
        return;
    }
  }

  async #signIn(prove: (session: Session) => Promise<void>): Promise<void> {
    this.#isSigningIn = true;
    this.#problem = null;
    this.changed();
    try {
      const { session } = this.#parts;
      if (session.isKnown) await this.#leave();
      await prove(session);
      this.#connect();
    } finally {
      this.#isSigningIn = false;
    }
  }

  async #dial(text: string): Promise<void> {
    const number = this.#number(text);
    if (this.#parts.settings().rings === 'phone') {
      // The telephone on the desk rings first: no microphone is needed here.
      if (!this.#device) throw new SignInError('signInFirst');
      await this.#holdAllBut(null);
      return this.#parts.session.callWithPhone(number);
    }
    const device = this.#ready();
    await this.#holdAllBut(null);
    this.#follow(await device.connect({ to: number }));
  }

  async #answer(call: Call): Promise<void> {
    this.#ready();
    await this.#holdAllBut(call);
    await call.accept();
  }

  async #holdAllBut(call: Call | null): Promise<void> {
    for (const other of this.#calls) {
      if (other === call || other.status() !== 'open' || other.isOnHold) continue;
      // A room has nobody to hold, and its members are not to hear what is said elsewhere.
      if (other.room) other.mute(true);
      else await other.hold();
    }
  }

  #talking(): Call | undefined {
    const up = this.#calls.filter(call => call.status() !== 'pending');
    return up.find(call => !call.isOnHold) ?? up[0];
  }

  #call(callId: string): Call {
    const call = this.#calls.find(one => one.id === callId);
    if (!call) throw new PhoneError('notFound', 'There is no such call.');
    return call;
  }

  #number(text: string): string {
    const number = this.#parts.readNumber(text);
    if (number === null) throw new PhoneError('invalid', 'This is no number that can be called.');
    return number;
  }

  #ready(): Device {
    if (!this.#device) throw new SignInError('signInFirst');
    // A document that nobody sees cannot ask for the microphone.
    if (this.#parts.microphone() !== 'granted') {
      this.#parts.tellWorker({ to: 'worker', ask: 'permission' });
      throw new PhoneError('microphoneDenied', 'The extension may not use the microphone yet.');
    }
    return this.#device;
  }

  #sound(): MediaTrackConstraints {
    const { cleansSound } = this.#parts.settings();
    return { echoCancellation: cleansSound, noiseSuppression: cleansSound, autoGainControl: cleansSound };
  }

  #connect(): void {
    const { session } = this.#parts;
    const device = this.#parts.createDevice(() => session.phoneToken(), { url: session.server ?? '', audioConstraints: this.#sound() });
    this.#device = device;
    const look = () => this.changed();
    device.on('registering', look);
    device.on('registered', identity => {
      this.#identity = identity;
      this.changed();
    });
    device.on('reconnecting', look);
    device.on('unregistered', look);
    device.on('callsChanged', look);
    device.on('incoming', call => {
      this.#follow(call);
      if (this.#parts.settings().popsWhen === 'ringing') this.#pop(call);
    });
    device.on('resumed', call => this.#follow(call));
    device.on('error', problem => this.#fail(problem));
    device.on('sessionRevoked', () => this.#fail(new PhoneError('signIn', 'The session is over.')));
    device.register().catch(problem => this.#fail(problem));
  }

  async #leave(): Promise<void> {
    const device = this.#device;
    this.#device = null;
    this.#identity = null;
    await device?.destroy();
  }

  #follow(call: Call): void {
    call.on('changed', () => this.changed());
    call.on('sample', () => this.changed());
    call.on('error', problem => this.#fail(problem));
    call.on('accept', () => {
      if (call.direction === 'incoming' && this.#parts.settings().popsWhen === 'answered') this.#pop(call);
    });
    for (const end of ['disconnect', 'cancel', 'reject'] as const) call.on(end, () => this.#over(call));
    this.changed();
  }

  #over(call: Call): void {
    const { [call.id]: _, ...meetings } = this.#meetings;
    this.#meetings = meetings;
    const ended: EndedView = { id: call.id, name: call.remote.name || call.remote.number, reason: call.end?.reason ?? 'hangup' };
    this.#ended = [...this.#ended.filter(({ id }) => id !== ended.id), ended];
    setTimeout(() => {
      this.#ended = this.#ended.filter(one => one !== ended);
      this.changed();
    }, farewellMs);
    this.changed();
  }

  #pop(call: Call): void {
    const { pop } = this.#parts.settings();
    const url = pop === '' ? null : popUrl(pop, call.remote.number, call.remote.name ?? '');
    if (url !== null) this.#parts.tellWorker({ to: 'worker', ask: 'pop', url });
  }

  #ring(calls: readonly CallView[]): void {
    const has = (...states: string[]) => calls.some(call => states.includes(call.status));
    if (has('pending')) this.#parts.ringer.play(has('open') ? 'soft' : 'ring');
    else
      this.#parts.ringer.play(this.#calls.some(call => call.card.state === 'ringing' && call.direction === 'outgoing') ? 'ringback' : null);
  }

  #fail(problem: unknown): void {
    const code = problem instanceof PhoneError || problem instanceof SignInError || problem instanceof MeetError ? problem.code : 'failed';
    if (code === 'signIn' || code === 'sessionRevoked') {
      this.#parts.session.forget();
      void this.#leave();
    } else if (code === 'state') {
      // Twice asked for the same: what is to be seen is seen.
      return;
    }
    this.#problem = { code, number: ++this.#problems };
    this.changed();
  }
}

function viewOf(call: Call): Omit<CallView, 'meeting'> {
  return {
    id: call.id,
    name: call.remote.name ?? '',
    number: call.remote.number,
    direction: call.direction,
    status: call.status(),
    isMuted: call.isMuted(),
    isOnHold: call.isOnHold,
    isHeldByRemote: call.isHeldByRemote,
    isRecorded: call.isRecorded,
    queue: call.queue?.name ?? null,
    answeredAt: call.answeredAt?.getTime() ?? null,
    consultFor: call.consultFor,
    quality: call.quality?.word ?? null,
  };
}
