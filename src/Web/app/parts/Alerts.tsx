import type { TextKey } from '../i18n/en';
import { t } from '../i18n/texts';
import { type Alert, isBad } from '../state/board';
import { Icon } from './Icon';

const texts: Readonly<Record<Alert, TextKey>> = {
  nobodyServes: 'alertNobodyServes',
  waitsTooLong: 'alertWaitsTooLong',
  waitsLong: 'alertWaitsLong',
  levelBad: 'alertLevelBad',
  levelLow: 'alertLevelLow',
};

/** What is wrong with a queue: icon, words and colour, of which each is enough. */
export function Alerts({ alerts }: { alerts: readonly Alert[] }) {
  if (alerts.length === 0) return null;
  return (
    <ul class="alerts">
      {alerts.map(alert => (
        <li key={alert} class={isBad(alert) ? 'alert bad' : 'alert warn'}>
          <Icon name={isBad(alert) ? 'alarm' : 'warning'} />
          {t(texts[alert])}
        </li>
      ))}
    </ul>
  );
}
