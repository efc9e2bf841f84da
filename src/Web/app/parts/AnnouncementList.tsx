import { useSignal } from '@preact/signals';
import { t } from '../i18n/texts';
import type { QueueRules } from '../rest/queues';
import { type Announcement, announcementsOf, movedBy, rulesOf } from '../state/announcements';
import type { Form } from '../state/form';
import { prompts } from '../state/prompts';
import { Icon } from './Icon';
import { PromptChoice } from './PromptChoice';
import { Tool } from './Tool';

const path = 'announcements.periodic';

/** What waiting callers are told in turn, one below the other. */
export function AnnouncementList({ form }: { form: Form<QueueRules> }) {
  // Kept here and not read from the rules: what is being typed stays a text even while it looks like a name.
  const list = useSignal(announcementsOf((form.read(path) ?? []) as readonly string[]));
  const set = (changed: readonly Announcement[]) => {
    list.value = changed;
    form.write(path, rulesOf(changed));
  };
  const put = (at: number, value: string) => set(list.value.map((one, index) => (index === at ? { ...one, value } : one)));
  const problem = form.problem(path);
  const wrong = { 'aria-invalid': problem !== null, ...(problem && { 'aria-describedby': 'periodic-problem' }) };
  return (
    <>
      <ol class="lines" data-testid="announcements">
        {list.value.map(({ kind, value }, index) => {
          const label = t(kind === 'text' ? 'periodicText' : 'periodicPrompt', { place: index + 1 });
          return (
            <li key={`${index} ${kind}`}>
              <div class="grow">
                {kind === 'text' ? (
                  <textarea
                    {...wrong}
                    rows={2}
                    maxLength={500}
                    aria-label={label}
                    placeholder={t('periodicSpoken')}
                    value={value}
                    onInput={event => put(index, event.currentTarget.value)}
                  />
                ) : (
                  <PromptChoice value={value} onChosen={name => put(index, name)} attributes={{ ...wrong, 'aria-label': label }} />
                )}
              </div>
              <Tool
                icon="up"
                text={t('memberUp', { name: label })}
                isOff={index === 0}
                onClick={() => set(movedBy(list.value, index, -1))}
              />
              <Tool
                icon="down"
                text={t('memberDown', { name: label })}
                isOff={index === list.value.length - 1}
                onClick={() => set(movedBy(list.value, index, 1))}
              />
              <Tool
                icon="close"
                text={t('memberRemove', { name: label })}
                onClick={() => set(list.value.filter((_, at) => at !== index))}
              />
            </li>
          );
        })}
      </ol>
      {problem && (
        <p class="problem" id="periodic-problem">
          {t('fieldProblem', { text: problem })}
        </p>
      )}
      <div class="row">
        <button type="button" class="small" onClick={() => set([...list.value, { kind: 'text', value: '' }])}>
          <Icon name="add" />
          {t('periodicAddText')}
        </button>
        <button
          type="button"
          class="small"
          disabled={prompts.value.length === 0}
          onClick={() => set([...list.value, { kind: 'prompt', value: prompts.value[0]?.name ?? '' }])}
        >
          <Icon name="add" />
          {t('periodicAddPrompt')}
        </button>
      </div>
    </>
  );
}
