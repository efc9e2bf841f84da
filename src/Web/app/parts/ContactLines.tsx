import type { TextKey } from '../i18n/en';
import { t } from '../i18n/texts';
import { Icon } from './Icon';

const most = 20;

interface Line {
  readonly value: string;
  readonly label: string;
}

interface Props {
  readonly title: TextKey;
  /** What a line is called, with its place. */
  readonly value: TextKey;
  readonly add: TextKey;
  readonly type: 'tel' | 'email';
  readonly lines: readonly Line[];
  readonly onChange: (lines: readonly Line[]) => void;
}

/** Numbers or addresses, each with what it is. */
export function ContactLines({ title, value, add, type, lines, onChange }: Props) {
  const put = (at: number, part: Partial<Line>) => onChange(lines.map((one, index) => (index === at ? { ...one, ...part } : one)));
  return (
    <fieldset class="choices">
      <legend>{t(title)}</legend>
      <ul class="lines">
        {lines.map((line, index) => {
          const name = t(value, { place: index + 1 });
          return (
            <li key={index}>
              <input
                inputMode={type}
                maxLength={type === 'tel' ? 40 : 254}
                aria-label={name}
                value={line.value}
                onInput={event => put(index, { value: event.currentTarget.value })}
              />
              <input
                maxLength={40}
                aria-label={t('contactLabel', { place: name })}
                value={line.label}
                onInput={event => put(index, { label: event.currentTarget.value })}
              />
              <button
                type="button"
                class="plain"
                aria-label={t('contactRemove', { place: name })}
                title={t('contactRemove', { place: name })}
                onClick={() => onChange(lines.filter((_, at) => at !== index))}
              >
                <Icon name="close" />
              </button>
            </li>
          );
        })}
      </ul>
      {lines.length < most && (
        <button type="button" class="small" onClick={() => onChange([...lines, { value: '', label: '' }])}>
          <Icon name="add" />
          {t(add)}
        </button>
      )}
    </fieldset>
  );
}
