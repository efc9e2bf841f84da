import { useEffect } from 'preact/hooks';
import { number, t, when } from '../i18n/texts';
import { ChatThread } from '../parts/ChatThread';
import { GroupEditor } from '../parts/GroupEditor';
import { Icon } from '../parts/Icon';
import { Loading } from '../parts/Loading';
import { PeopleField } from '../parts/PeopleField';
import { type Conversation, chatHash, otherOf } from '../rest/conversations';
import type { Phone } from '../state/phone';
import { attempt } from '../state/problems';
import { below, go } from '../state/route';
import { chats, people } from '../state/session';

/** What is written with colleagues: the conversations, and the one that is open beside them. */
export function ChatPage({ phone }: { phone: Phone }) {
  const all = chats.value;
  const [id = null, what] = below.value;
  const isThread = id !== null && id !== '+new' && what !== 'edit';
  useEffect(() => {
    all.open(isThread ? id : null);
    return () => all.open(null);
  }, [all, id, isThread]);
  return (
    <section aria-labelledby="chat-title" class={`chat ${id === null ? '' : 'is-open'}`}>
      <div class="chats">
        <div class="head">
          <h1 id="chat-title">{t('chatTitle')}</h1>
          <a class="action" href="#/chat/+new">
            <Icon name="add" />
            {t('chatNewGroup')}
          </a>
        </div>
        <PeopleField id="chat-find" label={t('chatFind')} phone={phone} onChosen={({ name }) => go(chatHash(`@${name}`))} />
        <Loading state={all.state.value} failed="chatFailed" retry={() => void all.load()} />
        {all.state.value === 'there' && all.list.value.length === 0 && (
          <div class="empty">
            <Icon name="chat" class="large" />
            <p>{t('chatNone')}</p>
            <p class="hint">{t('chatNoneLead')}</p>
          </div>
        )}
        <nav aria-label={t('chatList')}>
          <ul data-testid="chats">
            {all.list.value.map(one => (
              <Entry key={one.id} conversation={one} isOpen={one.id === id} />
            ))}
          </ul>
        </nav>
        {all.next.value && (
          <button type="button" onClick={() => attempt(() => all.more())}>
            {t('more')}
          </button>
        )}
      </div>
      <div class="talk">
        {id === null ? (
          <p class="hint">{t('chatChoose')}</p>
        ) : isThread ? (
          <ChatThread key={id} id={id} phone={phone} />
        ) : (
          <GroupEditor key={id} id={id === '+new' ? null : id} phone={phone} />
        )}
      </div>
    </section>
  );
}

function Entry({ conversation, isOpen }: { conversation: Conversation; isOpen: boolean }) {
  const { id, name, unread, last } = conversation;
  const other = otherOf(id);
  const sender = last && other === null ? last.sender : null;
  useEffect(() => people.value.want([other, sender].filter(user => user !== null)), [other, sender]);
  return (
    <li data-chat={id}>
      <a href={chatHash(id)} aria-current={isOpen ? 'true' : undefined}>
        <Icon name={other === null ? 'people' : 'contacts'} />
        <span class="grow">
          <strong>{other === null ? name : people.value.nameOf(other)}</strong>
          <span class="hint last">
            {sender && `${people.value.nameOf(sender)}: `}
            {last?.text}
          </span>
        </span>
        <span class="aside">
          {last && <time dateTime={last.at}>{when(new Date(last.at))}</time>}
          {unread > 0 && (
            <span class="badge" data-testid="unread">
              {number(unread)} <span class="hidden">{t('chatUnread')}</span>
            </span>
          )}
        </span>
      </a>
    </li>
  );
}
