import { batch, computed, signal } from '@preact/signals';
import type { InboxUpdate, MessageCard } from '../../phone';
import type { Api } from '../rest/api';
import { type Conversation, conversationPath, conversationsPath } from '../rest/conversations';
import type { Page } from '../rest/models';
import { nameGroup } from './groupNames';
import { Outbox, type Pause } from './outbox';
import { Thread } from './thread';

const pageSize = 50;
const largestPage = 500;
/** Changes of so long are asked for in one question. */
export const lookMs = 200;

type ChatApi = Pick<Api, 'get' | 'post' | 'put' | 'page'>;

/** The conversations of the signed-in user: the list with what is unread, the one that is open, and what waits to be sent. */
export class Chats {
  readonly list = signal<readonly Conversation[]>([]);
  readonly next = signal<string | null>(null);
  readonly state = signal<'loading' | 'there' | 'failed'>('loading');
  readonly unread = computed(() => this.list.value.reduce((sum, one) => sum + one.unread, 0));
  readonly thread = signal<Thread | null>(null);
  readonly outbox: Outbox;
  /** Grows when something of a conversation but its messages changed. */
  readonly turn = signal(0);
  readonly #api: ChatApi;
  #user = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;
  readonly #pauses = new Set<() => void>();

  constructor(api: ChatApi, store: Storage, pause?: Pause) {
    this.#api = api;
    this.outbox = new Outbox(api, store, message => this.#came([message]), pause ?? (ms => this.#pause(ms)));
  }

  /** The user is known, or the connection is back. */
  attached(user: string): void {
    this.#user = user;
    this.outbox.open(user);
    this.#hurry();
  }

  /** The hub told what is new. */
  told(update: InboxUpdate): void {
    batch(() => {
      this.#came(update.messages, update.missed);
      if (update.conversations.length > 0) this.turn.value++;
    });
    const known = new Set(this.list.value.map(one => one.id));
    if (update.missed || update.conversations.length > 0 || update.messages.some(one => !known.has(one.conversation))) this.#look();
  }

  async load(): Promise<void> {
    const turn = ++this.#asked;
    try {
      // As many as are shown: whoever has asked for more does not lose them.
      const limit = Math.min(largestPage, Math.max(pageSize, this.list.value.length));
      const page = await this.#api.page<Conversation>(conversationsPath, { limit });
      if (turn !== this.#asked) return;
      this.#show(page, []);
    } catch {
      if (turn === this.#asked && this.state.value !== 'there') this.state.value = 'failed';
    }
  }

  async more(): Promise<void> {
    const turn = ++this.#asked;
    const page = await this.#api.page<Conversation>(conversationsPath, { cursor: this.next.value, limit: pageSize });
    if (turn === this.#asked) this.#show(page, this.list.value);
  }

  /** Shows a conversation; null for none. */
  open(id: string | null): void {
    if (this.thread.value?.id === id) return;
    this.thread.value = id === null ? null : new Thread(this.#api, id);
    void this.thread.value?.load();
  }

  send(id: string, text: string): void {
    this.outbox.add(id, text);
  }

  /** Everything that is shown of a conversation has been seen. */
  async seen(id: string): Promise<void> {
    const known = this.list.value.find(one => one.id === id);
    const last = this.thread.value?.id === id ? this.thread.value.messages.value.at(-1)?.number : undefined;
    if (!known || known.unread === 0 || last === undefined) return;
    this.list.value = this.list.value.map(one => (one.id === id ? { ...one, unread: 0 } : one));
    await this.#api.put(`${conversationPath(id)}/read`, { number: last }).catch(() => this.#look());
  }

  /** Nothing that waits is sent after it. */
  close(): void {
    this.#asked++;
    clearTimeout(this.#timer);
    this.outbox.close();
    this.#hurry();
  }

  #came(messages: readonly MessageCard[], missed = false): void {
    for (const { sender, clientId } of messages) if (sender === this.#user) this.outbox.confirmed(clientId);
    this.thread.value?.tell(messages, missed);
    for (const message of messages) {
      const known = this.list.value.find(one => one.id === message.conversation);
      if (!known || (known.last && known.last.number >= message.number)) continue;
      const unread = known.unread + (message.sender === this.#user ? 0 : 1);
      this.list.value = [{ ...known, last: message, lastAt: message.at, unread }, ...this.list.value.filter(one => one !== known)];
    }
  }

  #show(page: Page<Conversation>, before: readonly Conversation[]): void {
    for (const { id, name } of page.items) if (name !== '') nameGroup(id, name);
    const isNew = new Set(page.items.map(one => one.id));
    this.list.value = [...before.filter(one => !isNew.has(one.id)), ...page.items];
    this.next.value = page.next;
    this.state.value = 'there';
  }

  #look(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.load(), lookMs);
  }

  #pause(ms: number): Promise<void> {
    return new Promise(resolve => {
      const end = () => {
        clearTimeout(timer);
        this.#pauses.delete(end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      this.#pauses.add(end);
    });
  }

  #hurry(): void {
    for (const end of this.#pauses) end();
  }
}
