import { useSignal } from '@preact/signals';
import { t } from '../i18n/texts';
import type { FlowDefinition } from '../rest/flows';
import type { Form } from '../state/form';
import { Icon } from './Icon';

interface StepChoiceProps {
  readonly form: Form<FlowDefinition>;
  readonly path: string;
  readonly label: string;
}

/** Which step comes then. */
export function StepChoice({ form, path, label }: StepChoiceProps) {
  const problem = form.problem(path);
  const id = `way-${path.replaceAll('.', '-')}`;
  return (
    <div class={`field ${problem ? 'wrong' : ''}`}>
      <label for={id}>{label}</label>
      <select
        id={id}
        aria-invalid={problem !== null}
        aria-describedby={problem ? `${id}-problem` : undefined}
        value={String(form.read(path) ?? '')}
        onChange={event => form.write(path, event.currentTarget.value)}
      >
        <StepOptions form={form} />
      </select>
      {problem && (
        <p class="problem" id={`${id}-problem`}>
          {t('fieldProblem', { text: problem })}
        </p>
      )}
    </div>
  );
}

/** Which step each digit or value leads to. */
export function WaysEditor({ form, path, label, heading }: StepChoiceProps & { heading: string }) {
  const fresh = useSignal('');
  const ways = (form.read(path) ?? {}) as Readonly<Record<string, string>>;
  const isDigits = path.endsWith('choices');
  const problem =
    form.problem(path) ??
    Object.keys(ways)
      .map(value => form.problem(`${path}.${value}`))
      .find(one => one !== null);
  const add = () => {
    const value = fresh.value.trim();
    if (value === '' || value in ways) return;
    form.write(path, { ...ways, [value]: '' });
    fresh.value = '';
  };
  return (
    <fieldset class="prompt">
      <legend>{label}</legend>
      {Object.entries(ways).map(([value, to]) => (
        <div key={value} class="piece">
          <strong class="value">{value}</strong>
          <select
            class="grow"
            aria-label={`${heading} ${value}`}
            aria-invalid={form.problem(`${path}.${value}`) !== null}
            value={to}
            onChange={event => form.write(path, { ...ways, [value]: event.currentTarget.value })}
          >
            <StepOptions form={form} />
          </select>
          <button
            type="button"
            class="plain"
            aria-label={`${t('remove')}: ${value}`}
            title={t('remove')}
            onClick={() => form.write(path, Object.fromEntries(Object.entries(ways).filter(([one]) => one !== value)))}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
      {problem && <p class="problem">{t('fieldProblem', { text: problem })}</p>}
      <div class="piece">
        <input
          class="value"
          aria-label={heading}
          placeholder={heading}
          maxLength={isDigits ? 1 : 64}
          pattern={isDigits ? '[0-9*#]' : undefined}
          value={fresh.value}
          onInput={event => {
            fresh.value = event.currentTarget.value;
          }}
          onKeyDown={event => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            add();
          }}
        />
        <button type="button" class="small" onClick={add}>
          <Icon name="add" />
          {t('add')}
        </button>
      </div>
    </fieldset>
  );
}

function StepOptions({ form }: { form: Form<FlowDefinition> }) {
  return (
    <>
      <option value="">{t('memberChoose')}</option>
      {form.value.value.steps.map(step => (
        <option key={step.name} value={step.name}>
          {step.name}
        </option>
      ))}
    </>
  );
}
