import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { t } from '../i18n/texts';
import { Icon } from '../parts/Icon';
import { Loading } from '../parts/Loading';
import { PromptRow } from '../parts/PromptRow';
import { PromptUpload } from '../parts/PromptUpload';
import { Listening } from '../state/listening';
import { loadPrompts, prompts } from '../state/prompts';

/** The sounds that flows and queues play by their names, for administrators. */
export function PromptsPage() {
  const state = useSignal<'loading' | 'there' | 'failed'>('loading');
  const listening = useMemo(() => new Listening(), []);
  const load = async () => {
    try {
      await loadPrompts();
      state.value = 'there';
    } catch {
      state.value = 'failed';
    }
  };
  useEffect(() => {
    void load();
    return () => listening.stop();
  }, [listening]);
  return (
    <section aria-labelledby="prompts-title" class="page">
      <p>
        <a href="#/flows">{t('flowBack')}</a>
      </p>
      <h1 id="prompts-title">{t('promptsTitle')}</h1>
      <p class="hint">{t('promptsLead')}</p>
      <PromptUpload />
      <Loading state={state.value} failed="promptsFailed" retry={() => void load()} />
      {state.value === 'there' && prompts.value.length === 0 && (
        <div class="empty">
          <Icon name="speaker" class="large" />
          <p>{t('promptsNone')}</p>
        </div>
      )}
      {prompts.value.length > 0 && (
        <table class="board" aria-labelledby="prompts-title" data-testid="prompts">
          <thead>
            <tr>
              <th scope="col">{t('promptName')}</th>
              <th scope="col">{t('promptLength')}</th>
              <th scope="col">{t('promptFormat')}</th>
              <th scope="col">{t('flowChanged')}</th>
              <th scope="col">{t('promptActions')}</th>
            </tr>
          </thead>
          <tbody>
            {prompts.value.map(prompt => (
              <PromptRow key={prompt.name} prompt={prompt} listening={listening} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
