import { useSignal } from '@preact/signals';
import { t } from '../i18n/texts';
import type { Colleague } from '../rest/models';
import type { QueueMember, QueueRules } from '../rest/queues';
import type { Form } from '../state/form';
import { Icon } from './Icon';

/** Who serves a queue, in which order; buttons do what dragging does elsewhere. */
export function MemberEditor({ form, colleagues }: { form: Form<QueueRules>; colleagues: readonly Colleague[] }) {
  const chosen = useSignal('');
  const members = [...form.value.value.members].sort((one, other) => one.order - other.order || one.agent.localeCompare(other.agent));
  const problem = form.problem('members');
  const set = (changed: readonly QueueMember[]) =>
    form.write(
      'members',
      changed.map((member, order) => ({ ...member, order })),
    );
  const nameOf = (agent: string) => colleagues.find(colleague => colleague.name === agent)?.displayName ?? agent;
  const others = colleagues.filter(colleague => !members.some(member => member.agent === colleague.name));
  const move = (from: number, to: number) => {
    const changed = [...members];
    changed.splice(to, 0, ...changed.splice(from, 1));
    set(changed);
  };
  return (
    <>
      {members.length === 0 && <p class="hint">{t('membersNone')}</p>}
      <ol class="lines" data-testid="members">
        {members.map((member, index) => (
          <li key={member.agent}>
            <span class="grow">{nameOf(member.agent)}</span>
            {form.value.value.strategy === 'weightedRandom' && (
              <label class="next">
                {t('memberWeight')}
                <input
                  type="number"
                  min={1}
                  max={1000}
                  value={member.weight}
                  onInput={event =>
                    set(
                      members.map(one => (one === member ? { ...one, weight: Math.max(1, event.currentTarget.valueAsNumber || 1) } : one)),
                    )
                  }
                />
              </label>
            )}
            <Tool
              icon="up"
              text={t('memberUp', { name: nameOf(member.agent) })}
              isOff={index === 0}
              onClick={() => move(index, index - 1)}
            />
            <Tool
              icon="down"
              text={t('memberDown', { name: nameOf(member.agent) })}
              isOff={index === members.length - 1}
              onClick={() => move(index, index + 1)}
            />
            <Tool
              icon="close"
              text={t('memberRemove', { name: nameOf(member.agent) })}
              onClick={() => set(members.filter(one => one !== member))}
            />
          </li>
        ))}
      </ol>
      {problem && <p class="problem">{t('fieldProblem', { text: problem })}</p>}
      <div class="row">
        <label class="field grow">
          {t('memberAdd')}
          <select
            value={chosen.value}
            onChange={event => {
              chosen.value = event.currentTarget.value;
            }}
          >
            <option value="">{t('memberChoose')}</option>
            {others.map(colleague => (
              <option key={colleague.name} value={colleague.name}>
                {colleague.displayName} {colleague.extension}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          disabled={chosen.value === ''}
          onClick={() => {
            set([...members, { agent: chosen.value, order: members.length, weight: 1 }]);
            chosen.value = '';
          }}
        >
          <Icon name="add" />
          {t('add')}
        </button>
      </div>
    </>
  );
}

function Tool({
  icon,
  text,
  isOff = false,
  onClick,
}: {
  icon: 'up' | 'down' | 'close';
  text: string;
  isOff?: boolean;
  onClick: () => void;
}) {
  return (
    <button type="button" class="plain" aria-label={text} title={text} disabled={isOff} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}
