import { browserRtc } from './browserRtc';
import type { AgentCard, AgentsRequest, AgentWish, PresenceCard, PresenceStatus, SupervisorMode, VoicemailCard, Welcome } from './contract';
import { DeviceCalls } from './deviceCalls';
import { DeviceIdentity } from './deviceIdentity';
import { EdgeConnection } from './edgeConnection';
import { Listeners } from './emitter';
import { PhoneError } from './errors';
import type { HubConnector } from './hubLink';
import { Microphone } from './microphone';
import { OfferNumbers } from './offerNumbers';
import { connectSignalr } from './signalrLink';
import { Tokens } from './tokens';
import type {
  AccessToken,
  Call,
  ConnectOptions,
  Device,
  DeviceEvents,
  DeviceOptions,
  DeviceState,
  DeviceStore,
  Identity,
  TokenProvider,
} from './types';

/** A call is kept so much longer here than at the edge, which knows better. */
const graceMs = 5_000;
const defaultName = 'Webphone';
const defaultVideo: MediaTrackConstraints = { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 24 } };
const defaultConstraints: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/** The browser as a telephone: see `Device` for what each member promises. */
export class PhoneDevice extends Listeners<DeviceEvents> implements Device {
  readonly #options: DeviceOptions;
  readonly #tokens: Tokens;
  readonly #deviceIdentity: DeviceIdentity;
  readonly #connection: EdgeConnection;
  readonly #microphone: Microphone;
  readonly #calls: DeviceCalls;
  readonly #watched = new Set<string>();
  #watchesQueues = false;
  #watchesRooms = false;
  #watchedAgents: AgentsRequest | null = null;
  readonly #unlisten: () => void;
  #state: DeviceState = 'unregistered';
  #identity: Identity | null = null;
  #presence: PresenceCard | null = null;
  #agent: AgentCard | null = null;
  #voicemail: VoicemailCard | null = null;
  #keepMs = 0;
  #keepTimer: ReturnType<typeof setTimeout> | undefined;
  #registering: { promise: Promise<void>; done: () => void; failed: (error: PhoneError) => void } | null = null;

  /** `connector` is for tests: the edge over something else than SignalR. */
  constructor(token: TokenProvider, options: DeviceOptions = {}, connector: HubConnector = connectSignalr) {
    super();
    const rtc = { ...browserRtc, ...options.rtc };
    const store = options.store ?? tabStore();
    this.#options = options;
    this.#tokens = new Tokens(token, options.tokenRefreshMs, () => this.emit('tokenWillExpire'));
    this.#deviceIdentity = new DeviceIdentity(store, options.deviceId);
    this.#microphone = new Microphone(rtc, options.audioConstraints ?? defaultConstraints, () => this.emit('inputChanged'));
    this.#connection = new EdgeConnection({
      url: (options.url ?? globalThis.location?.origin ?? '').replace(/\/$/, ''),
      connector,
      token: () => this.#tokens.take(),
      request: () => this.#attachRequest(),
      events: {
        attached: welcome => this.#attached(welcome),
        lost: () => this.#lost(),
        waiting: reconnection => {
          if (this.#state === 'reconnecting' || this.#state === 'registering') this.emit('reconnecting', reconnection);
        },
        refused: error => this.#refused(error),
        incoming: card => this.#calls.incoming(card),
        callChanged: update => this.#calls.changed(update),
        renegotiate: order => this.#calls.renegotiate(order),
        presenceChanged: changes => this.#presenceChanged(changes),
        agentChanged: agent => this.#agentChanged(agent),
        voicemailChanged: voicemail => {
          this.#voicemail = voicemail;
          this.emit('voicemail', voicemail);
        },
        inboxChanged: update => this.emit('inbox', update),
        queuesChanged: update => {
          if (this.#watchesQueues) this.emit('queues', update);
        },
        agentsChanged: update => {
          if (this.#watchedAgents) this.emit('agents', update);
        },
        roomsChanged: rooms => {
          this.#calls.roomsChanged(rooms);
          if (this.#watchesRooms) this.emit('rooms', rooms);
        },
        sessionRevoked: reason => this.#revoked(reason),
        drain: seconds => this.emit('drain', seconds),
      },
    });
    this.#calls = new DeviceCalls({
      connection: this.#connection,
      microphone: this.#microphone,
      rtc,
      codecs: options.codecs ?? [],
      takesVideo: options.video ?? false,
      videoConstraints: options.videoConstraints ?? defaultVideo,
      sink: options.sink ?? null,
      numbers: new OfferNumbers(store),
      events: {
        incoming: call => this.emit('incoming', call),
        resumed: call => this.emit('resumed', call),
        changed: () => this.emit('callsChanged', this.calls),
      },
    });
    this.#unlisten = rtc.onNetworkChanged(() => void this.#connection.probe());
  }

