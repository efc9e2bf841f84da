import { computed, signal } from '@preact/signals';

const lockName = 'rtc.ringer';
const deviceKey = 'rtc-phone.device';
const staleMs = 6_000;
const tellMs = 2_000;

interface Told {
  readonly kind: 'here' | 'take' | 'given' | 'gone';
  readonly tab: string;
  readonly deviceId?: string;
  readonly inCall?: boolean;
  readonly to?: string;
}

interface Other {
  readonly deviceId: string;
  readonly inCall: boolean;
  readonly at: number;
}

/**
 * The tabs of this browser. Each is a device of its own and shows every call that rings, but one of them alone makes the sound of the ring: the first, until
 * another one takes that over. The calls of a tab go on in another one, when the person wants that, by handing it the device.
 */
class Tabs {
  /** This tab makes the sound of the ring. */
  readonly rings = signal(false);
  readonly #others = signal<ReadonlyMap<string, Other>>(new Map());
  /** Another tab has a conversation. */
  readonly inCallElsewhere = computed(() => [...this.#others.value.values()].some(other => other.inCall));
  readonly #id = crypto.randomUUID();
  readonly #channel = new BroadcastChannel('rtc.tabs');
  #own = { deviceId: '', inCall: false };

  constructor() {
    this.#channel.onmessage = ({ data }) => this.#told(data as Told);
    setInterval(() => this.#beat(), tellMs);
    addEventListener('pagehide', () => this.#say({ kind: 'gone', tab: this.#id }));
    this.#wait();
  }

  /** This tab rings from now on. */
  ring(): void {
    if (!this.rings.value) this.#lock({ steal: true });
  }

  /** How this tab is. */
  tell(deviceId: string, inCall: boolean): void {
    if (this.#own.deviceId === deviceId && this.#own.inCall === inCall) return;
    this.#own = { deviceId, inCall };
    this.#beat();
  }

  /** The conversation of the other tab goes on here: its device becomes this tab's, and the page is loaded anew with it. */
  take(): void {
    const from = [...this.#others.value].find(([, other]) => other.inCall)?.[0];
    if (from) this.#say({ kind: 'take', tab: this.#id, to: from });
  }

  #wait(): void {
    this.#lock({});
  }

  #lock(options: LockOptions): void {
    if (!navigator.locks) {
      this.rings.value = true;
      return;
    }
    navigator.locks
      .request(lockName, options, () => {
        this.rings.value = true;
        // Held until the tab is closed, or another one takes it.
        return new Promise<never>(() => {});
      })
      .catch(() => {
        this.rings.value = false;
        this.#wait();
      });
  }

  #told(told: Told): void {
    if (told.kind === 'gone') this.#others.value = new Map([...this.#others.value].filter(([tab]) => tab !== told.tab));
    else if (told.kind === 'here')
      this.#others.value = new Map(this.#others.value).set(told.tab, {
        deviceId: told.deviceId ?? '',
        inCall: told.inCall ?? false,
        at: Date.now(),
      });
    else if (told.to === this.#id && told.kind === 'take') this.#give(told.tab);
    else if (told.to === this.#id && told.kind === 'given' && told.deviceId) this.#become(told.deviceId);
  }

  #give(to: string): void {
    this.#say({ kind: 'given', tab: this.#id, to, deviceId: this.#own.deviceId });
    sessionStorage.removeItem(deviceKey);
    location.reload();
  }

  #become(deviceId: string): void {
    sessionStorage.setItem(deviceKey, deviceId);
    location.reload();
  }

  #beat(): void {
    this.#say({ kind: 'here', tab: this.#id, ...this.#own });
    const fresh = [...this.#others.value].filter(([, other]) => Date.now() - other.at < staleMs);
    if (fresh.length !== this.#others.value.size) this.#others.value = new Map(fresh);
  }

  #say(told: Told): void {
    this.#channel.postMessage(told);
  }
}

export const tabs = new Tabs();
