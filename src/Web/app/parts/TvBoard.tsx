import { useEffect } from 'preact/hooks';
import { number, t } from '../i18n/texts';
import { alertsOf, type Board, isBad } from '../state/board';
import { go } from '../state/route';
import { Alerts } from './Alerts';
import { Clock, now } from './Clock';
import { Icon } from './Icon';

/** The queues for a screen on the wall: dark, large figures, nothing to click but the way out. */
export function TvBoard({ board }: { board: Board }) {
  const leave = () => {
    if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
    go('#/queues');
  };
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key === 'Escape') leave();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
  return (
    <section class="tv" aria-labelledby="tv-title">
      <h1 id="tv-title" class="hidden">
        {t('queuesTitle')}
      </h1>
      {board.state.value === 'failed' && (
        <p class="notice bad" role="alert">
          {t('queuesFailed')}
        </p>
      )}
      <ul data-testid="tv">
        {board.queues.value.map(queue => {
          const alerts = alertsOf(queue, now.value);
          return (
            <li key={queue.name} class={alerts.some(isBad) ? 'bad' : alerts.length > 0 ? 'warn' : ''} data-queue={queue.name}>
              <h2>
                {queue.title}
                {queue.isEmergency ? (
                  <span class="mark">{t('queueEmergency')}</span>
                ) : (
                  !queue.isOpen && <span class="mark">{t('queueClosed')}</span>
                )}
              </h2>
              <dl>
                <div class="first">
                  <dt>{t('queueWaiting')}</dt>
                  <dd>{number(queue.waiting)}</dd>
                </div>
                <div>
                  <dt>{t('queueLongest')}</dt>
                  <dd>{queue.longestSince === null ? '–' : <Clock since={new Date(queue.longestSince)} />}</dd>
                </div>
                <div>
                  <dt>{t('presenceAvailable')}</dt>
                  <dd>{number(queue.available)}</dd>
                </div>
                <div>
                  <dt>{t('presenceOnCall')}</dt>
                  <dd>{number(queue.onCall)}</dd>
                </div>
                <div>
                  <dt>{t('queueLevel')}</dt>
                  <dd>{queue.answered + queue.abandoned === 0 ? '–' : `${number(Math.round(queue.serviceLevel * 100))} %`}</dd>
                </div>
              </dl>
              <Alerts alerts={alerts} />
            </li>
          );
        })}
      </ul>
      <button type="button" class="plain" onClick={leave}>
        <Icon name="close" />
        {t('tvLeave')}
      </button>
    </section>
  );
}
