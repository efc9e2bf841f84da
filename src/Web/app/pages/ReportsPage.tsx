import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { TextKey } from '../i18n/en';
import { t } from '../i18n/texts';
import { download } from '../parts/download';
import { Icon } from '../parts/Icon';
import { Loading } from '../parts/Loading';
import { More } from '../parts/More';
import { ReportChart } from '../parts/ReportChart';
import { AgentTable, CallTable, QueueTable } from '../parts/ReportTables';
import { preferences } from '../state/preferences';
import { attempt } from '../state/problems';
import { type ReportInterval, type ReportKind, type ReportSpan, Reports } from '../state/reports';
import { api } from '../state/session';

const kinds: Readonly<Record<ReportKind, TextKey>> = { queues: 'reportQueues', agents: 'reportAgents', calls: 'reportCalls' };
const spans: Readonly<Record<ReportSpan, TextKey>> = {
  today: 'reportToday',
  yesterday: 'reportYesterday',
  week: 'reportWeek',
  month: 'reportMonth',
};
const intervals: readonly ReportInterval[] = ['15', '30', '60', 'day'];
const waitMs = 300;

/** What happened, in figures, for supervisors. */
export function ReportsPage() {
  const reports = useMemo(() => new Reports(api), []);
  const queues = useSignal<readonly string[]>([]);
  useEffect(() => {
    void reports.load();
    api.get<readonly { readonly name: string }[]>('/api/v1/queues').then(
      found => {
        queues.value = found.map(queue => queue.name);
      },
      // Without the names of the queues the report of all of them is still there.
      () => undefined,
    );
  }, [reports, queues]);
  const { wish, state, bars, next } = reports;
  const { kind, span, interval, who } = wish.value;
  const rows = kind === 'queues' ? reports.queues.value : kind === 'agents' ? reports.agents.value : reports.calls.value;
  const isEmpty = state.value === 'there' && rows.length === 0;
  return (
    <section aria-labelledby="reports-title" class="page">
      <div class="head">
        <h1 id="reports-title">{t('reportsTitle')}</h1>
        <button
          type="button"
          class="action"
          disabled={state.value !== 'there'}
          onClick={() => attempt(async () => download(await reports.file(preferences.locale.value === 'es-CO' ? ';' : ',')))}
        >
          <Icon name="download" />
          {t('reportFile')}
        </button>
      </div>
      <search class="row filters">
        <Choice label={t('reportKind')} value={kind} options={kinds} onChoose={value => reports.ask({ kind: value })} />
        <Choice label={t('reportSpan')} value={span} options={spans} onChoose={value => reports.ask({ span: value })} />
        {kind !== 'calls' && (
          <label class="field">
            {t('reportInterval')}
            <select value={interval} onChange={event => reports.ask({ interval: event.currentTarget.value as ReportInterval })}>
              {intervals.map(one => (
                <option key={one} value={one}>
                  {one === 'day' ? t('reportDay') : t('reportMinutes', { count: one })}
                </option>
              ))}
            </select>
          </label>
        )}
        {kind === 'agents' ? (
          <AgentField onChange={value => reports.ask({ who: value })} />
        ) : (
          <label class="field">
            {t('reportQueue')}
            <select value={who} onChange={event => reports.ask({ who: event.currentTarget.value })}>
              <option value="">{t('reportAllQueues')}</option>
              {queues.value.map(name => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
      </search>
      <Loading state={state.value} failed="reportFailed" retry={() => void reports.load()} />
      {isEmpty && (
        <div class="empty">
          <Icon name="report" class="large" />
          <p>{t('reportNone')}</p>
          <p class="hint">{t('reportNoneLead')}</p>
        </div>
      )}
      {state.value === 'there' && rows.length > 0 && (
        <>
          {bars.value && <ReportChart bars={bars.value} />}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is moved sideways by the arrow keys */}
          <section class="wide" aria-label={t(kinds[kind])} tabIndex={0}>
            {kind === 'queues' && <QueueTable rows={reports.queues.value} isByDay={interval === 'day'} />}
            {kind === 'agents' && <AgentTable rows={reports.agents.value} isByDay={interval === 'day'} />}
            {kind === 'calls' && <CallTable rows={reports.calls.value} />}
          </section>
          <More next={next.value} load={cursor => reports.load(cursor)} />
        </>
      )}
    </section>
  );
}

function Choice<T extends string>({
  label,
  value,
  options,
  onChoose,
}: {
  label: string;
  value: T;
  options: Readonly<Record<T, TextKey>>;
  onChoose: (value: T) => void;
}) {
  return (
    <label class="field">
      {label}
      <select value={value} onChange={event => onChoose(event.currentTarget.value as T)}>
        {(Object.keys(options) as T[]).map(one => (
          <option key={one} value={one}>
            {t(options[one])}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Asked for when the typing has paused: each letter would be a report. */
function AgentField({ onChange }: { onChange: (value: string) => void }) {
  const typed = useSignal('');
  const isTouched = useSignal(false);
  useEffect(() => {
    if (!isTouched.value) return;
    const timer = setTimeout(() => onChange(typed.value.trim()), waitMs);
    return () => clearTimeout(timer);
  }, [typed.value]);
  return (
    <label class="field">
      {t('reportAgent')}
      <input
        type="search"
        placeholder={t('reportAgentHint')}
        value={typed.value}
        onInput={event => {
          isTouched.value = true;
          typed.value = event.currentTarget.value;
        }}
      />
    </label>
  );
}
