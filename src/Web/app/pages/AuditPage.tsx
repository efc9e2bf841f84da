import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { number, t, when } from '../i18n/texts';
import { download } from '../parts/download';
import { Icon } from '../parts/Icon';
import { Loading } from '../parts/Loading';
import { More } from '../parts/More';
import { Audit, type AuditRow, type AuditWish } from '../state/audit';
import { preferences } from '../state/preferences';
import { attempt } from '../state/problems';
import { api } from '../state/session';

const waitMs = 300;

/** Who did what to whom, for administrators. */
export function AuditPage() {
  const audit = useMemo(() => new Audit(api), []);
  useEffect(() => {
    void audit.load();
  }, [audit]);
  const { wish, rows, state, next } = audit;
  const save = (format: 'csv' | 'jsonl') =>
    attempt(async () => download(await audit.file(format, preferences.locale.value === 'es-CO' ? ';' : ',')));
  return (
    <section aria-labelledby="audit-title" class="page">
      <div class="head">
        <h1 id="audit-title">{t('auditTitle')}</h1>
        <button type="button" class="action" onClick={() => save('csv')}>
          <Icon name="download" />
          {t('auditCsv')}
        </button>
        <button type="button" onClick={() => save('jsonl')}>
          {t('auditJson')}
        </button>
      </div>
      <p class="hint">{t('auditLead')}</p>
      <search class="row filters">
        <TextField label={t('auditActor')} onChange={actor => audit.ask({ actor })} />
        <TextField label={t('auditAction')} onChange={action => audit.ask({ action })} />
        <TextField label={t('auditTarget')} onChange={target => audit.ask({ target })} />
        <DayField label={t('auditFrom')} name="from" wish={wish.value} onChange={part => audit.ask(part)} />
        <DayField label={t('auditTo')} name="to" wish={wish.value} onChange={part => audit.ask(part)} />
      </search>
      <Loading state={state.value} failed="auditFailed" retry={() => void audit.load()} />
      {state.value === 'there' && rows.value.length === 0 && (
        <div class="empty">
          <Icon name="audit" class="large" />
          <p>{t('auditNone')}</p>
          <p class="hint">{t('auditNoneLead')}</p>
        </div>
      )}
      {state.value === 'there' && rows.value.length > 0 && (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is moved sideways by the arrow keys */}
          <section class="wide" aria-label={t('auditRows')} tabIndex={0}>
            <Table rows={rows.value} />
          </section>
          <More next={next.value} load={cursor => audit.load(cursor)} />
        </>
      )}
    </section>
  );
}

function Table({ rows }: { rows: readonly AuditRow[] }) {
  return (
    <table class="board figures" aria-labelledby="audit-title" data-testid="audit">
      <thead>
        <tr>
          <th scope="col">{t('auditNumber')}</th>
          <th scope="col">{t('auditAt')}</th>
          <th scope="col">{t('auditActor')}</th>
          <th scope="col">{t('auditDone')}</th>
          <th scope="col">{t('auditTarget')}</th>
          <th scope="col">{t('auditAddress')}</th>
          <th scope="col">{t('auditDetail')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr key={`${row.number} ${row.at} ${row.action} ${row.target}`}>
            <td>{row.number === null ? t('auditOpen') : number(row.number)}</td>
            <td>{when(new Date(row.at))}</td>
            <td>{row.actor}</td>
            <td>{row.action}</td>
            <td>{row.target}</td>
            <td>{row.address}</td>
            <td>{row.detail}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Asked for when the typing has paused. */
function TextField({ label, onChange }: { label: string; onChange: (value: string) => void }) {
  const typed = useSignal('');
  const isTouched = useSignal(false);
  useEffect(() => {
    if (!isTouched.value) return;
    const timer = setTimeout(() => onChange(typed.value.trim()), waitMs);
    return () => clearTimeout(timer);
  }, [typed.value]);
  return (
    <label class="field">
      {label}
      <input
        type="search"
        value={typed.value}
        onInput={event => {
          isTouched.value = true;
          typed.value = event.currentTarget.value;
        }}
      />
    </label>
  );
}

function DayField(props: { label: string; name: 'from' | 'to'; wish: AuditWish; onChange: (part: Partial<AuditWish>) => void }) {
  return (
    <label class="field">
      {props.label}
      <input type="date" value={props.wish[props.name]} onChange={event => props.onChange({ [props.name]: event.currentTarget.value })} />
    </label>
  );
}
