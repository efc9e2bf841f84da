import { type TabParts, Tabs } from '../../app/state/tabs';

type Held = (lock: Lock | null) => unknown;

/** Web Locks of one browser, for one name: held until given back, stolen, or the tab is closed. */
class ScriptedLocks {
  #holder: { reject: (cause: Error) => void } | null = null;
  readonly #queue: (() => void)[] = [];

  request(_name: string, options: LockOptions, held: Held): Promise<unknown> {
    return new Promise((_, reject) => {
      const take = () => {
        this.#holder = { reject };
        held({ name: _name, mode: 'exclusive' } as Lock);
      };
      if (options.steal) {
        const former = this.#holder;
        take();
        former?.reject(new DOMException('Stolen.', 'AbortError'));
      } else if (this.#holder) {
        this.#queue.push(take);
      } else {
        take();
      }
    });
  }

  /** The tab that has the lock is closed. */
  leave(): void {
    this.#holder = null;
    this.#queue.shift()?.();
  }
}

/** A browser with tabs that hear each other. */
export class ScriptedBrowser {
  readonly locks = new ScriptedLocks();
  readonly #channels: { onmessage: ((event: MessageEvent) => void) | null }[] = [];

  open(): { readonly tabs: Tabs; readonly stored: Map<string, string>; readonly reloads: () => number; readonly freeze: () => void } {
    const stored = new Map<string, string>();
    let reloads = 0;
    let isFrozen = false;
    const channel = {
      onmessage: null as ((event: MessageEvent) => void) | null,
      postMessage: (data: unknown) => {
        if (isFrozen) return;
        for (const other of this.#channels) if (other !== channel) other.onmessage?.(new MessageEvent('message', { data }));
      },
    };
    this.#channels.push(channel);
    const parts: TabParts = {
      locks: this.locks as unknown as LockManager,
      channel: channel as TabParts['channel'],
      store: { setItem: (key, value) => void stored.set(key, value), removeItem: key => void stored.delete(key) },
      reload: () => {
        reloads++;
      },
    };
    const freeze = () => {
      isFrozen = true;
    };
    return { tabs: new Tabs(parts), stored, reloads: () => reloads, freeze };
  }
}
