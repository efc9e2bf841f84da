import { batch, signal } from '@preact/signals';
import {
  type AgentCard,
  type AgentsRequest,
  type AgentsUpdate,
  type AgentWish,
  type Call,
  Device,
  type DeviceState,
  ElementSink,
  type Identity,
  type InboxUpdate,
  PhoneError,
  type PresenceCard,
  type QueuesUpdate,
  type Reconnection,
  type RoomUpdate,
  type SupervisorMode,
  type VoicemailCard,
} from '../../phone';
import { Api, isSignedOut } from '../rest/api';
import type { Session } from '../rest/session';
import { alarm } from './alarm';
import { groupOf } from './groupNames';
import { preferences } from './preferences';
import { report } from './problems';
import { tabs } from './tabs';

/** A call that is over stays on the screen for so long. */
const farewellMs = 4_000;
/** The slot of a parked call is wanted longer: somebody has to be told. */
const parkedMs = 60_000;

export interface Farewell {
  readonly id: string;
  readonly party: string;
  readonly reason: string;
  /** The slot that it was parked in. */
  readonly slot?: string;
}

/** The telephone of this tab as signals: what the library tells, for the screens. */
export class Phone {
  readonly state = signal<DeviceState>('unregistered');
  readonly identity = signal<Identity | null>(null);
  readonly own = signal<PresenceCard | null>(null);
  /** Work in queues; null for who does none. */
  readonly agent = signal<AgentCard | null>(null);
  readonly voicemail = signal<VoicemailCard | null>(null);
  /** Grows with each change of a call: what a screen reads of calls is read anew. */
  readonly turn = signal(0);
  readonly calls = signal<readonly Call[]>([]);
  readonly farewells = signal<readonly Farewell[]>([]);
  readonly reconnection = signal<Reconnection | null>(null);
  readonly isDraining = signal(false);
  readonly isBlocked = signal(false);
  readonly presences = signal<ReadonlyMap<string, PresenceCard>>(new Map());
  /** Calls of others that were asked for here. */
  readonly #supervising = new Set<string>();
  readonly #session: Session;
  readonly #sink: ElementSink;
  readonly #device: Device;
  readonly #signedOut: () => void;
  #isClosed = false;

