import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError, SignInRefusal } from '../../app/rest/apiError';
import type { Conversation } from '../../app/rest/conversations';
import { Chats } from '../../app/state/chats';
import { Outbox } from '../../app/state/outbox';
import { textParts } from '../../app/state/textParts';
import { Thread } from '../../app/state/thread';
import type { InboxUpdate, MessageCard } from '../../phone';

function message(number: number, sender = 'bob', conversation = '@bob', clientId = `client-${number}`): MessageCard {
  return { conversation, number, sender, clientId, text: `text ${number}`, at: '2026-01-02T03:04:05Z', hasSound: false, broadcast: null };
}

const update = (messages: readonly MessageCard[], missed = false): InboxUpdate => ({ messages, conversations: [], broadcasts: [], missed });
const numbers = (thread: Thread) => thread.messages.value.map(one => one.number);

/** A server that has messages and answers as the real one does. */
function serverOf(count: number) {
  const there = Array.from({ length: count }, (_, index) => message(index + 1));
  const get = vi.fn(async (path: string) => {
    const query = new URLSearchParams(path.split('?')[1]);
    const [after, before, limit] = [query.get('after'), query.get('before'), Number(query.get('limit'))];
    const seen = there.filter(one => one.number > Number(after ?? 0) && (before === null || one.number < Number(before)));
    return after === null ? seen.slice(-limit) : seen.slice(0, limit);
  });
  return { there, get };
}

describe('a thread', () => {
  it('begins with the last messages and pages to the first one, each once and in order', async () => {
    const { get } = serverOf(1_000);
    const thread = new Thread({ get } as never, '@bob');
    await thread.load();
    expect(numbers(thread)).toEqual(Array.from({ length: 50 }, (_, index) => 951 + index));
    while (thread.hasOlder.value) await thread.older();
    expect(numbers(thread)).toEqual(Array.from({ length: 1_000 }, (_, index) => 1 + index));
    // Twenty whole pages, and one that says that there is nothing before.
    expect(get).toHaveBeenCalledTimes(21);
  });

  it('shows what is told twice once, and in the order of the numbers', async () => {
    const { get } = serverOf(3);
    const thread = new Thread({ get } as never, '@bob');
    await thread.load();
    thread.tell([message(5), message(4), message(5), message(3)], false);
    expect(numbers(thread)).toEqual([1, 2, 3, 4, 5]);
  });

  it('fills the gap before what it was told after something was missed', async () => {
    const { there, get } = serverOf(3);
    const thread = new Thread({ get } as never, '@bob');
    await thread.load();
    there.push(...[4, 5, 6, 7].map(number => message(number)));
    thread.tell([message(7)], true);
    await vi.waitFor(() => expect(numbers(thread)).toEqual([1, 2, 3, 4, 5, 6, 7]));
  });

  it('catches up when it was told that something was missed while it was loading', async () => {
    const { there, get } = serverOf(3);
    const thread = new Thread({ get } as never, '@bob');
    const loading = thread.load();
    thread.tell([], true);
    there.push(message(4));
    await loading;
    await vi.waitFor(() => expect(numbers(thread)).toEqual([1, 2, 3, 4]));
  });

  it('is empty and not broken before the first message', async () => {
    const get = vi.fn(async () => {
      throw new ApiError(404, 'notFound', 'There is none.');
    });
    const thread = new Thread({ get } as never, '@bob');
    await thread.load();
    expect([thread.state.value, numbers(thread)]).toEqual(['there', []]);
    thread.tell([message(1)], false);
    expect(numbers(thread)).toEqual([1]);
  });
});

