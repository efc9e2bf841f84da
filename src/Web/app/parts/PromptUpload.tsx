import { useSignal } from '@preact/signals';
import { t } from '../i18n/texts';
import { loadPrompts, prompts } from '../state/prompts';
import { promptNameOf, refusalOf, upload } from '../state/promptUpload';
import { ask } from '../state/question';

/** A file becomes a prompt. */
export function PromptUpload() {
  const name = useSignal('');
  const file = useSignal<File | null>(null);
  const isBusy = useSignal(false);
  const problem = useSignal('');
  const done = useSignal('');
  const send = async (form: HTMLFormElement) => {
    if (!file.value) return;
    isBusy.value = true;
    problem.value = '';
    try {
      await upload(name.value, file.value);
      await loadPrompts();
      done.value = t('promptUploaded', { prompt: name.value });
      name.value = '';
      file.value = null;
      form.reset();
    } catch (refused) {
      problem.value = refusalOf(refused);
    } finally {
      isBusy.value = false;
    }
  };
  return (
    <form
      class="card upload"
      aria-labelledby="upload-title"
      onSubmit={event => {
        event.preventDefault();
        const form = event.currentTarget;
        done.value = '';
        if (prompts.value.some(prompt => prompt.name === name.value))
          ask({
            title: t('promptReplaceTitle'),
            text: t('promptReplaceText', { prompt: name.value }),
            action: t('promptReplace'),
            onYes: () => void send(form),
          });
        else void send(form);
      }}
    >
      <h2 id="upload-title">{t('promptNew')}</h2>
      <div class="row">
        <label class="field grow">
          {t('promptFile')}
          <input
            type="file"
            required
            accept=".wav,audio/wav"
            aria-describedby="upload-hint"
            onChange={event => {
              file.value = event.currentTarget.files?.[0] ?? null;
              problem.value = '';
              if (file.value && name.value === '') name.value = promptNameOf(file.value.name);
            }}
          />
        </label>
        <label class="field grow">
          {t('editorId')}
          <input
            required
            pattern="[a-z0-9][a-z0-9._\-]{0,63}"
            title={t('promptNameHint')}
            value={name.value}
            onInput={event => {
              name.value = event.currentTarget.value;
            }}
          />
        </label>
        <button type="submit" class="primary" disabled={isBusy.value}>
          {t('promptUpload')}
        </button>
      </div>
      <p class="hint" id="upload-hint">
        {t('promptFormats')}
      </p>
      <span role="status">{done.value}</span>
      <span role="alert" class={problem.value ? 'problem' : ''}>
        {problem.value}
      </span>
    </form>
  );
}
