import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/texts';
import { type ConversationDetail, chatHash, conversationPath, conversationsPath } from '../rest/conversations';
import type { Phone } from '../state/phone';
import { attempt } from '../state/problems';
import { go } from '../state/route';
import { api, chats, people } from '../state/session';
import { Icon } from './Icon';
import { PeopleField } from './PeopleField';

const longestName = 100;

/** A group as it shall be: its name and who is in it. Its owner is in it anyway. */
export function GroupEditor({ id, phone }: { readonly id: string | null; readonly phone: Phone }) {
  const own = phone.identity.value?.user ?? '';
  const name = useSignal('');
  const members = useSignal<readonly string[]>([]);
  useEffect(() => {
    if (id === null) return;
    attempt(async () => {
      const found = await api.get<ConversationDetail>(conversationPath(id));
      name.value = found.conversation.name;
      members.value = found.members.filter(user => user !== own);
      people.value.want(members.value);
    });
  }, [id]);
  const save = async () => {
    const wish = { name: name.value.trim(), members: members.value };
    const saved =
      id === null
        ? await api.post<ConversationDetail>(conversationsPath, wish)
        : await api.put<ConversationDetail>(conversationPath(id), wish);
    await chats.value.load();
    go(chatHash(saved.conversation.id));
  };
  return (
    <form
      class="page"
      data-testid="group-editor"
      onSubmit={event => {
        event.preventDefault();
        attempt(save);
      }}
    >
      <a class="back" href="#/chat">
        {t('chatBack')}
      </a>
      <h2>{t(id === null ? 'chatNewGroup' : 'chatGroupEdit')}</h2>
      <label class="field">
        {t('chatGroupName')}
        <input
          name="group-name"
          required
          maxLength={longestName}
          value={name.value}
          onInput={event => {
            name.value = event.currentTarget.value;
          }}
        />
      </label>
      <PeopleField
        id="group-add"
        label={t('chatGroupAdd')}
        phone={phone}
        without={members.value}
        onChosen={colleague => {
          if (!members.value.includes(colleague.name)) members.value = [...members.value, colleague.name];
        }}
      />
      <h3>{t('chatGroupMembers')}</h3>
      <ul data-testid="group-members">
        {members.value.map(user => (
          <li key={user} data-user={user} class="entry">
            <span class="grow">{people.value.nameOf(user)}</span>
            <button
              type="button"
              class="plain"
              aria-label={t('chatGroupRemove', { name: people.value.nameOf(user) })}
              onClick={() => {
                members.value = members.value.filter(one => one !== user);
              }}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
      <div class="row">
        <button type="submit" class="primary" disabled={name.value.trim() === ''}>
          {t('save')}
        </button>
        <a class="action" href={id === null ? '#/chat' : chatHash(id)}>
          {t('cancel')}
        </a>
      </div>
    </form>
  );
}
