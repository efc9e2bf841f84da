import { useSignal } from '@preact/signals';
import { number, t } from '../i18n/texts';
import { type ContactBook, contactsPath, type ImportProgress, type ImportStep } from '../rest/contacts';
import type { Phone } from '../state/phone';
import { api } from '../state/session';
import { callers } from '../state/whoCalls';

/** Rows that people look at; the counts tell of the rest. */
const shownSteps = 200;

const kinds = { made: 'importMade', changed: 'importChanged', merged: 'importMerged', refused: 'importRefused' } as const;

/** A file becomes contacts: tried first, then done, each line with what becomes of it. */
export function ContactImport({ phone }: { phone: Phone }) {
  const file = useSignal<File | null>(null);
  const book = useSignal<ContactBook>('own');
  const isBusy = useSignal(false);
  const problem = useSignal('');
  const progress = useSignal<ImportProgress | null>(null);
  const steps = useSignal<readonly ImportStep[]>([]);
  const isTried = useSignal(false);
  const send = async (isDry: boolean) => {
    if (!file.value) return;
    isBusy.value = true;
    problem.value = '';
    progress.value = null;
    steps.value = [];
    isTried.value = isDry;
    try {
      await api.stream<ImportProgress>(`${contactsPath}/import?book=${book.value}&dryRun=${isDry}`, file.value, line => {
        progress.value = line;
        steps.value = [...steps.value, ...line.steps];
      });
      if (!isDry) callers.forget();
    } catch (refused) {
      problem.value = refused instanceof Error ? refused.message : String(refused);
    } finally {
      isBusy.value = false;
    }
  };
  const { value } = progress;
  const isDone = value !== null && value.done === value.total && !isBusy.value;
  return (
    <section aria-labelledby="import-title" class="page">
      <p>
        <a href="#/contacts">{t('contactsBack')}</a>
      </p>
      <h1 id="import-title">{t('importTitle')}</h1>
      <form
        class="card upload"
        aria-labelledby="import-title"
        onSubmit={event => {
          event.preventDefault();
          void send(false);
        }}
      >
        <div class="row">
          <label class="field grow">
            {t('importFile')}
            <input
              type="file"
              required
              accept=".vcf,.csv,text/vcard,text/csv"
              aria-describedby="import-hint"
              onChange={event => {
                file.value = event.currentTarget.files?.[0] ?? null;
                progress.value = null;
                steps.value = [];
                problem.value = '';
              }}
            />
          </label>
          {phone.isAdministrator && (
            <label class="field">
              {t('contactBook')}
              <select
                value={book.value}
                onChange={event => {
                  book.value = event.currentTarget.value as ContactBook;
                }}
              >
                <option value="own">{t('contactsOwn')}</option>
                <option value="shared">{t('contactsShared')}</option>
              </select>
            </label>
          )}
          <button type="button" disabled={isBusy.value || !file.value} onClick={() => void send(true)}>
            {t('importTry')}
          </button>
          <button type="submit" class="primary" disabled={isBusy.value || !file.value}>
            {t('importStart')}
          </button>
        </div>
        <p class="hint" id="import-hint">
          {t('importHint')}
        </p>
        {value && !isDone && <progress aria-label={t('importTitle')} value={value.done} max={value.total} />}
        <p role="status" data-testid="import-result">
          {value &&
            (isDone
              ? t(isTried.value ? 'importTried' : 'importDone')
              : t('importProgress', { done: number(value.done), total: number(value.total) }))}{' '}
          {value &&
            t('importCounts', {
              made: number(value.made),
              changed: number(value.changed),
              merged: number(value.merged),
              unchanged: number(value.unchanged),
              refused: number(value.refused),
            })}
        </p>
        <span role="alert" class={problem.value ? 'problem' : ''}>
          {problem.value}
        </span>
      </form>
      {steps.value.length > 0 && (
        <table class="board" aria-label={t('importSteps')} data-testid="import-steps">
          <thead>
            <tr>
              <th scope="col">{t('importLine')}</th>
              <th scope="col">{t('importKind')}</th>
              <th scope="col">{t('importName')}</th>
            </tr>
          </thead>
          <tbody>
            {/* What is wrong comes first. */}
            {[...steps.value]
              .sort((one, other) => Number(other.kind === 'refused') - Number(one.kind === 'refused') || one.line - other.line)
              .slice(0, shownSteps)
              .map(step => (
                <tr key={step.line}>
                  <td class="figure">{number(step.line)}</td>
                  <td>{t(kinds[step.kind])}</td>
                  <td>
                    {step.name} {step.reason && <span class="problem">{step.reason}</span>}
                  </td>
                </tr>
              ))}
          </tbody>
        </table>
      )}
      {steps.value.length > shownSteps && <p class="hint">{t('importMore', { count: number(steps.value.length - shownSteps) })}</p>}
    </section>
  );
}
