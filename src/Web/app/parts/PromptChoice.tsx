import type { SelectHTMLAttributes } from 'preact';
import { duration, t } from '../i18n/texts';
import { prompts } from '../state/prompts';

interface PromptChoiceProps {
  readonly value: string;
  readonly onChosen: (name: string) => void;
  /** What no prompt means; without it one has to be chosen. */
  readonly none?: string;
  readonly attributes?: SelectHTMLAttributes<HTMLSelectElement>;
}

/** One of the uploaded prompts. One that is gone stays to be seen. */
export function PromptChoice({ value, onChosen, none, attributes }: PromptChoiceProps) {
  const isGone = value !== '' && !prompts.value.some(prompt => prompt.name === value);
  return (
    <select {...attributes} value={value} onChange={event => onChosen(event.currentTarget.value)}>
      {(none !== undefined || value === '') && <option value="">{none ?? t('memberChoose')}</option>}
      {isGone && <option value={value}>{t('promptGone', { prompt: value })}</option>}
      {prompts.value.map(({ name, seconds }) => (
        <option key={name} value={name}>
          {name} ({duration(Math.ceil(seconds))})
        </option>
      ))}
    </select>
  );
}
