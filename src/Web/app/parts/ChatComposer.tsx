import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/texts';
import { chats } from '../state/session';

const longest = 4_000;

/** The field to write in. Enter sends, Shift and Enter begin a new line. */
export function ChatComposer({ id, name }: { readonly id: string; readonly name: string }) {
  const text = useSignal('');
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const send = () => {
    const said = text.value.trim();
    if (said === '') return;
    chats.value.send(id, said);
    text.value = '';
  };
  return (
    <form
      class="composer"
      onSubmit={event => {
        event.preventDefault();
        send();
      }}
    >
      <label for="chat-text">{t('chatWrite', { name })}</label>
      <div class="row">
        <textarea
          ref={field}
          id="chat-text"
          class="grow"
          rows={2}
          maxLength={longest}
          aria-describedby="chat-text-hint"
          value={text.value}
          onInput={event => {
            text.value = event.currentTarget.value;
          }}
          onKeyDown={event => {
            // While a character is being composed Enter chooses it.
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <button type="submit" class="primary" disabled={text.value.trim() === ''}>
          {t('chatSend')}
        </button>
      </div>
      <p id="chat-text-hint" class="hint">
        {t('chatWriteHint')}
      </p>
    </form>
  );
}
