import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { t } from '../i18n/texts';
import { CallbackEditor } from '../parts/CallbackEditor';
import { CheckField, ChoiceField, goToProblem, LinesField, NumberField, SecondsField, TextField } from '../parts/fields';
import { HoursEditor } from '../parts/HoursEditor';
import { Icon } from '../parts/Icon';
import { Loading } from '../parts/Loading';
import { MemberEditor } from '../parts/MemberEditor';
import { choicesOf, staffTexts, strategyTexts } from '../parts/strategies';
import { WaitingEditor } from '../parts/WaitingEditor';
import type { Colleague } from '../rest/models';
import type { Queue, QueueRules } from '../rest/queues';
import type { Board } from '../state/board';
import { Form } from '../state/form';
import { plainRules } from '../state/plainRules';
import { attempt } from '../state/problems';
import { loadPrompts } from '../state/prompts';
import { ask } from '../state/question';
import { go } from '../state/route';
import { api } from '../state/session';

const pageSize = 200;
const numbers = [
  ['whenFull', 'limitsWhenFull'],
  ['afterMaxWait', 'limitsAfterMaxWait'],
  ['whenTooSlow', 'limitsWhenTooSlow'],
  ['whenNobodyServes', 'limitsWhenNobodyServes'],
  ['whenClosed', 'limitsWhenClosed'],
  ['onHoliday', 'limitsOnHoliday'],
  ['inEmergency', 'limitsInEmergency'],
] as const;

