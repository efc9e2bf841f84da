import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { TextKey } from '../i18n/en';
import { t } from '../i18n/texts';
import { Clock } from '../parts/Clock';
import { Icon, type IconName } from '../parts/Icon';
import { Loading } from '../parts/Loading';
import { SupervisorModes } from '../parts/SupervisorModes';
import type { LiveCall } from '../rest/models';
import { agentOf, isOwn, LiveCalls, matches, ownMode, partiesOf, supervisorOf } from '../state/liveCalls';
import type { Phone } from '../state/phone';
import { api } from '../state/session';

const directions: Readonly<Record<LiveCall['direction'], readonly [IconName, TextKey]>> = {
  inbound: ['incoming', 'liveInbound'],
  outbound: ['outgoing', 'liveOutbound'],
  internal: ['phone', 'liveInternal'],
};

/** Who talks in the company at this moment, for supervisors, and into which of these calls they go. */
export function LivePage({ phone }: { phone: Phone }) {
  const live = useMemo(() => new LiveCalls(api, phone), [phone]);
  const search = useSignal('');
  useEffect(() => live.open(), [live]);
  const calls = live.calls.value;
  const shown = calls.filter(call => matches(call, search.value));
  return (
    <section aria-labelledby="live-title" class="page">
      <div class="head">
        <h1 id="live-title">{t('liveTitle')}</h1>
        <span class="hint" role="status">
          {live.state.value === 'there' && t('liveCount', { count: calls.length })}
        </span>
        <search>
          <label class="field">
            {t('liveSearch')}
            <input
              type="search"
              value={search.value}
              onInput={event => {
                search.value = event.currentTarget.value;
              }}
            />
          </label>
        </search>
      </div>
      <Loading state={live.state.value} failed="liveFailed" retry={() => void live.load()} />
      {live.state.value === 'there' && shown.length === 0 && (
        <div class="empty">
          <Icon name="live" class="large" />
          <p>{calls.length === 0 ? t('liveNone') : t('liveNoMatch', { text: search.value.trim() })}</p>
          {calls.length === 0 && <p class="hint">{t('liveNoneLead')}</p>}
        </div>
      )}
      {shown.length > 0 && (
        <>
          <table class="board" aria-labelledby="live-title" data-testid="live">
            <thead>
              <tr>
                <th scope="col">{t('liveParties')}</th>
                <th scope="col">{t('liveState')}</th>
                <th scope="col">{t('liveTime')}</th>
                <th scope="col">{t('liveSupervision')}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map(call => (
                <Row key={call.id} call={call} phone={phone} />
              ))}
            </tbody>
          </table>
          <p class="hint">{t('superviseHint')}</p>
        </>
      )}
    </section>
  );
}

function Row({ call, phone }: { call: LiveCall; phone: Phone }) {
  const user = phone.identity.value?.user;
  const mode = ownMode(call, user);
  const other = mode === null ? supervisorOf(call) : null;
  const [icon, text] = directions[call.direction];
  return (
    <tr data-call={call.id} data-mode={mode ?? ''}>
      <th scope="row">
        <span class="parties" title={t(text)}>
          <Icon name={icon} />
          <span class="hidden">{t(text)}: </span>
          <span>{partiesOf(call).join(' → ')}</span>
        </span>
      </th>
      <td>
        <span class="state-of">
          {t(stateOf(call))}
          {call.recording && (
            <span class={`recorded ${call.recordingProblem ? 'problem' : ''}`}>
              <Icon name={call.recordingProblem ? 'warning' : 'record'} />
              {t(call.recordingProblem ? 'recordingProblem' : 'recorded')}
            </span>
          )}
        </span>
      </td>
      <td class="figure">
        <Clock since={new Date(call.answeredAt ?? call.startedAt)} />
      </td>
      <td>
        {call.phase !== 'connected' || isOwn(call, user) ? null : other ? (
          <span class="hint">{t('liveWhose', { name: other })}</span>
        ) : (
          <SupervisorModes phone={phone} callId={call.id} party={agentOf(call)} mode={mode} />
        )}
      </td>
    </tr>
  );
}

function stateOf(call: LiveCall): TextKey {
  if (call.phase === 'transferring') return 'liveTransferring';
  if (call.phase !== 'connected') return 'liveRinging';
  return call.legs.some(leg => leg.onHold) ? 'liveOnHold' : 'liveTalking';
}