describe('the outbox', () => {
  beforeEach(() => sessionStorage.clear());

  it('sends again under the same name after the page is loaded anew, and only what the same user wrote', async () => {
    const never = new Promise<never>(() => {});
    const first = new Outbox(
      { post: () => never } as never,
      sessionStorage,
      () => {},
      async () => {},
    );
    first.open('alice');
    first.add('@bob', 'one');
    first.add('@bob', 'two');
    const names = first.waiting.value.map(one => one.clientId);

    const stranger = new Outbox(
      { post: vi.fn() } as never,
      sessionStorage,
      () => {},
      async () => {},
    );
    stranger.open('carol');
    expect(stranger.waiting.value).toEqual([]);

    const sent: unknown[] = [];
    const post = async (path: string, body: unknown) => {
      sent.push([path, body]);
      return message(sent.length, 'alice');
    };
    const second = new Outbox(
      { post } as never,
      sessionStorage,
      () => {},
      async () => {},
    );
    second.open('alice');
    await vi.waitFor(() => expect(second.waiting.value).toEqual([]));
    expect(sent).toEqual([
      ['/api/v1/conversations/%40bob/messages', { clientId: names[0], text: 'one' }],
      ['/api/v1/conversations/%40bob/messages', { clientId: names[1], text: 'two' }],
    ]);
    expect(sessionStorage.getItem('rtc.outbox')).toBeNull();
  });

  it('keeps the order while the server is away, and tries again under the same name', async () => {
    const tried: string[] = [];
    let failures = 3;
    const post = async (_: string, { text, clientId }: { text: string; clientId: string }) => {
      tried.push(`${text} ${clientId}`);
      if (failures-- > 0) throw failures === 1 ? new ApiError(429, 'limited', 'Too many.') : new TypeError('Failed to fetch');
      return message(1, 'alice');
    };
    const outbox = new Outbox(
      { post } as never,
      sessionStorage,
      () => {},
      async () => {},
    );
    outbox.open('alice');
    outbox.add('@bob', 'one');
    outbox.add('@bob', 'two');
    await vi.waitFor(() => expect(outbox.waiting.value).toEqual([]));
    expect(tried.map(one => one.split(' ')[0])).toEqual(['one', 'one', 'one', 'one', 'two']);
    expect(new Set(tried).size).toBe(2);
  });

  it('leaves to the person what the server refuses, and goes on with the rest', async () => {
    const post = async (path: string) => {
      if (path.includes('gone')) throw new ApiError(404, 'notFound', 'There is no such user.');
      return message(1, 'alice');
    };
    const outbox = new Outbox(
      { post } as never,
      sessionStorage,
      () => {},
      async () => {},
    );
    outbox.open('alice');
    outbox.add('@gone', 'one');
    outbox.add('@bob', 'two');
    await vi.waitFor(() => expect(outbox.waiting.value.map(one => [one.text, one.isRefused])).toEqual([['one', true]]));
    outbox.discard(outbox.waiting.value[0]?.clientId ?? '');
    expect(outbox.waiting.value).toEqual([]);
  });

  it.each(['waits', 'is sent', 'is refused'])('sends and keeps nothing once it is closed while a message %s', async stage => {
    let settle = () => {};
    const post = vi.fn(
      () =>
        new Promise((resolve, reject) => {
          settle = () => (stage === 'is sent' ? resolve(message(1, 'alice')) : reject(new ApiError(stage === 'waits' ? 503 : 400, '', '')));
          if (stage === 'waits') settle();
        }),
    );
    const chats = new Chats({ post } as never, sessionStorage);
    chats.attached('alice');
    chats.send('@bob', 'one');
    chats.send('@bob', 'two');
    await new Promise(resolve => setImmediate(resolve));
    chats.close();
    sessionStorage.clear();
    settle();
    await new Promise(resolve => setImmediate(resolve));
    chats.attached('alice');
    chats.send('@bob', 'three');
    await new Promise(resolve => setImmediate(resolve));
    expect(post).toHaveBeenCalledOnce();
    expect(sessionStorage.length).toBe(0);
  });

  it('sends again after the sign-in was refused: that says nothing of the message', async () => {
    const post = vi.fn(async () => message(1, 'alice')).mockRejectedValueOnce(new SignInRefusal(403, '', ''));
    const outbox = new Outbox(
      { post } as never,
      sessionStorage,
      () => {},
      async () => {},
    );
    outbox.open('alice');
    outbox.add('@bob', 'one');
    await vi.waitFor(() => expect(outbox.waiting.value).toEqual([]));
    expect(post).toHaveBeenCalledTimes(2);
  });

  it('does not let a message that the server fails at hold up other conversations', async () => {
    const sent: string[] = [];
    const post = async (path: string, { text }: { text: string }) => {
      if (path.includes('ill')) throw new ApiError(500, '', '');
      sent.push(text);
      return message(1, 'alice');
    };
    const never = new Promise<void>(() => {});
    const outbox = new Outbox(
      { post } as never,
      sessionStorage,
      () => {},
      () => never,
    );
    outbox.open('alice');
    outbox.add('@ill', 'one');
    outbox.add('@bob', 'two');
    outbox.add('@bob', 'three');
    await vi.waitFor(() => expect(outbox.waiting.value.map(one => one.text)).toEqual(['one']));
    expect(sent).toEqual(['two', 'three']);
  });

  it('sends what the full storage of the tab does not take', async () => {
    const full = { getItem: () => null, removeItem: () => {}, setItem: vi.fn().mockThrow(new DOMException('Full.', 'QuotaExceededError')) };
    const post = vi.fn(async () => message(1, 'alice'));
    const outbox = new Outbox(
      { post } as never,
      full as never,
      () => {},
      async () => {},
    );
    outbox.open('alice');
    outbox.add('@bob', 'one');
    await vi.waitFor(() => expect(outbox.waiting.value).toEqual([]));
    expect([post.mock.calls.length, full.setItem.mock.calls.length]).toEqual([1, 1]);
  });

  it('keeps what somebody else has left for them, and what was written before it was known by whom', async () => {
    const never = new Promise<never>(() => {});
    const of = () =>
      new Outbox(
        { post: () => never } as never,
        sessionStorage,
        () => {},
        async () => {},
      );
    const [alice, carol, again] = [of(), of(), of()];
    alice.add('@bob', 'early');
    alice.open('alice');
    alice.add('@bob', 'late');
    carol.open('carol');
    carol.add('@bob', 'of carol');
    carol.discard(carol.waiting.value[0]?.clientId ?? '');
    again.open('alice');
    expect(again.waiting.value.map(one => one.text)).toEqual(['early', 'late']);
    expect(carol.waiting.value).toEqual([]);
  });
});

