import type { SupervisorMode } from '../../phone';
import type { TextKey } from '../i18n/en';
import { t } from '../i18n/texts';
import type { Phone } from '../state/phone';
import { attempt } from '../state/problems';
import { ask } from '../state/question';
import { Icon, type IconName } from './Icon';

const modes: readonly (readonly [mode: SupervisorMode, text: TextKey, icon: IconName])[] = [
  ['listen', 'superviseListen', 'headset'],
  ['whisper', 'superviseWhisper', 'whisper'],
  ['barge', 'superviseBarge', 'people'],
];

interface SupervisorModesProps {
  readonly phone: Phone;
  readonly callId: string;
  /** Whose call it is. */
  readonly party: string;
  /** What this person does in it now. */
  readonly mode: SupervisorMode | null;
  readonly canTakeOver?: boolean;
}

/** What a supervisor may do in somebody's call, and does now. */
export function SupervisorModes({ phone, callId, party, mode, canTakeOver = true }: SupervisorModesProps) {
  const supervise = (wanted: SupervisorMode) => attempt(() => phone.supervise(callId, wanted));
  return (
    <fieldset class="modes">
      <legend class="hidden">{t('superviseCall', { party })}</legend>
      {modes.map(([wanted, text, icon]) => (
        <button
          key={wanted}
          type="button"
          class={`action ${mode === wanted ? 'on' : ''}`}
          aria-pressed={mode === wanted}
          onClick={() => supervise(wanted)}
        >
          <Icon name={icon} />
          {t(text)}
        </button>
      ))}
      <button
        type="button"
        class="action"
        disabled={!canTakeOver}
        onClick={() =>
          ask({
            title: t('takeOverTitle'),
            text: t('takeOverText', { party }),
            action: t('superviseTakeOver'),
            onYes: () => supervise('takeOver'),
          })
        }
      >
        <Icon name="takeOver" />
        {t('superviseTakeOver')}
      </button>
      {mode && (
        <button type="button" class="action reject" onClick={() => supervise('leave')}>
          <Icon name="hangUp" />
          {t('superviseLeave')}
        </button>
      )}
    </fieldset>
  );
}