/** The rules of a queue, for administrators; null makes a new one. */
export function QueueEditor({ board, name }: { board: Board; name: string | null }) {
  const form = useMemo(() => new Form<QueueRules>(plainRules), [name]);
  const state = useSignal<'loading' | 'there' | 'failed'>('loading');
  const colleagues = useSignal<readonly Colleague[]>([]);
  const fresh = useSignal('');
  const load = async () => {
    try {
      colleagues.value = (await api.page<Colleague>('/api/v1/colleagues', { limit: pageSize })).items;
      await loadPrompts();
      if (name !== null) form.value.value = (await api.get<Queue>(`/api/v1/queues/${encodeURIComponent(name)}`)).rules;
      state.value = 'there';
    } catch {
      state.value = 'failed';
    }
  };
  useEffect(() => void load(), [name]);
  const save = async () => {
    const path = `/api/v1/queues/${encodeURIComponent(name ?? fresh.value.trim())}`;
    const isTaken = name === null && board.queues.value.some(queue => queue.name === fresh.value.trim());
    if (isTaken) {
      form.errors.value = new Map([['', t('editorTaken')]]);
      return;
    }
    if (!(await form.save(async rules => (await api.put<Queue>(path, rules)).rules))) {
      goToProblem();
      return;
    }
    await board.load();
    if (name === null) go(`#/queues/${encodeURIComponent(fresh.value.trim())}`);
  };
  const rules = form.value.value;
  const general = form.problem('');
  return (
    <section aria-labelledby="editor-title" class="page">
      <p>
        <a href={name === null ? '#/queues' : `#/queues/${encodeURIComponent(name)}`}>
          {name === null ? t('queueBack') : `← ${rules.name || name}`}
        </a>
      </p>
      <h1 id="editor-title">{name === null ? t('editorNew') : t('editorTitle', { queue: rules.name || name })}</h1>
      <Loading state={state.value} failed="queueFailed" retry={() => void load()} />
      {state.value === 'there' && (
        <form
          class="editor"
          data-testid="queue-editor"
          onSubmit={event => {
            event.preventDefault();
            void save();
          }}
        >
          <div class="columns">
            <section class="card" aria-labelledby="editor-general">
              <h2 id="editor-general">{t('editorGeneral')}</h2>
              {name === null && (
                <div class="field">
                  <label for="field-id">{t('editorId')}</label>
                  <input
                    id="field-id"
                    required
                    pattern="[a-z0-9._\-]{1,64}"
                    aria-describedby="field-id-hint"
                    value={fresh.value}
                    onInput={event => {
                      fresh.value = event.currentTarget.value;
                    }}
                  />
                  <p class="hint" id="field-id-hint">
                    {t('editorIdHint')}
                  </p>
                </div>
              )}
              <TextField form={form} path="name" label={t('editorName')} input={{ required: true, maxLength: 100 }} />
              <ChoiceField form={form} path="strategy" label={t('editorStrategy')} choices={choicesOf(strategyTexts)} />
              <CheckField form={form} path="proficiencyFirst" label={t('editorProficiency')} />
              <SecondsField form={form} path="ringTime" label={t('editorRingTime')} />
              {rules.strategy === 'ringProgressively' && <SecondsField form={form} path="widenAfter" label={t('editorWiden')} />}
              <SecondsField form={form} path="ageingStep" label={t('editorAgeing')} hint={t('editorAgeingHint')} />
              <SecondsField form={form} path="keepForLastAgent" label={t('editorLastAgent')} hint={t('editorLastAgentHint')} isOptional />
            </section>
            <section class="card" aria-labelledby="editor-members">
              <h2 id="editor-members">{t('editorMembers')}</h2>
              <MemberEditor form={form} colleagues={colleagues.value} />
            </section>
            <section class="card" aria-labelledby="editor-hours">
              <h2 id="editor-hours">{t('editorHours')}</h2>
              <HoursEditor form={form} />
            </section>
            <section class="card" aria-labelledby="editor-waiting">
              <h2 id="editor-waiting">{t('editorWaiting')}</h2>
              <WaitingEditor form={form} />
            </section>
            <section class="card" aria-labelledby="editor-callbacks">
              <h2 id="editor-callbacks">{t('editorCallbacks')}</h2>
              <CallbackEditor form={form} />
            </section>
            <section class="card" aria-labelledby="editor-wrap">
              <h2 id="editor-wrap">{t('editorWrapUp')}</h2>
              <SecondsField form={form} path="wrapUp.time" label={t('editorWrapUpTime')} />
              <CheckField form={form} path="wrapUp.dispositionRequired" label={t('editorRequired')} />
              <LinesField form={form} path="wrapUp.dispositions" label={t('editorDispositions')} hint={t('editorDispositionsHint')} />
              <h2>{t('queueLevel')}</h2>
              <SecondsField form={form} path="serviceLevel.within" label={t('editorWithin')} />
              <SecondsField form={form} path="serviceLevel.shortAbandon" label={t('editorShortAbandon')} />
              <ChoiceField
                form={form}
                path="serviceLevel.formula"
                label={t('editorFormula')}
                choices={[
                  ['withoutShortAbandons', 'formulaWithout'],
                  ['ofAll', 'formulaAll'],
                ]}
              />
            </section>
            <section class="card" aria-labelledby="editor-limits">
              <h2 id="editor-limits">{t('editorLimits')}</h2>
              <NumberField form={form} path="limits.maxWaiting" label={t('limitsMaxWaiting')} least={1} />
              <SecondsField form={form} path="limits.maxWait" label={t('limitsMaxWait')} hint={t('limitsNone')} isOptional />
              <SecondsField form={form} path="limits.maxEstimatedWait" label={t('limitsMaxEstimated')} hint={t('limitsNone')} isOptional />
              <ChoiceField form={form} path="limits.joinNeeds" label={t('limitsJoin')} choices={choicesOf(staffTexts)} />
              <ChoiceField form={form} path="limits.stayNeeds" label={t('limitsStay')} choices={choicesOf(staffTexts)} />
            </section>
            <section class="card" aria-labelledby="editor-elsewhere">
              <h2 id="editor-elsewhere">{t('editorElsewhere')}</h2>
              <p class="hint">{t('editorElsewhereHint')}</p>
              <div class="pairs">
                {numbers.map(([field, text]) => (
                  <TextField
                    key={field}
                    form={form}
                    path={`limits.${field}`}
                    label={t(text)}
                    isOptional
                    input={{ inputMode: 'tel', maxLength: 64 }}
                  />
                ))}
              </div>
            </section>
          </div>
          <div class="save row">
            <button type="submit" class="primary" disabled={form.isBusy.value}>
              {t('save')}
            </button>
            <span role="status">{form.isSaved.value && t('saved')}</span>
            <span role="alert" class={general || form.errors.value.size > 0 ? 'problem' : ''}>
              {general ?? (form.errors.value.size > 0 && t('editorWrong'))}
            </span>
            {name !== null && (
              <button
                type="button"
                class="apart"
                onClick={() =>
                  ask({
                    title: t('editorDeleteTitle'),
                    text: t('editorDeleteText', { queue: rules.name }),
                    action: t('editorDelete'),
                    onYes: () =>
                      attempt(async () => {
                        await api.delete(`/api/v1/queues/${encodeURIComponent(name)}`);
                        await board.load();
                        go('#/queues');
                      }),
                  })
                }
              >
                <Icon name="close" />
                {t('editorDelete')}
              </button>
            )}
          </div>
        </form>
      )}
    </section>
  );
}
