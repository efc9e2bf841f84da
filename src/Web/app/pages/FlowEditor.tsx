import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { number, t, when } from '../i18n/texts';
import { FlowPicture } from '../parts/FlowPicture';
import { ChoiceField, goToProblem, TextField } from '../parts/fields';
import { Icon } from '../parts/Icon';
import { Loading } from '../parts/Loading';
import { StepEditor } from '../parts/StepEditor';
import { exitText, stepTexts } from '../parts/steps';
import { StepChoice } from '../parts/WaysEditor';
import { ApiError } from '../rest/apiError';
import type { Flow, FlowDefinition, FlowReport, FlowStep, StepType } from '../rest/flows';
import type { Queue } from '../rest/queues';
import { exitsOf, freeName, plainStep, problemsAt, renamed, stepTypes } from '../state/flow';
import { Form } from '../state/form';
import { attempt } from '../state/problems';
import { ask } from '../state/question';
import { go } from '../state/route';
import { api } from '../state/session';

/** One flow: its steps as a list, the same steps as a picture, and what is wrong with them. */
export function FlowEditor({ name, chosen }: { name: string; chosen: string | null }) {
  const path = `/api/v1/flows/${encodeURIComponent(name)}`;
  const page = `#/flows/${encodeURIComponent(name)}`;
  const form = useMemo(() => new Form<FlowDefinition>({ name: '', language: 'es-CO', start: '', steps: [] }), [name]);
  const saved = useSignal<Flow | null>(null);
  const state = useSignal<'loading' | 'there' | 'failed'>('loading');
  const queues = useSignal<readonly string[]>([]);
  const report = useSignal<FlowReport | null>(null);
  const load = async () => {
    state.value = 'loading';
    try {
      queues.value = (await api.get<readonly Queue[]>('/api/v1/queues')).map(queue => queue.name);
      const flow = await api.get<Flow>(path);
      saved.value = flow;
      form.value.value = flow.definition;
      state.value = 'there';
    } catch (problem) {
      // Saving makes it.
      state.value = problem instanceof ApiError && problem.status === 404 ? 'there' : 'failed';
    }
  };
  useEffect(() => void load(), [name]);
  useEffect(() => {
    if (chosen !== null && state.value === 'there') document.getElementById(`step-${chosen}`)?.scrollIntoView({ block: 'nearest' });
  }, [chosen, state.value]);
  const flow = form.value.value;
  const save = async () => {
    report.value = null;
    const isSaved = await form.save(async definition => {
      try {
        saved.value = await api.put<Flow>(`${path}?version=${saved.value?.version ?? 0}`, definition);
        return saved.value.definition;
      } catch (problem) {
        if (!(problem instanceof ApiError) || problem.problems.length === 0) throw problem;
        throw new ApiError(problem.status, problem.code, problem.message, problemsAt(definition, problem.problems));
      }
    });
    if (!isSaved) goToProblem();
  };
  const steps = (changed: readonly FlowStep[]) => form.write('steps', changed);
  const add = (type: StepType) => {
    const step = plainStep(type, freeName(flow, type));
    form.write('steps', [...flow.steps, step]);
    if (flow.start === '') form.write('start', step.name);
    go(`${page}/${encodeURIComponent(step.name)}`);
  };
  const move = (from: number, to: number) => {
    const changed = [...flow.steps];
    changed.splice(to, 0, ...changed.splice(from, 1));
    steps(changed);
  };
  const general = form.problem('') ?? form.problem('steps');
  return (
    <section aria-labelledby="flow-title" class="page">
      <p>
        <a href="#/flows">{t('flowBack')}</a>
      </p>
      <div class="head">
        <h1 id="flow-title">{flow.name || name}</h1>
        {saved.value && (
          <span class="hint">
            {t('flowVersionOf', { version: number(saved.value.version) })} ·{' '}
            {t('flowChangedBy', { time: when(new Date(saved.value.changedAt)), by: saved.value.changedBy || t('flowSystem') })}
          </span>
        )}
      </div>
      <Loading state={state.value} failed="flowsFailed" retry={() => void load()} />
      {state.value === 'there' && (
        <form
          class="editor"
          data-testid="flow-editor"
          // What is closed cannot be pointed at by the browser: the server judges, and its words are shown at the field.
          noValidate
          onSubmit={event => {
            event.preventDefault();
            void save();
          }}
        >
          <FlowPicture flow={flow} path={page} chosen={chosen} />
          <datalist id="queues">
            {queues.value.map(queue => (
              <option key={queue} value={queue} />
            ))}
          </datalist>
          <div class="pairs card">
            <TextField form={form} path="name" label={t('editorName')} input={{ required: true, maxLength: 100 }} />
            <ChoiceField
              form={form}
              path="language"
              label={t('flowLanguage')}
              choices={[
                ['es-CO', 'languageSpanish'],
                ['en', 'languageEnglish'],
              ]}
            />
            <StepChoice form={form} path="start" label={t('flowStart')} />
          </div>
          <h2>{t('flowSteps')}</h2>
          {flow.steps.length === 0 && <p class="hint">{t('flowNoSteps')}</p>}
          <ol class="steps" data-testid="steps">
            {flow.steps.map((step, index) => {
              const problem = form.problem(`steps.${index}`);
              const isWrong = [...form.errors.value.keys()].some(key => key === `steps.${index}` || key.startsWith(`steps.${index}.`));
              return (
                <li key={index} id={`step-${step.name}`} class={`card ${isWrong ? 'wrong' : ''}`} data-step={step.name}>
                  <details open={isWrong || step.name === chosen}>
                    <summary>
                      <strong>{step.name}</strong>
                      <span class="mark">{t(stepTexts[step.type])}</span>
                      <span class="hint grow">
                        {exitsOf(step)
                          .map(exit => `${exit.label ? `${exitText(exit.label)} ` : ''}→ ${exit.to || '?'}`)
                          .join(' · ')}
                      </span>
                    </summary>
                    {problem && <p class="problem">{t('fieldProblem', { text: problem })}</p>}
                    <div class="row tools">
                      <label class="field grow">
                        {t('stepName')}
                        <input
                          required
                          pattern="[a-z0-9._\-]{1,64}"
                          title={t('editorIdHint')}
                          value={step.name}
                          onChange={event => {
                            const to = event.currentTarget.value.trim();
                            if (to !== '' && !flow.steps.some(one => one.name === to)) form.value.value = renamed(flow, step.name, to);
                            else event.currentTarget.value = step.name;
                          }}
                        />
                      </label>
                      <button
                        type="button"
                        class="plain"
                        disabled={index === 0}
                        aria-label={t('memberUp', { name: step.name })}
                        onClick={() => move(index, index - 1)}
                      >
                        <Icon name="up" />
                      </button>
                      <button
                        type="button"
                        class="plain"
                        disabled={index === flow.steps.length - 1}
                        aria-label={t('memberDown', { name: step.name })}
                        onClick={() => move(index, index + 1)}
                      >
                        <Icon name="down" />
                      </button>
                      <button
                        type="button"
                        class="plain"
                        aria-label={t('memberRemove', { name: step.name })}
                        onClick={() => steps(flow.steps.filter(one => one !== step))}
                      >
                        <Icon name="close" />
                      </button>
                    </div>
                    <StepEditor form={form} step={step} path={`steps.${index}`} />
                  </details>
                </li>
              );
            })}
          </ol>
          <fieldset class="add">
            <legend>{t('flowAdd')}</legend>
            <div class="row">
              {stepTypes.map(type => (
                <button key={type} type="button" class="small" onClick={() => add(type)}>
                  <Icon name="add" />
                  {t(stepTexts[type])}
                </button>
              ))}
            </div>
          </fieldset>
          {report.value && <Report report={report.value} />}
          <div class="save row">
            <button type="submit" class="primary" disabled={form.isBusy.value}>
              {t('save')}
            </button>
            <button
              type="button"
              onClick={() =>
                attempt(async () => {
                  report.value = await api.post<FlowReport>(`${path}/test`, flow);
                })
              }
            >
              {t('flowTest')}
            </button>
            <span role="status">{form.isSaved.value && t('saved')}</span>
            <span role="alert" class={form.errors.value.size > 0 ? 'problem' : ''}>
              {general ?? (form.errors.value.size > 0 && t('editorWrong'))}
            </span>
            {saved.value && (
              <button
                type="button"
                class="apart"
                onClick={() =>
                  ask({
                    title: t('flowDeleteTitle'),
                    text: t('flowDeleteText', { flow: flow.name || name }),
                    action: t('flowDelete'),
                    onYes: () =>
                      attempt(async () => {
                        await api.delete(path);
                        go('#/flows');
                      }),
                  })
                }
              >
                <Icon name="close" />
                {t('flowDelete')}
              </button>
            )}
          </div>
        </form>
      )}
    </section>
  );
}

/** What the tester found when it walked along every way. */
function Report({ report }: { report: FlowReport }) {
  const bad = report.edges.filter(edge => !edge.good);
  return (
    <section class="card" role="status" data-testid="flow-report">
      <p>
        <strong>
          {report.problems.length + report.unreached.length + bad.length === 0
            ? t('flowGood', { count: number(report.edges.length) })
            : t('flowBad', { count: number(report.edges.length) })}
        </strong>
      </p>
      <ul>
        {report.problems.map(problem => (
          <li key={problem} class="problem">
            {problem}
          </li>
        ))}
        {report.unreached.map(step => (
          <li key={step}>{t('flowUnreached', { step })}</li>
        ))}
        {bad.map(edge => (
          <li key={`${edge.from} ${edge.outcome}`}>{t('flowNotWalked', { from: edge.from, outcome: edge.outcome, to: edge.to })}</li>
        ))}
      </ul>
    </section>
  );
}
