import { vi } from 'vitest';
import { PhoneDevice } from '../../phone/phoneDevice';
import type { Call, CallEvents, DeviceEvents, DeviceOptions } from '../../phone/types';
import { card, ScriptedEdge } from './scriptedHub';
import { ScriptedRtc, ScriptedSink, ScriptedStore } from './scriptedRtc';

/** A page with a device: what it was told is in `told`. */
export class Page {
  readonly edge: ScriptedEdge;
  readonly store: ScriptedStore;
  readonly rtc = new ScriptedRtc();
  readonly sink = new ScriptedSink();
  readonly told: string[] = [];
  readonly device: PhoneDevice;

  constructor(
    edge = new ScriptedEdge(),
    store = new ScriptedStore(),
    options: DeviceOptions = {},
    token: ConstructorParameters<typeof PhoneDevice>[0] = 'token',
  ) {
    this.edge = edge;
    this.store = store;
    this.device = new PhoneDevice(token, { rtc: this.rtc.api, store, sink: this.sink, ...options }, edge.connector);
    const names: (keyof DeviceEvents)[] = [
      'registering',
      'registered',
      'unregistered',
      'reconnecting',
      'incoming',
      'resumed',
      'error',
      'tokenWillExpire',
      'sessionRevoked',
      'drain',
      'inputChanged',
      'destroyed',
    ];
    for (const name of names) this.device.on(name, () => this.told.push(name));
  }

  static async registered(...parts: ConstructorParameters<typeof Page>): Promise<Page> {
    const page = new Page(...parts);
    await page.device.register();
    page.told.length = 0;
    return page;
  }

  /** The same tab after it was loaded anew. */
  async reload(): Promise<Page> {
    await this.edge.link.stop();
    return Page.registered(this.edge, this.store);
  }

  /** What a call tells goes to `told` too. */
  watch(call: Call): Call {
    const names: (keyof CallEvents)[] = [
      'accept',
      'ringing',
      'disconnect',
      'cancel',
      'reject',
      'mute',
      'hold',
      'moved',
      'reconnecting',
      'reconnected',
      'warning',
      'warning-cleared',
      'error',
    ];
    for (const name of names) call.on(name, () => this.told.push(name));
    return call;
  }

  /** A call that was dialled here, in conversation. */
  async talking(callId = 'dialled'): Promise<Call> {
    this.edge.answers.Dial = () => ({ callId, failure: null });
    const call = this.watch(await this.device.connect({ to: '1002' }));
    await settle();
    this.edge.changed(card(callId), { number: 1, sdp: 'answer' });
    await settle();
    this.rtc.connection.hear();
    this.rtc.connection.become('connected');
    this.told.length = 0;
    return call;
  }
}

/** Time and chance are the test's own. */
export function fakeTime(): void {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
}

export function realTime(): void {
  vi.useRealTimers();
  vi.restoreAllMocks();
}

/** Lets everything run that needs no time. */
export async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
}

export async function pass(milliseconds: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds);
}
