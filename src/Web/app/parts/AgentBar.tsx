import { useSignal } from '@preact/signals';
import type { AgentCard, AgentWish } from '../../phone';
import { duration, t } from '../i18n/texts';
import type { Phone } from '../state/phone';
import { attempt } from '../state/problems';
import { AgentState, agentTexts } from './AgentState';
import { Clock, secondsUntil } from './Clock';
import { Dispositions } from './Dispositions';
import { Icon } from './Icon';
import { PauseDialog } from './PauseDialog';

/** The work of an agent in queues, on every page: what one does and since when, and what comes next. */
export function AgentBar({ phone }: { phone: Phone }) {
  const asksWhy = useSignal(false);
  const agent = phone.agent.value;
  if (!agent) return null;
  const work = (state: AgentWish, reason?: string) => attempt(() => phone.work(state, reason));
  const isBusy = agent.status === 'onCall' || agent.status === 'ringing' || agent.status === 'reserved';
  return (
    <section class="agent-bar" aria-label={t('barTitle')} data-testid="agent" data-status={agent.status}>
      <div class="doing" title={t('barFigures', { calls: agent.calls, missed: agent.missed })}>
        <span role="status">
          <AgentState status={agent.status} reason={agent.reason} />
        </span>
        {agent.status !== 'loggedOut' && <Clock since={new Date(agent.since)} />}
        <span class="hint">{explain(agent)}</span>
      </div>
      {(agent.status === 'wrapUp' || agent.status === 'onCall') && agent.queue && <Dispositions agent={agent} phone={phone} />}
      <div class="row end">
        {isBusy ? (
          <Next
            agent={agent}
            onWork={work}
            onPause={() => {
              asksWhy.value = true;
            }}
          />
        ) : (
          <>
            {agent.status !== 'available' && (
              <button type="button" class="small primary" onClick={() => work('ready')}>
                <Icon name="available" />
                {t(agent.status === 'loggedOut' ? 'barStart' : 'barReady')}
              </button>
            )}
            {agent.status !== 'loggedOut' && agent.status !== 'paused' && (
              <button
                type="button"
                class="small"
                aria-haspopup="dialog"
                onClick={() => {
                  asksWhy.value = true;
                }}
              >
                <Icon name="away" />
                {t('barPause')}
              </button>
            )}
            {agent.status !== 'loggedOut' && (
              <button type="button" class="small" onClick={() => work('loggedOut')}>
                <Icon name="offline" />
                {t('barStop')}
              </button>
            )}
          </>
        )}
      </div>
      {asksWhy.value && (
        <PauseDialog
          reasons={agent.pauseReasons}
          onPause={reason => work('paused', reason)}
          onClose={() => {
            asksWhy.value = false;
          }}
        />
      )}
    </section>
  );
}

/** What comes after the call can be decided while it goes on. */
function Next({ agent, onWork, onPause }: { agent: AgentCard; onWork: (state: AgentWish) => void; onPause: () => void }) {
  const value = agent.next === 'paused' || agent.next === 'loggedOut' ? agent.next : 'ready';
  return (
    <label class="next">
      {t('barNext')}
      <select
        value={value}
        onChange={event => {
          const wish = event.currentTarget.value as AgentWish;
          // Until it is told, what is shown is what is true.
          event.currentTarget.value = value;
          if (wish === 'paused') onPause();
          else onWork(wish);
        }}
      >
        <option value="ready">{t('barNextCall')}</option>
        <option value="paused">
          {agent.next === 'paused' && agent.nextReason ? `${t('barPause')}: ${agent.nextReason}` : t('barNextPause')}
        </option>
        <option value="loggedOut">{t('barNextStop')}</option>
      </select>
    </label>
  );
}

function explain(agent: AgentCard): string {
  if (agent.status === 'wrapUp' && agent.until === null) return t('barWaits');
  if ((agent.status === 'wrapUp' || agent.status === 'resting') && agent.until) {
    const time = duration(secondsUntil(Date.parse(agent.until)));
    const left = t('barUntil', { time });
    const then = agent.next && agent.next !== 'available' ? ` · ${t('agentNext', { state: t(agentTexts[agent.next]) })}` : '';
    return agent.queue ? `${t('barWrapUp', { queue: agent.queue })} · ${left}${then}` : `${left}${then}`;
  }
  if (agent.isElsewhere) return t('barElsewhere');
  return agent.queue ? t('barQueue', { queue: agent.queue }) : '';
}