  constructor(session: Session, signedOut: () => void) {
    this.#session = session;
    this.#signedOut = signedOut;
    this.#sink = new ElementSink(() => document.createElement('audio'), {
      onBlocked: () => {
        this.isBlocked.value = true;
      },
    });
    this.#device = new Device(() => this.#session.phoneToken(), { sink: this.#sink, deviceName: browserName(), video: true });
    this.#listen();
    this.useSpeaker(preferences.speaker.value);
    if (preferences.microphone.value !== '') this.#device.setInputDevice(preferences.microphone.value).catch(() => {});
    this.#device.register().catch(problem => this.#refused(problem));
  }

  async dial(to: string): Promise<void> {
    if (to.trim() === '') return;
    try {
      await this.#holdAllBut(null);
      const rings = preferences.rings.value;
      if (rings !== 'browser') {
        await new Api(this.#session).post('/api/v1/calls', { to, with: 'phone', handsFree: rings === 'handsFree' });
        return;
      }
      this.#follow(await this.#device.connect({ to }));
    } catch (problem) {
      report(problem);
    }
  }

  get isSupervisor(): boolean {
    return this.identity.value !== null && this.identity.value.role !== 'agent';
  }

  get isAdministrator(): boolean {
    return this.identity.value?.role === 'administrator';
  }

  /** What this person does in somebody else's call from now on. It rings at all their devices, and is taken here, where they asked for it. */
  async supervise(callId: string, mode: SupervisorMode): Promise<void> {
    if (!this.#device.findCall(callId)) this.#supervising.add(callId);
    try {
      await this.#device.supervise(callId, mode);
    } catch (problem) {
      this.#supervising.delete(callId);
      throw problem;
    }
  }

  /** Answers; a call that is talked in is held. */
  async accept(call: Call): Promise<void> {
    await this.#holdAllBut(call);
    await call.accept();
    tabs.ring();
  }

  /** Holds the call, or takes it back; one that is talked in meanwhile is held. */
  async toggleHold(call: Call): Promise<void> {
    if (!call.isOnHold) return call.hold();
    await this.#holdAllBut(call);
    await call.resume();
  }

  /** A second call that was begun to ask before a transfer. */
  followed(call: Call): void {
    this.#follow(call);
  }

  setPresence(status: 'available' | 'busy' | 'away' | 'doNotDisturb', reason: string): void {
    this.#device.setPresence(status, reason === '' ? undefined : reason).catch(report);
  }

  /** What the agent does from now on, or after the call. */
  async work(state: AgentWish, reason?: string): Promise<void> {
    await this.#device.setAgentState(state, reason);
  }

  async dispose(disposition: string): Promise<void> {
    await this.#device.setDisposition(disposition);
  }

  /** Tells of all queues until the answer is called; for supervisors. */
  followQueues(tell: (update: QueuesUpdate) => void): () => void {
    this.#device.on('queues', tell);
    this.#device.watchQueues().catch(report);
    return () => {
      this.#device.off('queues', tell);
      this.#device.unwatchQueues().catch(() => {});
    };
  }

  /** Tells of agents until the answer is called; `watchAgents` says of which. */
  followAgents(tell: (update: AgentsUpdate) => void): () => void {
    this.#device.on('agents', tell);
    return () => {
      this.#device.off('agents', tell);
      this.#device.unwatchAgents().catch(() => {});
    };
  }

  /** Tells who is in conference rooms until the answer is called; for supervisors. */
  followRooms(tell: (rooms: readonly RoomUpdate[]) => void): () => void {
    this.#device.on('rooms', tell);
    this.#device.watchRooms().catch(report);
    return () => {
      this.#device.off('rooms', tell);
      this.#device.unwatchRooms().catch(() => {});
    };
  }

  /** Tells what is new in the user's conversations, as long as there is this telephone. */
  followInbox(tell: (update: InboxUpdate) => void): void {
    this.#device.on('inbox', tell);
  }

  watchAgents(filter: AgentsRequest): void {
    this.#device.watchAgents(filter).catch(report);
  }

  watch(users: readonly string[]): void {
    this.#device.watch(users).then(
      cards => this.#seen(cards),
      () => {},
    );
  }

  async useMicrophone(id: string): Promise<void> {
    await this.#device.setInputDevice(id === '' ? null : id);
    preferences.microphone.value = id;
  }

  useSpeaker(id: string): void {
    preferences.speaker.value = id;
    this.#sink.setOutputDevice(id).catch(() => {});
  }

  unlock(): void {
    this.#sink.unlock();
    this.isBlocked.value = false;
  }

  close(): Promise<void> {
    this.#isClosed = true;
    alarm.stop();
    return this.#device.destroy();
  }

  async #holdAllBut(call: Call | null): Promise<void> {
    for (const other of this.calls.value) {
      if (other === call || other.status() !== 'open' || other.isOnHold) continue;
      if (other.room) {
        // A room has no party to hold, and its members are not to hear what is said elsewhere.
        other.mute(true);
        continue;
      }
      // In a call of others there is nobody to hold: it is left.
      await (other.supervises ? other.disconnect() : other.hold());
    }
  }

  #listen(): void {
    const device = this.#device;
    const look = () => {
      this.state.value = device.state;
    };
    device.on('registering', look);
    device.on('registered', identity =>
      batch(() => {
        look();
        this.identity.value = identity;
        this.own.value = device.presence;
        this.reconnection.value = null;
        this.isDraining.value = false;
      }),
    );
    device.on('unregistered', look);
    device.on('reconnecting', reconnection =>
      batch(() => {
        look();
        this.reconnection.value = reconnection;
      }),
    );
    device.on('drain', () => {
      this.isDraining.value = true;
    });
    device.on('callsChanged', calls => {
      this.calls.value = calls;
      this.#changed();
    });
    device.on('incoming', call => {
      this.#follow(call);
      if (this.#supervising.delete(call.id) && call.supervises) this.accept(call).catch(report);
    });
    device.on('resumed', call => this.#follow(call));
    device.on('presence', cards => {
      this.own.value = device.presence;
      this.#seen(cards);
    });
    device.on('voicemail', voicemail => {
      this.voicemail.value = voicemail;
    });
    device.on('agent', agent => {
      this.agent.value = agent;
    });
    device.on('error', problem => this.#refused(problem));
    device.on('sessionRevoked', () => this.#ended());
  }

  #follow(call: Call): void {
    call.on('changed', () => this.#changed());
    call.on('sample', () => {
      this.turn.value++;
    });
    call.on('error', report);
    for (const end of ['disconnect', 'cancel', 'reject'] as const) call.on(end, () => this.#over(call));
    this.#changed();
  }

  #changed(): void {
    this.turn.value++;
    const calls = this.calls.value;
    alarm.sound(
      calls.some(call => call.status() === 'pending') && tabs.rings.value,
      calls.some(call => call.status() === 'ringing' && call.card.state === 'ringing'),
      calls.some(call => call.status() === 'open'),
    );
    alarm.notify(calls.find(call => call.status() === 'pending') ?? null);
    tabs.tell(
      this.#device.deviceId,
      calls.some(call => call.status() !== 'pending'),
    );
  }

  /** Parks a call and shows for a while where it waits. */
  async park(call: Call): Promise<void> {
    const party = nameOf(call);
    this.#bid({ id: call.id, party, reason: 'transferred', slot: await call.park() }, parkedMs);
  }

  #over(call: Call): void {
    // The edge may have told the end before it answered where the call waits, or after.
    if (this.farewells.value.some(one => one.id === call.id && one.slot)) return;
    this.#bid({ id: call.id, party: nameOf(call), reason: call.end?.reason ?? 'hangup' }, farewellMs);
  }

  #bid(farewell: Farewell, forMs: number): void {
    this.farewells.value = [...this.farewells.value.filter(one => one.id !== farewell.id), farewell];
    setTimeout(() => {
      this.farewells.value = this.farewells.value.filter(one => one !== farewell);
    }, forMs);
  }

  #seen(cards: readonly PresenceCard[]): void {
    if (cards.length === 0) return;
    const known = new Map(this.presences.value);
    for (const card of cards) known.set(card.user, card);
    this.presences.value = known;
  }

  // What a telephone that was left hears late says nothing of whoever has signed in since.
  #ended(): void {
    if (this.#isClosed) return;
    this.#session.forget();
    this.#signedOut();
  }

  #refused(problem: unknown): void {
    if (isSignedOut(problem)) {
      this.#ended();
    } else if (!(problem instanceof PhoneError) || problem.code !== 'state') {
      report(problem);
    }
  }
}

/** What the other party is called on the screen; never HTML. */
export function nameOf(call: Call): string {
  const { name, number } = call.remote;
  return name || groupOf(number) || number;
}

function browserName(): string {
  const brands = (navigator as { userAgentData?: { brands: { brand: string }[] } }).userAgentData?.brands.map(({ brand }) => brand) ?? [];
  return `Webphone, ${brands.find(brand => !/not.*brand/i.test(brand)) ?? 'browser'}`;
}
