import { t } from '../i18n/texts';
import type { Phone } from '../state/phone';
import { problem, words } from '../state/problems';
import { tabs } from '../state/tabs';
import { secondsUntil } from './Clock';
import { Icon } from './Icon';

/** What the person has to know wherever they are. */
export function Banners({ phone }: { phone: Phone }) {
  const reconnection = phone.state.value === 'reconnecting' ? phone.reconnection.value : null;
  const seconds = reconnection ? secondsUntil(reconnection.at) : 0;
  const hasCalls = phone.calls.value.length > 0;
  return (
    <div class="banners">
      {reconnection && (
        <p class="banner bad" role="status" data-testid="reconnecting">
          <Icon name="warning" />
          {seconds > 0 ? t('stateReconnecting', { seconds, attempt: reconnection.attempt }) : t('stateReconnectingNow')}
        </p>
      )}
      {phone.isDraining.value && (
        <p class="banner" role="status">
          {t('drainNote')}
        </p>
      )}
      {phone.isBlocked.value && (
        <button type="button" class="banner" onClick={() => phone.unlock()}>
          {t('unlockSound')}
        </button>
      )}
      {tabs.inCallElsewhere.value && !hasCalls && (
        <p class="banner" data-testid="elsewhere">
          {t('tabHasCall')}
          <button type="button" onClick={() => tabs.take()}>
            {t('tabTake')}
          </button>
        </p>
      )}
      {!tabs.rings.value && (
        <p class="banner quiet">
          {t('tabRings')}
          <button type="button" onClick={() => tabs.ring()}>
            {t('tabRingHere')}
          </button>
        </p>
      )}
      <div role="alert">
        {problem.value && (
          <p class="banner bad" data-testid="problem">
            <Icon name="warning" />
            {words(problem.value)}
            <button
              type="button"
              onClick={() => {
                problem.value = null;
              }}
            >
              {t('close')}
            </button>
          </p>
        )}
      </div>
    </div>
  );
}
