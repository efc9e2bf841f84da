import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { duration, number, t, when } from '../i18n/texts';
import type { Prompt } from '../rest/prompts';
import type { Listening } from '../state/listening';
import { loadPrompts } from '../state/prompts';
import { refusalOf, upload } from '../state/promptUpload';
import { ask } from '../state/question';
import { api } from '../state/session';
import { Icon } from './Icon';

/** A prompt in the list: heard, given a new sound, erased. */
export function PromptRow({ prompt, listening }: { prompt: Prompt; listening: Listening }) {
  const { name, seconds, sampleRate, bytes, changedAt, changedBy, audio } = prompt;
  const problem = useSignal('');
  const picker = useRef<HTMLInputElement>(null);
  const isHeard = listening.now.value === audio;
  const work = async (act: () => Promise<unknown>) => {
    problem.value = '';
    try {
      await act();
    } catch (refused) {
      problem.value = refusalOf(refused);
    }
  };
  const change = (act: () => Promise<unknown>) => {
    listening.stop();
    return work(async () => {
      await act();
      await loadPrompts();
    });
  };
  return (
    <tr data-prompt={name}>
      <th scope="row">
        {name}
        <span role="alert" class={problem.value ? 'problem' : ''}>
          {problem.value}
        </span>
      </th>
      <td class="figure">{duration(Math.ceil(seconds))}</td>
      <td class="figure">{t('promptSound', { rate: number(sampleRate / 1_000), size: number(Math.ceil(bytes / 1_024)) })}</td>
      <td>{t('flowChangedBy', { time: when(new Date(changedAt)), by: changedBy || t('flowSystem') })}</td>
      <td class="tools">
        <button type="button" class="small" aria-pressed={isHeard} onClick={() => void work(() => listening.toggle(audio))}>
          <Icon name={isHeard ? 'pause' : 'play'} />
          {t(isHeard ? 'promptStop' : 'promptListen')}
          <span class="hidden"> {name}</span>
        </button>
        <button type="button" class="small" onClick={() => picker.current?.click()}>
          {t('promptReplace')}
          <span class="hidden"> {name}</span>
        </button>
        <input
          ref={picker}
          hidden
          type="file"
          accept=".wav,audio/wav"
          onChange={event => {
            const input = event.currentTarget;
            const file = input.files?.[0];
            if (file) void change(() => upload(name, file));
            input.value = '';
          }}
        />
        <button
          type="button"
          class="small"
          onClick={() =>
            ask({
              title: t('promptDeleteTitle'),
              text: t('promptDeleteText', { prompt: name }),
              action: t('promptDelete'),
              onYes: () => void change(() => api.delete(`/api/v1/prompts/${encodeURIComponent(name)}`)),
            })
          }
        >
          {t('promptDelete')}
          <span class="hidden"> {name}</span>
        </button>
      </td>
    </tr>
  );
}