  static get isSupported(): boolean {
    return typeof RTCPeerConnection === 'function' && typeof WebSocket === 'function' && globalThis.navigator?.mediaDevices !== undefined;
  }

  get state(): DeviceState {
    return this.#state;
  }

  get identity(): Identity | null {
    return this.#identity;
  }

  get presence(): PresenceCard | null {
    return this.#presence;
  }

  get agent(): AgentCard | null {
    return this.#agent;
  }

  get voicemail(): VoicemailCard | null {
    return this.#voicemail;
  }

  get calls(): readonly Call[] {
    return this.#calls.calls;
  }

  get isBusy(): boolean {
    return this.#calls.calls.length > 0;
  }

  get deviceId(): string {
    return this.#deviceIdentity.id;
  }

  get inputDevice(): string | null {
    return this.#microphone.deviceId;
  }

  register(): Promise<void> {
    if (this.#state === 'destroyed') return Promise.reject(new PhoneError('state', 'The device was destroyed.'));
    if (this.#state === 'registered' || this.#state === 'reconnecting') return Promise.resolve();
    if (!this.#registering) {
      let [done, failed]: [() => void, (error: PhoneError) => void] = [() => {}, () => {}];
      const promise = new Promise<void>((resolve, reject) => ([done, failed] = [resolve, reject]));
      this.#registering = { promise, done, failed };
      this.#state = 'registering';
      this.emit('registering');
      this.#connection.open();
    }
    return this.#registering.promise;
  }

  async unregister(): Promise<void> {
    if (this.#state === 'unregistered' || this.#state === 'destroyed') return;
    await this.disconnectAll();
    await this.#stop(new PhoneError('state', 'The device was unregistered.'));
  }

  async connect(options: ConnectOptions): Promise<Call> {
    return this.#calls.dial(options.to.trim(), options.video ?? false);
  }

  async disconnectAll(): Promise<void> {
    await Promise.all(this.#calls.calls.map(call => call.disconnect()));
  }

  updateToken(token: string | AccessToken): void {
    this.#tokens.set(token);
  }

  async destroy(): Promise<void> {
    await this.unregister();
    if (this.#state === 'destroyed') return;
    this.#state = 'destroyed';
    this.#unlisten();
    this.#tokens.close();
    this.#microphone.close();
    this.emit('destroyed');
  }

  findCall(callId: string): Call | null {
    return this.#calls.find(callId);
  }

  supervise(callId: string, mode: SupervisorMode, agent?: string): Promise<void> {
    return this.#calls.ask('Supervise', { callId, mode, agent: agent ?? null });
  }

  setAgentState(state: AgentWish, reason?: string, force = false): Promise<void> {
    return this.#calls.ask('SetAgentState', { state, reason: reason ?? null, force });
  }

  setDisposition(disposition: string): Promise<void> {
    return this.#calls.ask('SetDisposition', { disposition });
  }

  async watchQueues(): Promise<void> {
    this.#watchesQueues = true;
    if (this.#connection.isLinked) await this.#calls.ask('WatchQueues');
  }

  async unwatchQueues(): Promise<void> {
    this.#watchesQueues = false;
    if (this.#connection.isLinked) await this.#connection.invoke('UnwatchQueues');
  }

  async watchAgents(filter: AgentsRequest): Promise<void> {
    this.#watchedAgents = filter;
    if (this.#connection.isLinked) await this.#calls.ask('WatchAgents', filter);
  }

  async unwatchAgents(): Promise<void> {
    this.#watchedAgents = null;
    if (this.#connection.isLinked) await this.#connection.invoke('UnwatchAgents');
  }

  async watchRooms(): Promise<void> {
    this.#watchesRooms = true;
    if (this.#connection.isLinked) await this.#calls.ask('WatchRooms');
  }

  async unwatchRooms(): Promise<void> {
    this.#watchesRooms = false;
    if (this.#connection.isLinked) await this.#connection.invoke('UnwatchRooms');
  }

  setPresence(status: Exclude<PresenceStatus, 'offline' | 'onCall'>, reason?: string): Promise<void> {
    return this.#calls.ask('SetPresence', { status, reason: reason ?? null });
  }

  async watch(users: readonly string[]): Promise<readonly PresenceCard[]> {
    for (const user of users) this.#watched.add(user);
    return this.#connection.isLinked ? this.#connection.invoke('Watch', users) : [];
  }

  async unwatch(users: readonly string[]): Promise<void> {
    // Their own presence concerns everybody.
    const others = users.filter(user => user !== this.#identity?.user);
    for (const user of others) this.#watched.delete(user);
    if (this.#connection.isLinked) await this.#connection.invoke('Unwatch', others);
  }

  setInputDevice(deviceId: string | null): Promise<void> {
    return this.#microphone.choose(deviceId);
  }

  setAudioConstraints(constraints: MediaTrackConstraints): Promise<void> {
    return this.#microphone.constrain(constraints);
  }

  async #attachRequest() {
    await this.#deviceIdentity.claim();
    return { deviceId: this.deviceId, deviceName: this.#options.deviceName ?? defaultName, canRing: this.#options.canRing ?? true };
  }

  #attached(welcome: Welcome): void {
    clearTimeout(this.#keepTimer);
    const { user, displayName, extension, role, presence, keepSeconds } = welcome;
    this.#identity = { user, displayName, extension, role };
    this.#presence = presence;
    this.#keepMs = keepSeconds * 1_000 + graceMs;
    this.#state = 'registered';
    this.#calls.attached(welcome);
    this.emit('registered', this.#identity);
    this.#registering?.done();
    this.#registering = null;
    this.#watched.add(user);
    this.emit('presence', [presence]);
    this.#connection.invoke('Watch', [...this.#watched]).then(
      cards => this.#presenceChanged(cards),
      // The next connection watches them again.
      () => {},
    );
    if (this.#watchesQueues) this.watchQueues().catch(() => {});
    if (this.#watchedAgents) this.watchAgents(this.#watchedAgents).catch(() => {});
    if (this.#watchesRooms) this.watchRooms().catch(() => {});
  }

  #lost(): void {
    if (this.#state !== 'registered') return;
    this.#state = 'reconnecting';
    clearTimeout(this.#keepTimer);
    this.#keepTimer = setTimeout(() => this.#calls.endAll('lost', false), this.#keepMs);
  }

  #refused(error: PhoneError): void {
    const registering = this.#registering;
    this.#registering = null;
    this.#state = 'unregistered';
    if (registering) registering.failed(error);
    else this.emit('error', error);
    this.emit('unregistered');
  }

  #revoked(reason: string): void {
    this.#calls.endAll('lost', true);
    void this.#stop(new PhoneError('sessionRevoked', reason));
    this.emit('sessionRevoked', reason);
  }

  async #stop(why: PhoneError): Promise<void> {
    clearTimeout(this.#keepTimer);
    this.#state = 'unregistered';
    this.#registering?.failed(why);
    this.#registering = null;
    const closing = this.#connection.close();
    this.#deviceIdentity.release();
    this.emit('unregistered');
    await closing;
  }

  #agentChanged(agent: AgentCard): void {
    this.#agent = agent;
    this.emit('agent', agent);
  }

  #presenceChanged(changes: readonly PresenceCard[]): void {
    this.#presence = changes.find(card => card.user === this.#identity?.user) ?? this.#presence;
    if (changes.length > 0) this.emit('presence', changes);
  }
}

// A page whose storage is blocked has none, and says so by throwing.
function tabStore(): DeviceStore | null {
  try {
    return globalThis.sessionStorage ?? null;
  } catch {
    return null;
  }
}
