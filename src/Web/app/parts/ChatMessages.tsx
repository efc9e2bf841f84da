import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { MessageCard } from '../../phone';
import { t, when } from '../i18n/texts';
import { conversationPath } from '../rest/conversations';
import type { Phone } from '../state/phone';
import { attempt } from '../state/problems';
import { api, chats, people } from '../state/session';
import type { Thread } from '../state/thread';
import { Icon } from './Icon';
import { MessageText } from './MessageText';

/** So close to an end of the list is at it. */
const nearPixels = 48;

interface Props {
  readonly thread: Thread;
  readonly name: string;
  readonly own: string;
  readonly phone: Phone;
}

/** What was said, and what is on its way. Older messages come when one scrolls up to them; who reads older ones is not torn away by a new one. */
export function ChatMessages({ thread, name, own, phone }: Props) {
  const list = useRef<HTMLElement>(null);
  const isAtEnd = useSignal(true);
  const heard = useSignal('');
  const place = useRef({ first: 0, fromEnd: 0, last: 0 });
  const messages = thread.messages.value;
  const waiting = chats.value.outbox.waiting.value.filter(one => one.conversation === thread.id);
  const [first, last] = [messages[0]?.number ?? 0, messages.at(-1)];
  useEffect(() => people.value.want([...new Set(messages.map(one => one.sender))].filter(user => user !== own)), [messages, own]);
  useLayoutEffect(() => {
    const box = list.current;
    if (!box) return;
    const { current } = place;
    if (current.first > first && current.first !== 0) box.scrollTop = box.scrollHeight - box.clientHeight - current.fromEnd;
    else if (isAtEnd.value) box.scrollTop = box.scrollHeight;
    if (last && current.last !== 0 && last.number > current.last && last.sender !== own)
      heard.value = t('chatSaid', { name: people.value.nameOf(last.sender), text: last.text });
    place.current = { first, fromEnd: box.scrollHeight - box.clientHeight - box.scrollTop, last: last?.number ?? 0 };
  }, [messages, waiting.length]);
  const see = () => {
    if (isAtEnd.value && document.visibilityState === 'visible') void chats.value.seen(thread.id);
  };
  useEffect(() => {
    see();
    document.addEventListener('visibilitychange', see);
    return () => document.removeEventListener('visibilitychange', see);
  }, [messages, isAtEnd.value, chats.value.list.value]);
  const scrolled = (box: HTMLElement) => {
    place.current.fromEnd = box.scrollHeight - box.clientHeight - box.scrollTop;
    isAtEnd.value = place.current.fromEnd < nearPixels;
    if (box.scrollTop < nearPixels) void thread.older().catch(() => {});
  };
  return (
    <>
      <section
        ref={list}
        class="messages"
        aria-label={t('chatMessages', { name })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached with the keyboard
        tabIndex={0}
        onScroll={event => scrolled(event.currentTarget)}
      >
        {thread.hasOlder.value && (
          <button type="button" class="small" onClick={() => attempt(() => thread.older())}>
            {t('chatOlder')}
          </button>
        )}
        {thread.state.value === 'there' && messages.length + waiting.length === 0 && <p class="hint">{t('chatNothing')}</p>}
        <ol data-testid="messages">
          {messages.map(message => (
            <li key={message.number} data-number={message.number} class={message.sender === own ? 'own' : ''}>
              <p class="hint">
                <strong>{message.sender === own ? t('chatYou') : people.value.nameOf(message.sender)}</strong>{' '}
                <time dateTime={message.at}>{when(new Date(message.at))}</time>
                {message.sender === own && ` · ${t('chatSent')}`}
              </p>
              <MessageText text={message.text} onCall={number => void phone.dial(number)} />
              {message.hasSound && <Sound message={message} />}
            </li>
          ))}
          {waiting.map(one => (
            <li key={one.clientId} data-waiting={one.clientId} class="own">
              <p class="hint">
                <strong>{t('chatYou')}</strong> {t(one.isRefused ? 'chatRefused' : 'chatSending')}
              </p>
              <MessageText text={one.text} onCall={number => void phone.dial(number)} />
              {one.isRefused && (
                <div class="row">
                  <button type="button" class="small" onClick={() => chats.value.outbox.again(one.clientId)}>
                    {t('chatAgain')}
                  </button>
                  <button type="button" class="small" onClick={() => chats.value.outbox.discard(one.clientId)}>
                    {t('chatDiscard')}
                  </button>
                </div>
              )}
            </li>
          ))}
        </ol>
      </section>
      <p class="hidden" role="status" data-testid="heard">
        {heard.value}
      </p>
      {!isAtEnd.value && (
        <button
          type="button"
          class="small"
          onClick={() => {
            if (list.current) list.current.scrollTop = list.current.scrollHeight;
          }}
        >
          {t('chatLatest')}
        </button>
      )}
    </>
  );
}

function Sound({ message }: { readonly message: MessageCard }) {
  const play = async () => {
    const url = URL.createObjectURL(await api.blob(`${conversationPath(message.conversation)}/messages/${message.number}/audio`));
    const audio = new Audio(url);
    audio.addEventListener('ended', () => URL.revokeObjectURL(url));
    await audio.play();
  };
  return (
    <button type="button" class="small" aria-label={t('chatPlay')} title={t('chatPlay')} onClick={() => attempt(play)}>
      <Icon name="play" />
    </button>
  );
}
