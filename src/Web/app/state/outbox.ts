import { signal } from '@preact/signals';
import type { MessageCard } from '../../phone';
import type { Api } from '../rest/api';
import { ApiError, SignInRefusal } from '../rest/apiError';
import { conversationPath } from '../rest/conversations';

/** A message that the server has not confirmed yet. */
export interface Waiting {
  readonly clientId: string;
  readonly user: string;
  readonly conversation: string;
  readonly text: string;
  readonly at: string;
  /** The server refused it for good: the person decides. */
  readonly isRefused: boolean;
}

const key = 'rtc.outbox';
const firstPauseMs = 500;
const longestPauseMs = 15_000;

/** A wait that is cut short when there is reason to hope. */
export type Pause = (ms: number) => Promise<void>;

/**
 * What is written and not confirmed, in the order in which it was written. It is kept in the tab, so that a page that is loaded anew sends it again, under the same
 * name: for the server that is the same message. Signing out discards it.
 */
export class Outbox {
  readonly waiting = signal<readonly Waiting[]>([]);
  readonly #api: Pick<Api, 'post'>;
  readonly #store: Storage;
  readonly #sent: (message: MessageCard) => void;
  readonly #pause: Pause;
  #user = '';
  /** What somebody else has left. */
  #others: readonly Waiting[] = [];
  readonly #sending = new Set<string>();
  #isClosed = false;

  constructor(api: Pick<Api, 'post'>, store: Storage, sent: (message: MessageCard) => void, pause: Pause) {
    this.#api = api;
    this.#store = store;
    this.#sent = sent;
    this.#pause = pause;
  }

  /** Takes up what this user wrote before the page was loaded; what somebody else left is not sent, and waits for them. */
  open(user: string): void {
    if (this.#isClosed || this.#user === user) return;
    // What was written before it was known by whom; an older page's, of whom it never was, is of nobody.
    const early = this.waiting.value.filter(one => one.user === '').map(one => ({ ...one, user }));
    const kept = read(this.#store).filter(one => one.user !== '');
    this.#user = user;
    this.#others = kept.filter(one => one.user !== user);
    this.#keep([...kept.filter(one => one.user === user), ...early]);
    this.#send();
  }

  /** Nothing more is sent or kept: what waits is taken up by the next outbox of the same user. */
  close(): void {
    this.#isClosed = true;
  }

  add(conversation: string, text: string): void {
    this.#keep([
      ...this.waiting.value,
      { clientId: crypto.randomUUID(), user: this.#user, conversation, text, at: new Date().toISOString(), isRefused: false },
    ]);
    this.#send();
  }

  /** Sends one that was refused once more. */
  again(clientId: string): void {
    this.#keep(this.waiting.value.map(one => (one.clientId === clientId ? { ...one, isRefused: false } : one)));
    this.#send();
  }

  discard(clientId: string): void {
    this.#keep(this.waiting.value.filter(one => one.clientId !== clientId));
  }

  /** The hub told of it before the server's answer came, or instead of it. */
  confirmed(clientId: string): void {
    if (this.waiting.value.some(one => one.clientId === clientId)) this.discard(clientId);
  }

  // Conversations do not wait for each other: one message that the server fails at holds up its own alone.
  #send(): void {
    for (const { conversation } of this.waiting.value) void this.#sendTo(conversation);
  }

  // One after the other: the order in which they were written is the order in which they are numbered.
  async #sendTo(conversation: string): Promise<void> {
    if (this.#sending.has(conversation)) return;
    this.#sending.add(conversation);
    let pauseMs = firstPauseMs;
    try {
      for (let next = this.#next(conversation); next; next = this.#next(conversation)) {
        const { clientId, text } = next;
        try {
          const message = await this.#api.post<MessageCard>(`${conversationPath(conversation)}/messages`, { clientId, text });
          if (this.#isClosed) return;
          this.#sent(message);
          this.discard(clientId);
          pauseMs = firstPauseMs;
        } catch (problem) {
          if (isFinal(problem)) {
            this.#keep(this.waiting.value.map(one => (one.clientId === clientId ? { ...one, isRefused: true } : one)));
            continue;
          }
          if (this.#isClosed) return;
          await this.#pause(pauseMs);
          pauseMs = Math.min(pauseMs * 2, longestPauseMs);
        }
      }
    } finally {
      this.#sending.delete(conversation);
    }
  }

  #next(conversation: string): Waiting | undefined {
    return this.#isClosed ? undefined : this.waiting.value.find(one => one.conversation === conversation && !one.isRefused);
  }

  #keep(waiting: readonly Waiting[]): void {
    if (this.#isClosed) return;
    this.waiting.value = waiting;
    const kept = [...this.#others, ...waiting];
    try {
      if (kept.length > 0) this.#store.setItem(key, JSON.stringify(kept));
      else this.#store.removeItem(key);
    } catch {
      // The storage is full: what does not fit is sent from memory, and only a page that is loaded anew does not know of it.
    }
  }
}

/** Whether sending again is of no use: not for who is signed out, or has written too much at once, or reaches nobody. */
function isFinal(problem: unknown): boolean {
  return (
    problem instanceof ApiError &&
    !(problem instanceof SignInRefusal) &&
    problem.status >= 400 &&
    problem.status < 500 &&
    ![401, 408, 425, 429].includes(problem.status)
  );
}

function read(store: Storage): readonly Waiting[] {
  try {
    const kept: unknown = JSON.parse(store.getItem(key) ?? '[]');
    return Array.isArray(kept) ? (kept as Waiting[]).filter(one => typeof one.clientId === 'string' && typeof one.text === 'string') : [];
  } catch {
    return [];
  }
}