describe('the list of conversations', () => {
  const conversation = (id: string, unread: number): Conversation => ({
    id,
    name: '',
    owner: '',
    readNumber: 0,
    unread,
    lastAt: '2026-01-02T03:04:05Z',
    last: null,
  });

  it('counts what others say, comes to the front, and is read once', async () => {
    const put = vi.fn(async () => undefined);
    const { get } = serverOf(1);
    const page = async () => ({ items: [conversation('@carol', 1), conversation('@bob', 0)], next: null });
    const chats = new Chats({ get, put, post: vi.fn(), page } as never, sessionStorage);
    chats.attached('alice');
    await chats.load();
    chats.told(update([message(1)]));
    chats.told(update([message(1)]));
    expect(chats.list.value.map(one => [one.id, one.unread])).toEqual([
      ['@bob', 1],
      ['@carol', 1],
    ]);
    expect(chats.unread.value).toBe(2);
    chats.told(update([message(2, 'alice')]));
    expect(chats.list.value[0]?.unread).toBe(1);

    chats.open('@bob');
    await vi.waitFor(() => expect(chats.thread.value?.state.value).toBe('there'));
    await Promise.all([chats.seen('@bob'), chats.seen('@bob')]);
    expect(put.mock.calls).toEqual([['/api/v1/conversations/%40bob/read', { number: 1 }]]);
    chats.close();
  });
});

describe('the text of a message', () => {
  it.each([
    ['call +57 300 123 4567 now', ['+573001234567']],
    ['(601) 234-5678, or 6012345679.', ['6012345678', '6012345679']],
    ['We talk now\ntel:4000', ['4000']],
    ['on 2026-01-02 and 02/03/2026', []],
    ['order A1234567, 12345, 1.234567890123456789', []],
    ['https://x.test/6012345678 and mail1234567@x.test', []],
  ])('has numbers in it: %s', (text, found) => {
    expect(textParts(text).flatMap(part => (part.kind === 'number' ? [part.number] : []))).toEqual(found);
    expect(
      textParts(text)
        .map(part => part.text)
        .join(''),
    ).toBe(text);
  });

  it('has addresses of the web in it, and no other schemes', () => {
    const links = textParts('see https://x.test/a?b=1. javascript:alert(1) http://y.test)').filter(part => part.kind === 'link');
    expect(links.map(part => part.text)).toEqual(['https://x.test/a?b=1', 'http://y.test']);
  });
});
