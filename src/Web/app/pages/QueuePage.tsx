import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { t } from '../i18n/texts';
import { AgentState } from '../parts/AgentState';
import { Assignments } from '../parts/Assignments';
import { Clock } from '../parts/Clock';
import { Icon } from '../parts/Icon';
import { Loading } from '../parts/Loading';
import type { Assignment, Queue, QueueCaller } from '../rest/queues';
import type { Board } from '../state/board';
import { Names } from '../state/names';
import type { Phone } from '../state/phone';
import { attempt } from '../state/problems';
import { ask } from '../state/question';
import { api } from '../state/session';

/** The board counts callers: that one has hung up to be called back changes no figure, and is looked for while somebody is there. */
const lookMs = 2_000;

/** One queue: who waits, who serves, and why who was offered to whom. */
export function QueuePage({ phone, board, name }: { phone: Phone; board: Board; name: string }) {
  const queue = useSignal<Queue | null>(null);
  const assignments = useSignal<readonly Assignment[]>([]);
  const state = useSignal<'loading' | 'there' | 'failed'>('loading');
  const names = useMemo(() => new Names(api), []);
  // Without them people are shown by the names that the API has for them.
  useEffect(() => void names.load().catch(() => {}), [names]);
  const path = `/api/v1/queues/${encodeURIComponent(name)}`;
  const load = async () => {
    try {
      [queue.value, assignments.value] = await Promise.all([api.get<Queue>(path), api.get<readonly Assignment[]>(`${path}/assignments`)]);
      state.value = 'there';
    } catch {
      state.value = 'failed';
    }
  };
  // What the board is told of this queue is more than it shows of it.
  const figures = board.queues.value.find(one => one.name === name);
  useEffect(() => void load(), [name, figures]);
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible' && queue.value && queue.value.callers.length > 0) void load();
    }, lookMs);
    return () => clearInterval(timer);
  }, [name]);
  const now = queue.value;
  const waiting = now?.callers.filter(caller => caller.phase !== 'leaving') ?? [];
  const throwSwitch = (on: boolean) =>
    ask({
      title: t(on ? 'emergencyTitle' : 'emergencyOverTitle'),
      text: t(on ? 'emergencyText' : 'emergencyOverText', { queue: now?.rules.name ?? name }),
      action: t(on ? 'emergencyOn' : 'emergencyOff'),
      onYes: () =>
        attempt(async () => {
          await api.put(`${path}/emergency`, { on });
          await load();
        }),
    });
  const takeOut = (caller: QueueCaller) =>
    ask({
      title: t('callbackTitle'),
      text: t('callbackText', { party: caller.name || caller.number, queue: now?.rules.name ?? name }),
      action: t('callbackCancel'),
      onYes: () =>
        attempt(async () => {
          await api.delete(`${path}/callbacks/${caller.place}`).finally(load);
        }),
    });
  return (
    <section aria-labelledby="queue-title" class="page">
      <p>
        <a href="#/queues">{t('queueBack')}</a>
      </p>
      <div class="head">
        <h1 id="queue-title">{now?.rules.name ?? name}</h1>
        {now?.emergency ? (
          <span class="mark">{t('queueEmergency')}</span>
        ) : (
          now && !now.open && <span class="mark">{t('queueClosed')}</span>
        )}
        {now && (
          <div class="tools">
            <button type="button" onClick={() => throwSwitch(!now.emergency)}>
              <Icon name="alarm" />
              {t(now.emergency ? 'emergencyOff' : 'emergencyOn')}
            </button>
            {phone.isAdministrator && (
              <a class="action" href={`#/queues/${encodeURIComponent(name)}/edit`}>
                <Icon name="settings" />
                {t('queueEdit')}
              </a>
            )}
          </div>
        )}
      </div>
      <Loading state={state.value} failed="queueFailed" retry={() => void load()} />
      {now && (
        <div class="halves">
          <section class="card" aria-labelledby="callers-title">
            <h2 id="callers-title">{t('callersTitle')}</h2>
            {waiting.length === 0 ? (
              <p class="hint">{t('callersNone')}</p>
            ) : (
              <ol class="lines" data-testid="callers">
                {waiting.map(caller => (
                  <WaitingCaller key={caller.place} caller={caller} onTakenOut={() => takeOut(caller)} />
                ))}
              </ol>
            )}
          </section>
          <section class="card" aria-labelledby="members-title">
            <h2 id="members-title">{t('queueAgents')}</h2>
            {now.agents.length === 0 ? (
              <p class="hint">{t('membersNone')}</p>
            ) : (
              <ul class="lines">
                {now.agents.map(agent => (
                  <li key={agent.agent}>
                    <strong class="grow">{names.of(agent.agent)}</strong>
                    <AgentState status={agent.status} />
                  </li>
                ))}
              </ul>
            )}
          </section>
          <section class="card whole" aria-labelledby="why-title">
            <h2 id="why-title">{t('whyTitle')}</h2>
            <Assignments assignments={assignments.value} names={names} />
          </section>
        </div>
      )}
    </section>
  );
}

/** A caller; one who has hung up to be called back can be taken out until an agent has answered for them. */
function WaitingCaller({ caller, onTakenOut }: { caller: QueueCaller; onTakenOut: () => void }) {
  const party = caller.name || caller.number;
  const text = caller.callback ? callbackPhases[caller.phase] : phases[caller.phase];
  return (
    <li data-place={caller.place} data-callback={caller.callback}>
      {caller.callback && <Icon name="callBack" />}
      <span class="grow">
        <strong>{party}</strong> {caller.name && <span class="number">{caller.number}</span>}
      </span>
      <span class="hint">{t(text)}</span>
      <Clock since={new Date(caller.since)} />
      {caller.callback && caller.phase !== 'talking' && (
        <button type="button" class="small" aria-label={t('callbackCancelOf', { party })} onClick={onTakenOut}>
          {t('callbackCancel')}
        </button>
      )}
    </li>
  );
}

const phases = {
  waiting: 'callerWaiting',
  offered: 'callerOffered',
  talking: 'callerTalking',
  leaving: 'callerLeaving',
} as const;

const callbackPhases = { ...phases, waiting: 'callerWantsCall', talking: 'callerIsCalled' } as const;
