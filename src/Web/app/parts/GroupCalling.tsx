import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/texts';
import { conversationPath, type GroupCall } from '../rest/conversations';
import type { Phone } from '../state/phone';
import { attempt } from '../state/problems';
import { api, chats } from '../state/session';
import { Icon } from './Icon';

interface Props {
  readonly id: string;
  readonly name: string;
  readonly own: string;
  readonly phone: Phone;
}

/** The call of a group: who is in it, and a button to begin it, or to come into it. Whoever begins it is in it before the others are rung. */
export function GroupCalling({ id, name, own, phone }: Props) {
  const call = useSignal<GroupCall | null>(null);
  useEffect(() => {
    api.get<GroupCall>(`${conversationPath(id)}/call`).then(
      found => {
        call.value = found;
      },
      () => {},
    );
  }, [id, chats.value.turn.value]);
  const members = call.value?.members ?? [];
  const isIn = members.some(({ user }) => user === own);
  const begin = async () => {
    await phone.dial(id);
    if (members.length === 0) await api.post(`${conversationPath(id)}/calls`, { own: false });
  };
  return (
    <>
      {members.length > 0 && (
        <span class="hint" data-testid="group-call" data-members={members.length}>
          {t('chatInCall', { names: members.map(one => one.name || one.user || t('nobody')).join(', ') })}
        </span>
      )}
      {!isIn && (
        <button type="button" class={members.length > 0 ? 'primary' : ''} onClick={() => attempt(begin)}>
          <Icon name="phone" />
          {t(members.length > 0 ? 'chatJoinCall' : 'chatCallGroup', { name })}
        </button>
      )}
    </>
  );
}
