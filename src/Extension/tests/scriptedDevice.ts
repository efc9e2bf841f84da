import { vi } from 'vitest';
import type { Call, Device } from '../../Web/phone';

type Listener = (...values: unknown[]) => void;

class Telling {
  readonly #listeners = new Map<string, Listener[]>();

  on(event: string, listener: Listener): this {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
    return this;
  }

  tell(event: string, ...values: unknown[]): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(...values);
  }
}

/** A call whose state a test sets. */
export class ScriptedCall extends Telling {
  readonly remote = { name: 'Ana', number: '+573001234567' };
  readonly startedAt = new Date(0);
  readonly isHeldByRemote = false;
  readonly isRecorded = false;
  readonly consultFor = null;
  readonly queue = null;
  readonly room = null;
  readonly quality = null;
  answeredAt: Date | null = null;
  end: { reason: string } | null = null;
  isOnHold = false;
  muted = false;
  state = 'pending';
  readonly accept = vi.fn(async () => this.become('open'));
  readonly reject = vi.fn(async () => {});
  readonly disconnect = vi.fn(async () => {});
  readonly hold = vi.fn(async () => {
    this.isOnHold = true;
  });
  readonly resume = vi.fn(async () => {
    this.isOnHold = false;
  });
  readonly transfer = vi.fn(async (_to: string) => {});
  readonly sendDigits = vi.fn(async (_digits: string) => {});

  constructor(
    readonly id: string,
    readonly direction: 'incoming' | 'outgoing',
  ) {
    super();
  }

  get card() {
    return { state: this.state === 'ringing' ? 'ringing' : 'connected' };
  }

  status(): string {
    return this.state;
  }

  isMuted(): boolean {
    return this.muted;
  }

  mute(isMuted: boolean): void {
    this.muted = isMuted;
  }

  become(state: string): void {
    this.state = state;
    if (state === 'open') this.tell('accept', this);
    this.tell('changed', this);
  }
}

/** A device that a test makes ring. */
export class ScriptedDevice extends Telling {
  state = 'unregistered';
  calls: ScriptedCall[] = [];
  readonly connect = vi.fn(async ({ to }: { to: string }) => {
    const call = new ScriptedCall(`to ${to}`, 'outgoing');
    call.state = 'connecting';
    this.calls = [...this.calls, call];
    this.tell('callsChanged', this.calls);
    return call as unknown as Call;
  });
  readonly setAudioConstraints = vi.fn(async () => {});
  readonly destroy = vi.fn(async () => {
    this.state = 'destroyed';
  });

  async register(): Promise<void> {
    this.state = 'registered';
    this.tell('registered', { displayName: 'Agent One', extension: '1001' });
  }

  ring(id: string): ScriptedCall {
    const call = new ScriptedCall(id, 'incoming');
    this.calls = [...this.calls, call];
    this.tell('callsChanged', this.calls);
    this.tell('incoming', call);
    return call;
  }

  end(call: ScriptedCall, event: 'disconnect' | 'cancel' | 'reject', reason: string): void {
    call.state = 'closed';
    call.end = { reason };
    this.calls = this.calls.filter(one => one !== call);
    this.tell('callsChanged', this.calls);
    call.tell(event, call);
  }

  get device(): Device {
    return this as unknown as Device;
  }
}
