import { useSignal } from '@preact/signals';
import type { AgentCard } from '../../phone';
import { t } from '../i18n/texts';
import type { Phone } from '../state/phone';
import { attempt } from '../state/problems';
import { Icon } from './Icon';

/** What a call came to: one press where the queue has a list, a few words where it has none. */
export function Dispositions({ agent, phone }: { agent: AgentCard; phone: Phone }) {
  const text = useSignal('');
  const say = (disposition: string) => attempt(() => phone.dispose(disposition));
  if (agent.dispositions.length === 0) {
    return (
      <form
        class="dispositions"
        onSubmit={event => {
          event.preventDefault();
          if (text.value.trim() !== '') say(text.value.trim());
        }}
      >
        <input
          aria-label={t('barDisposition')}
          placeholder={t('barDisposition')}
          maxLength={64}
          value={text.value || (agent.disposition ?? '')}
          onInput={event => {
            text.value = event.currentTarget.value;
          }}
        />
        <button type="submit" class="small">
          {t('save')}
        </button>
      </form>
    );
  }
  return (
    <fieldset class="dispositions">
      <legend class="hidden">{t('barDisposition')}</legend>
      {agent.dispositions.map(one => (
        <button
          key={one}
          type="button"
          class={`small ${agent.disposition === one ? 'on' : ''}`}
          aria-pressed={agent.disposition === one}
          onClick={() => say(one)}
        >
          {agent.disposition === one && <Icon name="available" />}
          {one}
        </button>
      ))}
    </fieldset>
  );
}
