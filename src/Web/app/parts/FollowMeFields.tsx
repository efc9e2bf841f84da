import { t } from '../i18n/texts';
import type { FollowMeNumber } from '../rest/models';
import { Icon } from './Icon';

/** As many as the server takes. */
const most = 5;

interface Props {
  readonly numbers: readonly FollowMeNumber[];
  readonly isAtOnce: boolean;
  readonly onChange: (numbers: readonly FollowMeNumber[], isAtOnce: boolean) => void;
}

/** The numbers that ring one after the other for calls that the own devices do not take. */
export function FollowMeFields({ numbers, isAtOnce, onChange }: Props) {
  const put = (at: number, part: Partial<FollowMeNumber>) =>
    onChange(
      numbers.map((one, index) => (index === at ? { ...one, ...part } : one)),
      isAtOnce,
    );
  return (
    <fieldset class="choices">
      <legend>{t('followMe')}</legend>
      <p class="hint">{t('followMeLead')}</p>
      <ul class="lines">
        {numbers.map((one, index) => (
          <li key={index}>
            <input
              inputMode="tel"
              maxLength={32}
              required
              aria-label={t('followMeNumber', { place: index + 1 })}
              value={one.number}
              onInput={event => put(index, { number: event.currentTarget.value })}
            />
            <input
              type="number"
              min={5}
              max={60}
              required
              aria-label={t('followMeSeconds')}
              value={one.seconds}
              onInput={event => put(index, { seconds: event.currentTarget.valueAsNumber })}
            />
            <button
              type="button"
              class="plain"
              aria-label={t('followMeRemove', { place: index + 1 })}
              title={t('followMeRemove', { place: index + 1 })}
              onClick={() =>
                onChange(
                  numbers.filter((_, at) => at !== index),
                  isAtOnce,
                )
              }
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
      {numbers.length < most && (
        <button type="button" class="small" onClick={() => onChange([...numbers, { number: '', seconds: 20 }], isAtOnce)}>
          <Icon name="add" />
          {t('followMeAdd')}
        </button>
      )}
      {numbers.length > 0 && (
        <label class="check">
          <input type="checkbox" checked={isAtOnce} onChange={event => onChange(numbers, event.currentTarget.checked)} />
          {t('followMeAtOnce')}
        </label>
      )}
    </fieldset>
  );
}
