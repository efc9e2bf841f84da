import { t } from '../i18n/texts';
import type { Holiday, OpenTime, QueueRules, Weekday } from '../rest/queues';
import { CheckField, type Fields, TextField } from './fields';
import { Icon } from './Icon';
import { choicesOf, dayTexts } from './strategies';

const zones = (Intl as { supportedValuesOf?: (key: 'timeZone') => string[] }).supportedValuesOf?.('timeZone') ?? [];

/** When a queue is open: the week, and the days that are not as their weekday. */
export function HoursEditor({ form, path = 'hours' }: { form: Fields; path?: string }) {
  const { weekly, holidays } = form.read(path) as QueueRules['hours'];
  const week = (changed: readonly OpenTime[]) => form.write(`${path}.weekly`, changed);
  const days = (changed: readonly Holiday[]) => form.write(`${path}.holidays`, changed);
  const put = <T extends object>(list: readonly T[], at: number, part: Partial<T>) =>
    list.map((one, index) => (index === at ? { ...one, ...part } : one));
  return (
    <>
      <TextField form={form} path={`${path}.timeZone`} label={t('hoursZone')} input={{ list: `${path}-zones`, required: true }} />
      <datalist id={`${path}-zones`}>
        {zones.map(zone => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <h3>{t('hoursWeek')}</h3>
      {weekly.length === 0 && <p class="hint">{t('hoursAlways')}</p>}
      <ul class="lines">
        {weekly.map((time, index) => (
          <li key={index}>
            <select
              aria-label={t('hoursDay')}
              value={time.day}
              onChange={event => week(put(weekly, index, { day: event.currentTarget.value as Weekday }))}
            >
              {choicesOf(dayTexts).map(([day, text]) => (
                <option key={day} value={day}>
                  {t(text)}
                </option>
              ))}
            </select>
            <TimeInput label={t('hoursFrom')} value={time.from} onTime={from => week(put(weekly, index, { from }))} />
            <TimeInput label={t('hoursTo')} value={time.to} onTime={to => week(put(weekly, index, { to }))} />
            <Remove onClick={() => week(weekly.filter((_, at) => at !== index))} />
          </li>
        ))}
      </ul>
      <button type="button" class="small" onClick={() => week([...weekly, { day: 'monday', from: '08:00:00', to: '18:00:00' }])}>
        <Icon name="add" />
        {t('hoursAddTime')}
      </button>
      <h3>{t('hoursHolidays')}</h3>
      <ul class="lines">
        {holidays.map((holiday, index) => (
          <li key={index}>
            <input
              type="date"
              required
              aria-label={t('hoursDate')}
              value={holiday.date}
              onInput={event => days(put(holidays, index, { date: event.currentTarget.value }))}
            />
            <label class="next">
              <input
                type="checkbox"
                checked={holiday.from === null}
                onChange={event =>
                  days(put(holidays, index, event.currentTarget.checked ? { from: null, to: null } : { from: '08:00:00', to: '12:00:00' }))
                }
              />
              {t('hoursClosedAllDay')}
            </label>
            {holiday.from !== null && (
              <>
                <TimeInput label={t('hoursFrom')} value={holiday.from} onTime={from => days(put(holidays, index, { from }))} />
                <TimeInput label={t('hoursTo')} value={holiday.to ?? '23:59:00'} onTime={to => days(put(holidays, index, { to }))} />
              </>
            )}
            <Remove onClick={() => days(holidays.filter((_, at) => at !== index))} />
          </li>
        ))}
      </ul>
      <button
        type="button"
        class="small"
        onClick={() => days([...holidays, { date: new Date().toISOString().slice(0, 10), from: null, to: null }])}
      >
        <Icon name="add" />
        {t('hoursAddHoliday')}
      </button>
      {path === 'hours' && <CheckField form={form} path={`${path}.closingSendsAway`} label={t('hoursSendsAway')} />}
    </>
  );
}

function TimeInput({ label, value, onTime }: { label: string; value: string; onTime: (time: string) => void }) {
  return (
    <input
      type="time"
      required
      aria-label={label}
      value={value.slice(0, 5)}
      onInput={event => {
        if (event.currentTarget.value !== '') onTime(`${event.currentTarget.value.slice(0, 5)}:00`);
      }}
    />
  );
}

function Remove({ onClick }: { onClick: () => void }) {
  return (
    <button type="button" class="plain" aria-label={t('remove')} title={t('remove')} onClick={onClick}>
      <Icon name="close" />
    </button>
  );
}
