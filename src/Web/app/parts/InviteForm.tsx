import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { t } from '../i18n/texts';
import type { Phone } from '../state/phone';
import { attempt } from '../state/problems';
import { api, chats } from '../state/session';
import { Icon } from './Icon';
import { PeopleField } from './PeopleField';

interface Chosen {
  readonly kind: 'users' | 'groups';
  readonly id: string;
  readonly name: string;
}

/** Invites colleagues and groups to the conference that is dialled by a number: each gets one message. */
export function InviteForm({ to, phone }: { readonly to: string; readonly phone: Phone }) {
  const chosen = useSignal<readonly Chosen[]>([]);
  const sent = useSignal<number | null>(null);
  const tried = useRef<{ readonly content: string; readonly clientId: string } | null>(null);
  const groups = chats.value.list.value.filter(one => one.name !== '');
  const add = (one: Chosen) => {
    sent.value = null;
    if (!chosen.value.some(other => other.kind === one.kind && other.id === one.id)) chosen.value = [...chosen.value, one];
  };
  const idsOf = (kind: Chosen['kind']) => chosen.value.filter(one => one.kind === kind).map(({ id }) => id);
  const send = async () => {
    const invitation = { to, text: t('inviteText'), users: idsOf('users'), groups: idsOf('groups') };
    // Sent once more after a failure it has the same name: whoever has it already does not get it twice.
    const content = JSON.stringify(invitation);
    if (tried.current?.content !== content) tried.current = { content, clientId: crypto.randomUUID() };
    const { people } = await api.post<{ people: number }>('/api/v1/invitations', { clientId: tried.current.clientId, ...invitation });
    tried.current = null;
    sent.value = people;
    chosen.value = [];
  };
  return (
    <details data-testid="invite">
      <summary>{t('invite')}</summary>
      <PeopleField
        id={`invite-${to}`}
        label={t('inviteFind')}
        phone={phone}
        onChosen={one => add({ kind: 'users', id: one.name, name: one.displayName })}
      />
      {groups.length > 0 && (
        <label class="field">
          {t('inviteGroup')}
          <select
            value=""
            onChange={event => {
              const group = groups.find(one => one.id === event.currentTarget.value);
              if (group) add({ kind: 'groups', id: group.id, name: group.name });
            }}
          >
            <option value="">{t('inviteChoose')}</option>
            {groups.map(one => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        </label>
      )}
      <ul>
        {chosen.value.map(one => (
          <li key={`${one.kind} ${one.id}`} class="entry">
            <span class="grow">{one.name}</span>
            <button
              type="button"
              class="plain"
              aria-label={t('chatGroupRemove', { name: one.name })}
              onClick={() => {
                chosen.value = chosen.value.filter(other => other !== one);
              }}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
      <div class="row">
        <button type="button" class="primary" disabled={chosen.value.length === 0} onClick={() => attempt(send)}>
          {t('inviteSend')}
        </button>
        <span role="status">{sent.value !== null && t('inviteSent', { count: sent.value })}</span>
      </div>
    </details>
  );
}
