import { useSignal } from '@preact/signals';
import type { TextKey } from '../i18n/en';
import { t } from '../i18n/texts';
import type { BackupPace, BackupSchedule } from '../rest/backups';
import { preferences } from '../state/preferences';
import { attempt } from '../state/problems';
import { api } from '../state/session';
import { SaveRow } from './SaveRow';

const paces: readonly (readonly [BackupPace, TextKey])[] = [
  ['never', 'backupNever'],
  ['daily', 'backupDaily'],
  ['weekly', 'backupWeekly'],
];

// A Sunday, which is day 0.
const sunday = Date.UTC(2026, 10, 22);

/** When backups are made. */
export function BackupScheduleForm({
  saved,
  isOff,
  onDone,
}: {
  readonly saved: BackupSchedule;
  readonly isOff: boolean;
  readonly onDone: () => Promise<void>;
}) {
  const edited = useSignal(saved);
  const isSaved = useSignal(false);
  const held = edited.value;
  const change = (next: Partial<BackupSchedule>) => {
    isSaved.value = false;
    edited.value = { ...held, ...next };
  };
  const days = new Intl.DateTimeFormat(preferences.locale.value, { weekday: 'long', timeZone: 'UTC' });
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        attempt(async () => {
          const { version, ...schedule } = edited.value;
          edited.value = await api.put<BackupSchedule>(`/api/v1/backups/schedule?version=${version}`, schedule);
          isSaved.value = true;
          await onDone();
        });
      }}
    >
      <p class="hint">{t('backupScheduleLead')}</p>
      <label class="field">
        {t('backupEvery')}
        <select value={held.every} onChange={event => change({ every: event.currentTarget.value as BackupPace })}>
          {paces.map(([pace, text]) => (
            <option key={pace} value={pace}>
              {t(text)}
            </option>
          ))}
        </select>
      </label>
      {held.every === 'weekly' && (
        <label class="field">
          {t('backupWeekday')}
          <select value={held.weekday} onChange={event => change({ weekday: Number(event.currentTarget.value) })}>
            {[0, 1, 2, 3, 4, 5, 6].map(day => (
              <option key={day} value={day}>
                {days.format(new Date(sunday + day * 86_400_000))}
              </option>
            ))}
          </select>
        </label>
      )}
      <WholeField label={t('backupHour')} value={held.hour} min={0} max={23} onChange={hour => change({ hour })} />
      <WholeField label={t('backupKeep')} value={held.keep} min={1} max={10_000} onChange={keep => change({ keep })} />
      <SaveRow isSaved={isSaved.value} isOff={isOff} />
    </form>
  );
}

function WholeField({
  label,
  value,
  min,
  max,
  onChange,
}: {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
}) {
  return (
    <label class="field">
      {label}
      <input
        type="number"
        required
        min={min}
        max={max}
        step={1}
        value={Number.isNaN(value) ? '' : value}
        onInput={event => onChange(event.currentTarget.valueAsNumber)}
      />
    </label>
  );
}
