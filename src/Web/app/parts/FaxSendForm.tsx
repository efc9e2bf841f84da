import { useSignal } from '@preact/signals';
import { t, number as written } from '../i18n/texts';
import type { Fax } from '../rest/faxes';
import { documentOf } from '../state/faxPages';
import { api } from '../state/session';

/** Files become a fax to a number. */
export function FaxSendForm({ onSent }: { readonly onSent: () => void }) {
  const to = useSignal('');
  const files = useSignal<readonly File[]>([]);
  const isBusy = useSignal(false);
  const problem = useSignal('');
  const done = useSignal('');
  const send = async (form: HTMLFormElement) => {
    isBusy.value = true;
    problem.value = done.value = '';
    try {
      const document = await documentOf(files.value);
      const fax = await api.send<Fax>(`/api/v1/me/faxes?to=${encodeURIComponent(to.value)}`, document.content, document.type);
      done.value = t('faxGiven', {
        number: fax.number,
        pages: fax.pages === 1 ? t('faxOnePage') : t('faxPages', { count: written(fax.pages) }),
      });
      to.value = '';
      files.value = [];
      form.reset();
      onSent();
    } catch (refused) {
      problem.value = refused instanceof Error ? refused.message : String(refused);
    } finally {
      isBusy.value = false;
    }
  };
  return (
    <form
      class="card upload"
      aria-labelledby="fax-send-title"
      onSubmit={event => {
        event.preventDefault();
        void send(event.currentTarget);
      }}
    >
      <h2 id="fax-send-title">{t('faxNew')}</h2>
      <div class="row">
        <label class="field">
          {t('faxNumber')}
          <input
            type="tel"
            required
            maxLength={40}
            value={to.value}
            onInput={event => {
              to.value = event.currentTarget.value;
            }}
          />
        </label>
        <label class="field grow">
          {t('faxFiles')}
          <input
            type="file"
            required
            multiple
            accept=".tif,.tiff,image/tiff,image/png,image/jpeg,image/webp"
            aria-describedby="fax-send-hint"
            onChange={event => {
              files.value = [...(event.currentTarget.files ?? [])];
              problem.value = '';
            }}
          />
        </label>
        <button type="submit" class="primary" disabled={isBusy.value}>
          {t('faxSend')}
        </button>
      </div>
      <p class="hint" id="fax-send-hint">
        {t('faxFilesHint')}
      </p>
      <span role="status">{done.value}</span>
      <span role="alert" class={problem.value ? 'problem' : ''}>
        {problem.value}
      </span>
    </form>
  );
}
