import { signal } from '@preact/signals';
import type { MessageCard } from '../../phone';
import type { Api } from '../rest/api';
import { conversationPath } from '../rest/conversations';

/** Messages that are asked for at once. */
export const pageSize = 50;
const catchUpSize = 200;

/** The messages of one conversation as far as they are known: by number, each once. */
export class Thread {
  readonly id: string;
  readonly messages = signal<readonly MessageCard[]>([]);
  readonly state = signal<'loading' | 'there' | 'failed'>('loading');
  /** Whether there may be older ones. */
  readonly hasOlder = signal(false);
  readonly #api: Pick<Api, 'get'>;
  readonly #known = new Map<number, MessageCard>();
  /** Everything up to this number that this user sees is known. */
  #whole = 0;
  #isCatchingUp = false;
  #wasMissed = false;
  #isLoadingOlder = false;

  constructor(api: Pick<Api, 'get'>, id: string) {
    this.#api = api;
    this.id = id;
  }

  /** The last messages. */
  async load(): Promise<void> {
    try {
      const last = await this.#ask(`limit=${pageSize}`);
      this.#add(last);
      this.#whole = Math.max(this.#whole, last.at(-1)?.number ?? 0);
      this.hasOlder.value = last.length === pageSize;
      this.state.value = 'there';
      if (this.#wasMissed) void this.catchUp();
    } catch (problem) {
      // Nothing has been said in it yet: the first message makes it.
      this.state.value = isMissing(problem) ? 'there' : 'failed';
    }
  }

  /** The messages before the first one that is known. */
  async older(): Promise<void> {
    const first = this.messages.value[0];
    if (!first || this.#isLoadingOlder || !this.hasOlder.value) return;
    this.#isLoadingOlder = true;
    try {
      const before = await this.#ask(`before=${first.number}&limit=${pageSize}`);
      this.hasOlder.value = before.length === pageSize;
      this.#add(before);
    } finally {
      this.#isLoadingOlder = false;
    }
  }

  /** Told of messages; with `missed` some before them may not have been told. */
  tell(messages: readonly MessageCard[], missed: boolean): void {
    const own = messages.filter(one => one.conversation === this.id);
    // One that is told again from before the first known one comes when it is scrolled to.
    const first = this.messages.value[0];
    this.#add(this.hasOlder.value && first ? own.filter(one => one.number > first.number) : own);
    if (missed) void this.catchUp();
    else if (!this.#isCatchingUp && this.state.value === 'there') this.#whole = Math.max(this.#whole, ...own.map(one => one.number));
  }

  /** Asks for all that came after what is known without a gap. */
  async catchUp(): Promise<void> {
    this.#wasMissed = true;
    if (this.state.value === 'failed') return this.load();
    if (this.state.value === 'loading' || this.#isCatchingUp) return;
    this.#isCatchingUp = true;
    try {
      while (this.#wasMissed) {
        this.#wasMissed = false;
        for (;;) {
          const after = await this.#ask(`after=${this.#whole}&limit=${catchUpSize}`);
          this.#add(after);
          this.#whole = Math.max(this.#whole, after.at(-1)?.number ?? 0);
          if (after.length < catchUpSize) break;
        }
      }
    } catch (problem) {
      // A connection that comes back tells `missed` once more.
      if (!isMissing(problem)) this.#wasMissed = true;
    } finally {
      this.#isCatchingUp = false;
    }
  }

  #add(messages: readonly MessageCard[]): void {
    const before = this.#known.size;
    for (const message of messages) if (!this.#known.has(message.number)) this.#known.set(message.number, message);
    if (this.#known.size !== before) this.messages.value = [...this.#known.values()].sort((one, other) => one.number - other.number);
  }

  #ask(query: string): Promise<readonly MessageCard[]> {
    return this.#api.get<readonly MessageCard[]>(`${conversationPath(this.id)}/messages?${query}`);
  }
}

function isMissing(problem: unknown): boolean {
  return (problem as { status?: unknown } | null)?.status === 404;
}
