import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { TextKey } from '../i18n/en';
import { t } from '../i18n/texts';
import { googlePart, googleRefusal } from '../state/google';
import { preferences } from '../state/preferences';
import { attempt } from '../state/problems';
import { api } from '../state/session';

/** Sends a link that has just been made by the user's own Gmail: nothing where there is none. */
export function LinkMail({ path, secret }: { readonly path: string; readonly secret: string }) {
  const isConnected = useSignal(false);
  const to = useSignal('');
  const note = useSignal('');
  const isAsked = useSignal(false);
  const said = useSignal<{ readonly key: TextKey; readonly to: string } | null>(null);
  useEffect(() => {
    googlePart('gmail').then(
      part => {
        isConnected.value = part !== null;
      },
      () => undefined,
    );
  }, [isConnected]);
  if (!isConnected.value) return null;
  const send = async () => {
    isAsked.value = true;
    said.value = null;
    const whom = to.value.trim();
    try {
      await api.post(`${path}/mail`, {
        to: whom,
        secret,
        note: note.value.trim() || null,
        language: preferences.locale.value === 'en' ? 'en' : 'es',
      });
      said.value = { key: 'mailSent', to: whom };
      to.value = '';
    } catch (problem) {
      const key = googleRefusal(problem);
      if (key === null) throw problem;
      said.value = { key: key === 'googleNoAnswer' ? 'mailUnknown' : key, to: whom };
    } finally {
      isAsked.value = false;
    }
  };
  return (
    <form
      data-testid="link-mail"
      onSubmit={event => {
        event.preventDefault();
        attempt(send);
      }}
    >
      <label class="field">
        {t('mailTo')}
        <input
          type="email"
          required
          maxLength={254}
          value={to.value}
          onInput={event => {
            to.value = event.currentTarget.value;
          }}
        />
      </label>
      <label class="field">
        {t('mailNote')}
        <textarea
          maxLength={2000}
          value={note.value}
          onInput={event => {
            note.value = event.currentTarget.value;
          }}
        />
      </label>
      <button type="submit" disabled={isAsked.value}>
        {t('mailSend')}
      </button>
      <p role="status">{said.value && t(said.value.key, { to: said.value.to })}</p>
    </form>
  );
}
