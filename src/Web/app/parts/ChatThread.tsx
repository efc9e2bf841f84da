import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/texts';
import { type ConversationDetail, conversationPath, otherOf } from '../rest/conversations';
import type { Phone } from '../state/phone';
import { attempt } from '../state/problems';
import { ask } from '../state/question';
import { go } from '../state/route';
import { api, chats, people } from '../state/session';
import { ChatComposer } from './ChatComposer';
import { ChatMessages } from './ChatMessages';
import { GroupCalling } from './GroupCalling';
import { Icon } from './Icon';
import { Loading } from './Loading';
import { Presence } from './Presence';

interface Props {
  readonly id: string;
  readonly phone: Phone;
}

/** One conversation: who is in it, what was said, and a field to write in. */
export function ChatThread({ id, phone }: Props) {
  const detail = useSignal<ConversationDetail | null>(null);
  const all = chats.value;
  const thread = all.thread.value;
  const other = otherOf(id);
  const own = phone.identity.value?.user ?? '';
  useEffect(() => {
    // One in which nothing has been said yet is not there.
    api.get<ConversationDetail>(conversationPath(id)).then(
      found => {
        detail.value = found;
        people.value.want(found.members);
      },
      () => {
        detail.value = null;
      },
    );
  }, [id, all.turn.value]);
  useEffect(() => {
    if (other === null) return;
    people.value.want([other]);
    phone.watch([other]);
  }, [other]);
  const name = other === null ? (detail.value?.conversation.name ?? '') : people.value.nameOf(other);
  const extension = other === null ? null : (people.value.known.value.get(other)?.extension ?? null);
  return (
    <div class="thread" data-testid="thread" data-chat={id}>
      <div class="head">
        <a class="back" href="#/chat">
          {t('chatBack')}
        </a>
        <h2 id="thread-title">{name || id}</h2>
        {other !== null && <Presence card={phone.presences.value.get(other) ?? null} />}
        {detail.value && other === null && <span class="hint">{t('chatGroupCount', { count: detail.value.members.length })}</span>}
        <div class="tools">
          {extension && (
            <button
              type="button"
              aria-label={t('chatCall', { name })}
              title={t('chatCall', { name })}
              onClick={() => void phone.dial(extension)}
            >
              <Icon name="phone" />
            </button>
          )}
          {other !== null && <Blocking user={other} name={name} />}
          {detail.value && other === null && <GroupCalling id={id} name={name} own={own} phone={phone} />}
          {detail.value && other === null && <GroupTools detail={detail.value} own={own} />}
        </div>
      </div>
      {thread?.id === id && (
        <>
          <Loading state={thread.state.value} failed="chatThreadFailed" retry={() => void thread.load()} />
          <ChatMessages thread={thread} name={name} own={own} phone={phone} />
        </>
      )}
      <ChatComposer key={id} id={id} name={name} />
    </div>
  );
}

/** Whether one wants messages of a user. */
function Blocking({ user, name }: { user: string; name: string }) {
  const isBlocked = useSignal<boolean | null>(null);
  const path = `/api/v1/me/blocked-users/${encodeURIComponent(user)}`;
  useEffect(() => {
    api.get<readonly string[]>('/api/v1/me/blocked-users').then(
      blocked => {
        isBlocked.value = blocked.includes(user);
      },
      () => {},
    );
  }, [user]);
  if (isBlocked.value === null) return null;
  const toggle = async () => {
    if (isBlocked.value) await api.delete(path);
    else await api.put(path, {});
    isBlocked.value = !isBlocked.value;
  };
  return (
    <>
      {isBlocked.value && <span class="hint">{t('chatIsBlocked', { name })}</span>}
      <button type="button" class="small" aria-pressed={isBlocked.value} onClick={() => attempt(toggle)}>
        {t(isBlocked.value ? 'chatUnblock' : 'chatBlock')}
      </button>
    </>
  );
}

function GroupTools({ detail, own }: { detail: ConversationDetail; own: string }) {
  const { id, name, owner } = detail.conversation;
  const away = async (work: () => Promise<unknown>) => {
    await work();
    go('#/chat');
    await chats.value.load();
  };
  if (owner !== own) {
    const text = t('chatGroupLeaveText', { name });
    const leave = () => away(() => api.post(`${conversationPath(id)}/leave`, {}));
    return (
      <button
        type="button"
        class="small"
        onClick={() => ask({ title: t('chatGroupLeave'), text, action: t('chatGroupLeave'), onYes: () => attempt(leave) })}
      >
        {t('chatGroupLeave')}
      </button>
    );
  }
  const text = t('chatGroupCloseText', { name });
  const close = () => away(() => api.delete(conversationPath(id)));
  return (
    <>
      <a class="action small" href={`#/chat/${encodeURIComponent(id)}/edit`}>
        {t('chatGroupEdit')}
      </a>
      <button
        type="button"
        class="small"
        onClick={() => ask({ title: t('chatGroupClose'), text, action: t('chatGroupClose'), onYes: () => attempt(close) })}
      >
        {t('chatGroupClose')}
      </button>
    </>
  );
}
