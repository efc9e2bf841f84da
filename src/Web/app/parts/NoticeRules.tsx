import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { TextKey } from '../i18n/en';
import { t } from '../i18n/texts';
import type { NoticeRule, Notices } from '../rest/notices';
import { attempt } from '../state/problems';
import { api } from '../state/session';

const path = '/api/v1/recording-notices';

const fresh: NoticeRule = {
  name: '',
  tell: 'announce',
  calls: 'all',
  lines: [],
  queues: [],
  countries: [],
  language: 'es',
  text: '',
  prompt: '',
  seconds: 8,
  recordsUnanswered: false,
};

const ways = [
  ['announce', 'recordingNoticeTellAnnounce'],
  ['consent', 'recordingNoticeTellConsent'],
  ['none', 'recordingNoticeTellNone'],
] as const;

const directions = [
  ['all', 'recordingNoticeCallsAll'],
  ['incoming', 'recordingNoticeCallsIncoming'],
  ['outgoing', 'recordingNoticeCallsOutgoing'],
] as const;

const languages = [
  ['es', 'Español'],
  ['en', 'English'],
] as const;

/** Who is told or asked before a call is recorded: rules in their order. */
export function NoticeRules() {
  const notices = useSignal<Notices | null>(null);
  const isSaved = useSignal(false);
  useEffect(
    () =>
      attempt(async () => {
        notices.value = await api.get<Notices>(path);
      }),
    [notices],
  );
  const held = notices.value;
  if (!held) return <p role="status">{t('loading')}</p>;
  const change = (rules: readonly NoticeRule[]) => {
    isSaved.value = false;
    notices.value = { ...held, rules };
  };
  return (
    <form
      data-testid="notices"
      onSubmit={event => {
        event.preventDefault();
        attempt(async () => {
          notices.value = await api.put<Notices>(`${path}?version=${held.version}`, { rules: held.rules });
          isSaved.value = true;
        });
      }}
    >
      <p class="hint">{t('recordingNoticesLead')}</p>
      {held.rules.length === 0 && <p>{t('recordingNoticesNone')}</p>}
      {held.rules.map((rule, index) => (
        <fieldset key={index} data-testid="notice">
          <legend>{rule.name || t('recordingNoticeName')}</legend>
          <Rule id={`notice-${index}`} rule={rule} onChange={changed => change(held.rules.with(index, changed))} />
          <div class="row">
            {index > 0 && (
              <button
                type="button"
                onClick={() => {
                  const rules = [...held.rules];
                  rules.splice(index - 1, 2, rule, held.rules[index - 1] as NoticeRule);
                  change(rules);
                }}
              >
                {t('recordingNoticeUp', { name: rule.name })}
              </button>
            )}
            <button type="button" onClick={() => change(held.rules.filter(one => one !== rule))}>
              {t('recordingNoticeRemove', { name: rule.name })}
            </button>
          </div>
        </fieldset>
      ))}
      <div class="row">
        <button type="button" onClick={() => change([...held.rules, fresh])}>
          {t('recordingNoticeAdd')}
        </button>
        <button type="submit" class="primary">
          {t('save')}
        </button>
        <span role="status">{isSaved.value && t('saved')}</span>
      </div>
    </form>
  );
}

function Rule({ id, rule, onChange }: { readonly id: string; readonly rule: NoticeRule; readonly onChange: (rule: NoticeRule) => void }) {
  const text = (name: 'name' | 'text' | 'prompt', label: TextKey, hint: TextKey | null = null, isRequired = false) => (
    <Line id={`${id}-${name}`} label={label} hint={hint}>
      <input
        id={`${id}-${name}`}
        aria-describedby={hint ? `${id}-${name}-hint` : undefined}
        value={rule[name]}
        maxLength={name === 'text' ? 1000 : 64}
        required={isRequired}
        onInput={event => onChange({ ...rule, [name]: event.currentTarget.value })}
      />
    </Line>
  );
  const list = (name: 'lines' | 'queues' | 'countries', label: TextKey, hint: TextKey) => (
    <Line id={`${id}-${name}`} label={label} hint={hint}>
      <input
        id={`${id}-${name}`}
        aria-describedby={`${id}-${name}-hint`}
        value={rule[name].join(', ')}
        onChange={event => onChange({ ...rule, [name]: words(event.currentTarget.value) })}
      />
    </Line>
  );
  const choice = (name: 'tell' | 'calls' | 'language', label: TextKey, options: readonly (readonly [string, string])[]) => (
    <Line id={`${id}-${name}`} label={label} hint={null}>
      <select id={`${id}-${name}`} value={rule[name]} onChange={event => onChange({ ...rule, [name]: event.currentTarget.value })}>
        {options.map(([value, shown]) => (
          <option key={value} value={value}>
            {shown}
          </option>
        ))}
      </select>
    </Line>
  );
  return (
    <>
      {text('name', 'recordingNoticeName', null, true)}
      {choice(
        'tell',
        'recordingNoticeTell',
        ways.map(([value, key]) => [value, t(key)]),
      )}
      {choice(
        'calls',
        'recordingNoticeCalls',
        directions.map(([value, key]) => [value, t(key)]),
      )}
      {list('lines', 'recordingNoticeLines', 'recordingNoticeListHint')}
      {list('queues', 'recordingNoticeQueues', 'recordingNoticeListHint')}
      {list('countries', 'recordingNoticeCountries', 'recordingNoticeCountriesHint')}
      {rule.tell !== 'none' && (
        <>
          {choice('language', 'recordingNoticeLanguage', languages)}
          {text('text', 'recordingNoticeText', 'recordingNoticeTextHint')}
          {text('prompt', 'recordingNoticePrompt')}
        </>
      )}
      {rule.tell === 'consent' && (
        <>
          <Line id={`${id}-seconds`} label="recordingNoticeSeconds" hint={null}>
            <input
              id={`${id}-seconds`}
              type="number"
              min={2}
              max={60}
              required
              value={rule.seconds}
              onInput={event => onChange({ ...rule, seconds: event.currentTarget.valueAsNumber })}
            />
          </Line>
          <label class="check">
            <input
              type="checkbox"
              checked={rule.recordsUnanswered}
              onChange={event => onChange({ ...rule, recordsUnanswered: event.currentTarget.checked })}
            />{' '}
            {t('recordingNoticeUnanswered')}
          </label>
        </>
      )}
    </>
  );
}

function Line({
  id,
  label,
  hint,
  children,
}: {
  readonly id: string;
  readonly label: TextKey;
  readonly hint: TextKey | null;
  readonly children: ComponentChildren;
}) {
  return (
    <div class="field">
      <label for={id}>{t(label)}</label>
      {children}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {t(hint)}
        </p>
      )}
    </div>
  );
}

function words(text: string): readonly string[] {
  return text
    .split(',')
    .map(word => word.trim())
    .filter(word => word !== '');
}
