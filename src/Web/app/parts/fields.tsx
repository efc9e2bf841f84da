import type { ComponentChildren, InputHTMLAttributes } from 'preact';
import type { TextKey } from '../i18n/en';
import { t } from '../i18n/texts';
import { secondsOf } from '../state/board';

/** What a field reads and writes by its path: a `Form` of whatever is edited. */
export interface Fields {
  read(path: string): unknown;
  write(path: string, value: unknown): void;
  problem(path: string): string | null;
}

interface FieldProps {
  readonly form: Fields;
  /** Names with dots between, as the API has them. */
  readonly path: string;
  readonly label: string;
  readonly hint?: string;
}

/** A label, its control, what it means and what is wrong with it. A control that is made here is given what ties it to them. */
export function Field(
  props: FieldProps & { children: ComponentChildren | ((attributes: ReturnType<typeof described>) => ComponentChildren) },
) {
  const { form, path, label, hint, children } = props;
  const problem = form.problem(path);
  return (
    <div class={`field ${problem ? 'wrong' : ''}`}>
      <label for={idOf(path)}>{label}</label>
      {typeof children === 'function' ? children(described(props)) : children}
      {hint && (
        <p class="hint" id={`${idOf(path)}-hint`}>
          {hint}
        </p>
      )}
      {problem && (
        <p class="problem" id={`${idOf(path)}-problem`}>
          {bounds(problem)}
        </p>
      )}
    </div>
  );
}

export function TextField(props: FieldProps & { isOptional?: boolean; input?: InputHTMLAttributes<HTMLInputElement> }) {
  const { form, path, isOptional = false, input } = props;
  return (
    <Field {...props}>
      <input
        {...input}
        {...described(props)}
        value={String(form.read(path) ?? '')}
        onInput={event => form.write(path, isOptional && event.currentTarget.value.trim() === '' ? null : event.currentTarget.value)}
      />
    </Field>
  );
}

export function NumberField(props: FieldProps & { least?: number; isOptional?: boolean }) {
  const { form, path, least = 0, isOptional = false } = props;
  return (
    <Field {...props}>
      <input
        type="number"
        min={least}
        {...described(props)}
        value={String(form.read(path) ?? '')}
        onInput={event => form.write(path, event.currentTarget.value === '' ? (isOptional ? null : 0) : event.currentTarget.valueAsNumber)}
      />
    </Field>
  );
}

type TimeFieldProps = FieldProps & { readonly isOptional?: boolean };

/** A time, in seconds for people and `hh:mm:ss` for the API. */
export function SecondsField(props: TimeFieldProps) {
  return <TimeField {...props} unit={1} />;
}

/** The same, in minutes for people. */
export function MinutesField(props: TimeFieldProps) {
  return <TimeField {...props} unit={60} />;
}

function TimeField(props: TimeFieldProps & { unit: number }) {
  const { form, path, unit, isOptional = false } = props;
  const value = form.read(path) as string | null;
  return (
    <Field {...props}>
      <input
        type="number"
        min={0}
        step={unit === 1 ? 1 : 'any'}
        {...described(props)}
        value={value === null ? '' : String(secondsOf(value) / unit)}
        onInput={event => {
          const text = event.currentTarget.value;
          form.write(path, text === '' && isOptional ? null : timeOf(text === '' ? 0 : event.currentTarget.valueAsNumber * unit));
        }}
      />
    </Field>
  );
}

export function ChoiceField(props: FieldProps & { choices: readonly (readonly [value: string, text: TextKey])[] }) {
  const { form, path, choices } = props;
  return (
    <Field {...props}>
      <select
        {...described(props)}
        value={String(form.read(path) ?? '')}
        onChange={event => form.write(path, event.currentTarget.value === '' ? null : event.currentTarget.value)}
      >
        {choices.map(([value, text]) => (
          <option key={value} value={value}>
            {t(text)}
          </option>
        ))}
      </select>
    </Field>
  );
}

/** A list of texts, one a line. */
export function LinesField(props: FieldProps) {
  const { form, path } = props;
  return (
    <Field {...props}>
      <textarea
        rows={4}
        {...described(props)}
        value={(form.read(path) as readonly string[]).join('\n')}
        onChange={event =>
          form.write(
            path,
            event.currentTarget.value
              .split('\n')
              .map(line => line.trim())
              .filter(line => line !== ''),
          )
        }
      />
    </Field>
  );
}

/** Yes or no; one that cannot be chosen says why in its hint. */
export function CheckField({ form, path, label, hint, isOff = false }: FieldProps & { isOff?: boolean }) {
  const hintId = `${idOf(path)}-hint`;
  return (
    <>
      <label class="check">
        <input
          id={idOf(path)}
          type="checkbox"
          disabled={isOff}
          aria-describedby={hint && hintId}
          checked={form.read(path) === true}
          onChange={event => form.write(path, event.currentTarget.checked)}
        />
        {label}
      </label>
      {hint && (
        <p class="hint" id={hintId}>
          {hint}
        </p>
      )}
    </>
  );
}

/** Seconds as the API writes them. */
export function timeOf(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const days = Math.floor(whole / 86_400);
  return `${days > 0 ? `${days}.` : ''}${two(Math.floor(whole / 3_600) % 24)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}

/** To the first field that something is wrong with. */
export function goToProblem(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
}

function described({ form, path, hint }: FieldProps) {
  const problem = form.problem(path);
  const ids = [hint && `${idOf(path)}-hint`, problem && `${idOf(path)}-problem`].filter(Boolean).join(' ');
  return { id: idOf(path), 'aria-invalid': problem !== null, ...(ids && { 'aria-describedby': ids }) };
}

function idOf(path: string): string {
  return `field-${path.replaceAll('.', '-')}`;
}

// The server names bounds in English: numbers are the same in every language.
function bounds(problem: string): string {
  const [, least, most] = /^([\d.,:]+) to ([\d.,:]+?)\.?$/.exec(problem) ?? [];
  return least && most ? t('fieldBounds', { least, most }) : t('fieldProblem', { text: problem });
}
