import { useEffect, useMemo } from 'preact/hooks';
import { number, t } from '../i18n/texts';
import { Alerts } from '../parts/Alerts';
import { Clock, now } from '../parts/Clock';
import { Icon } from '../parts/Icon';
import { Loading } from '../parts/Loading';
import { Sparkline } from '../parts/Sparkline';
import { TvBoard } from '../parts/TvBoard';
import { alertsOf, Board, isBad, type QueueFigures } from '../state/board';
import type { Phone } from '../state/phone';
import { below, go } from '../state/route';
import { api } from '../state/session';
import { QueueEditor } from './QueueEditor';
import { QueuePage } from './QueuePage';

/** All queues at a glance, for supervisors. */
export function QueuesPage({ phone }: { phone: Phone }) {
  const board = useMemo(() => new Board(api), [phone]);
  useEffect(() => board.open(phone), [board, phone]);
  const [name, what] = below.value;
  if (name === '+tv') return <TvBoard board={board} />;
  if (name === '+new' && phone.isAdministrator) return <QueueEditor board={board} name={null} />;
  if (name && what === 'edit' && phone.isAdministrator) return <QueueEditor key={name} board={board} name={name} />;
  if (name) return <QueuePage key={name} phone={phone} board={board} name={name} />;
  const queues = board.queues.value;
  return (
    <section aria-labelledby="queues-title" class="page">
      <div class="head">
        <h1 id="queues-title">{t('queuesTitle')}</h1>
        <div class="tools">
          {phone.isAdministrator && (
            <a class="action" href="#/queues/+new">
              <Icon name="add" />
              {t('queueNew')}
            </a>
          )}
          <button
            type="button"
            onClick={() => {
              go('#/queues/+tv');
              document.documentElement.requestFullscreen?.().catch(() => {});
            }}
          >
            <Icon name="screen" />
            {t('tvMode')}
          </button>
        </div>
      </div>
      <Loading state={board.state.value} failed="queuesFailed" retry={() => void board.load()} />
      {board.state.value === 'there' && queues.length === 0 && (
        <div class="empty">
          <Icon name="queue" class="large" />
          <p>{t('queuesNone')}</p>
          <p class="hint">{t('queuesNoneLead')}</p>
        </div>
      )}
      {queues.length > 0 && (
        <>
          <table class="board" aria-labelledby="queues-title" data-testid="queues">
            <thead>
              <tr>
                <th scope="col">{t('queueName')}</th>
                <th scope="col">{t('queueWaiting')}</th>
                <th scope="col">{t('queueLongest')}</th>
                <th scope="col">{t('queueHistory')}</th>
                <th scope="col">{t('queueAgents')}</th>
                <th scope="col">{t('queueLevel')}</th>
                <th scope="col">{t('queueAnswered')}</th>
                <th scope="col">{t('queueAbandoned')}</th>
              </tr>
            </thead>
            <tbody>
              {queues.map(queue => (
                <Row key={queue.name} queue={queue} board={board} />
              ))}
            </tbody>
          </table>
          <p class="hint">{t('queueCountsNote')}</p>
        </>
      )}
    </section>
  );
}

function Row({ queue, board }: { queue: QueueFigures; board: Board }) {
  const alerts = alertsOf(queue, now.value);
  const style = alerts.some(isBad) ? 'bad' : alerts.length > 0 ? 'warn' : '';
  return (
    <tr class={style} data-queue={queue.name}>
      <th scope="row">
        <a href={`#/queues/${encodeURIComponent(queue.name)}`}>{queue.title}</a>
        {queue.isEmergency ? <QueueMark text={t('queueEmergency')} /> : !queue.isOpen && <QueueMark text={t('queueClosed')} />}
        <Alerts alerts={alerts} />
      </th>
      <td class="figure large">{number(queue.waiting)}</td>
      <td class="figure">
        {queue.longestSince === null ? <span class="hint">{t('queueNobodyWaits')}</span> : <Clock since={new Date(queue.longestSince)} />}
      </td>
      <td>
        <Sparkline points={board.history.value.get(queue.name) ?? []} />
      </td>
      <td>
        <AgentCounts queue={queue} />
      </td>
      <td class="figure">
        <ServiceLevel queue={queue} />
      </td>
      <td class="figure">{number(queue.answered)}</td>
      <td class="figure">{number(queue.abandoned)}</td>
    </tr>
  );
}

function QueueMark({ text }: { text: string }) {
  return <span class="mark">{text}</span>;
}

function AgentCounts({ queue }: { queue: QueueFigures }) {
  const counts = [
    ['available', queue.available],
    ['phone', queue.onCall],
    ['note', queue.wrapUp],
    ['away', queue.paused],
  ] as const;
  const text = t('queueCounts', { available: queue.available, onCall: queue.onCall, wrapUp: queue.wrapUp, paused: queue.paused });
  return (
    <span class="counts" title={text}>
      <span class="hidden">{text}</span>
      {counts.map(([icon, count]) => (
        <span key={icon} class={`count ${icon} ${count === 0 ? 'none' : ''}`} aria-hidden="true">
          <Icon name={icon} />
          {count}
        </span>
      ))}
    </span>
  );
}

export function ServiceLevel({ queue }: { queue: QueueFigures }) {
  if (queue.answered + queue.abandoned === 0) return <span class="hint">{t('queueNotMeasured')}</span>;
  return (
    <>
      {number(Math.round(queue.serviceLevel * 100))} % <small>{t('queueLevelWithin', { seconds: queue.targetSeconds })}</small>
    </>
  );
}
