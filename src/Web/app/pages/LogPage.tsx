import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { duration, t, when } from '../i18n/texts';
import { endText } from '../parts/ends';
import { Icon, type IconName } from '../parts/Icon';
import { Loading } from '../parts/Loading';
import { More } from '../parts/More';
import { Player } from '../parts/Player';
import { RecordingLinks } from '../parts/RecordingLinks';
import type { LoggedCall } from '../rest/models';
import { groupOf, isGroupNumber } from '../state/groupNames';
import type { Phone } from '../state/phone';
import { api } from '../state/session';
import { callers } from '../state/whoCalls';

const pageSize = 50;
const waitMs = 250;
const freshMs = 2_000;

interface Row {
  readonly call: LoggedCall;
  readonly isOutgoing: boolean;
  readonly name: string;
  readonly number: string;
}

/** Calls that are over, with their recordings. */
export function LogPage({ phone }: { phone: Phone }) {
  const items = useSignal<readonly LoggedCall[]>([]);
  const next = useSignal<string | null>(null);
  const state = useSignal<'loading' | 'there' | 'failed'>('loading');
  const party = useSignal('');
  const result = useSignal<'' | 'answered' | 'missed'>('');
  const heard = useSignal<string | null>(null);
  const load = async (cursor: string | null) => {
    try {
      const page = await api.page<LoggedCall>('/api/v1/call-log', {
        party: party.value.trim(),
        result: result.value === 'answered' ? 'answered' : '',
        cursor,
        limit: pageSize,
      });
      items.value = cursor ? [...items.value, ...page.items] : page.items;
      next.value = page.next;
      state.value = 'there';
    } catch {
      state.value = 'failed';
    }
  };
  // A call that has just ended is written within a moment.
  const ended = phone.farewells.value.length;
  useEffect(() => {
    const timers = [waitMs, freshMs].map(wait => setTimeout(() => void load(null), wait));
    return () => timers.forEach(clearTimeout);
  }, [party.value, result.value, ended]);
  const extension = phone.identity.value?.extension;
  const rows = items.value
    .map(call => rowOf(call, extension ?? ''))
    .filter(row => result.value !== 'missed' || (!row.isOutgoing && row.call.answeredAt === null));
  useEffect(() => callers.ask(rows.map(row => row.number)), [items.value]);
  return (
    <section aria-labelledby="log-title" class="page">
      <h1 id="log-title">{t('logTitle')}</h1>
      <search class="row filters">
        <label class="field">
          {t('logSearch')}
          <input
            type="search"
            value={party.value}
            onInput={event => {
              party.value = event.currentTarget.value;
            }}
          />
        </label>
        <label class="field">
          {t('logResult')}
          <select
            value={result.value}
            onChange={event => {
              result.value = event.currentTarget.value as '' | 'answered' | 'missed';
            }}
          >
            <option value="">{t('logAll')}</option>
            <option value="answered">{t('logAnswered')}</option>
            <option value="missed">{t('logMissed')}</option>
          </select>
        </label>
      </search>
      <Loading state={state.value} failed="logFailed" retry={() => void load(null)} />
      {state.value === 'there' && rows.length === 0 && (
        <div class="empty">
          <Icon name="log" class="large" />
          <p>{t('logNone')}</p>
          <p class="hint">{t('logNoneLead')}</p>
        </div>
      )}
      <ul class="log" data-testid="log">
        {rows.map(row => (
          <Entry
            key={row.call.id}
            row={row}
            phone={phone}
            isHeard={heard.value === row.call.id}
            onHear={() => {
              heard.value = heard.value === row.call.id ? null : row.call.id;
            }}
          />
        ))}
      </ul>
      <More next={next.value} load={load} />
    </section>
  );
}

function Entry({ row, phone, isHeard, onHear }: { row: Row; phone: Phone; isHeard: boolean; onHear: () => void }) {
  const { call, isOutgoing, number } = row;
  const name = callers.of(number)?.name ?? row.name;
  const isMissed = !isOutgoing && call.answeredAt === null;
  const icon: IconName = isMissed ? 'missed' : isOutgoing ? 'outgoing' : 'incoming';
  const party = name || number || t('nobody');
  return (
    <li class={isMissed ? 'missed' : ''}>
      <div class="entry">
        <Icon name={icon} />
        <div class="grow">
          <strong>{party}</strong> {name && <span class="number">{number}</span>}
          <p class="hint">
            {t(isOutgoing ? 'logOutgoing' : 'logIncoming')} · <time dateTime={call.startedAt}>{when(new Date(call.startedAt))}</time>
            {' · '}
            {call.answeredAt ? duration(call.talkSeconds) : endText(call.result)}
            {call.transfers > 0 && ` · ${t('logTransfers', { count: call.transfers })}`}
          </p>
        </div>
        {call.recordings.length > 0 && (
          <button type="button" aria-expanded={isHeard} onClick={onHear}>
            <Icon name={isHeard ? 'close' : 'speaker'} />
            {t(isHeard ? 'hideRecording' : 'listen')}
          </button>
        )}
        {number && (
          <button
            type="button"
            aria-label={t('logCallBack', { party })}
            title={t('logCallBack', { party })}
            onClick={() => {
              location.hash = '#/';
              void phone.dial(number);
            }}
          >
            <Icon name="phone" />
          </button>
        )}
      </div>
      {isHeard &&
        call.recordings.map(recording => (
          <div key={recording}>
            <Player recording={recording} label={t('recordingOf', { party })} />
            <RecordingLinks recording={recording} />
          </div>
        ))}
    </li>
  );
}

function rowOf(call: LoggedCall, extension: string): Row {
  const isOutgoing = call.from === extension;
  const [name, number] = isOutgoing ? [call.toName, call.to] : [call.fromName, call.from];
  return isGroupNumber(number) ? { call, isOutgoing, name: groupOf(number) ?? name, number: '' } : { call, isOutgoing, name, number };
}
