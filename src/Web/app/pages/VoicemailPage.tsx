import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/texts';
import { Icon } from '../parts/Icon';
import { Loading } from '../parts/Loading';
import { More } from '../parts/More';
import { VoicemailMessage } from '../parts/VoicemailMessage';
import { VoicemailSettings } from '../parts/VoicemailSettings';
import type { StoredMessage } from '../rest/models';
import type { Phone } from '../state/phone';
import { api } from '../state/session';

const path = '/api/v1/me/voicemail';

/** The own voicemail box: what was left in it, and how it greets. */
export function VoicemailPage({ phone }: { phone: Phone }) {
  const items = useSignal<readonly StoredMessage[]>([]);
  const next = useSignal<string | null>(null);
  const state = useSignal<'loading' | 'there' | 'failed'>('loading');
  const heard = useSignal<'' | 'true' | 'false'>('');
  const load = async (cursor: string | null) => {
    try {
      const page = await api.page<StoredMessage>(path, { heard: heard.value, cursor });
      items.value = cursor ? [...items.value, ...page.items] : page.items;
      next.value = page.next;
      state.value = 'there';
    } catch {
      state.value = 'failed';
    }
  };
  // Told when a message is left, heard or deleted, on whichever device.
  const told = phone.voicemail.value;
  useEffect(() => void load(null), [heard.value, told?.new, told?.saved]);
  return (
    <section aria-labelledby="voicemail-title" class="page">
      <div class="head">
        <h1 id="voicemail-title">{t('voicemailTitle')}</h1>
        <search>
          <label class="field">
            {t('voicemailShow')}
            <select
              value={heard.value}
              onChange={event => {
                heard.value = event.currentTarget.value as '' | 'true' | 'false';
              }}
            >
              <option value="">{t('voicemailAll')}</option>
              <option value="false">{t('voicemailUnheard')}</option>
              <option value="true">{t('voicemailHeard')}</option>
            </select>
          </label>
        </search>
      </div>
      <Loading state={state.value} failed="voicemailFailed" retry={() => void load(null)} />
      {state.value === 'there' && items.value.length === 0 && (
        <div class="empty">
          <Icon name="voicemail" class="large" />
          <p>{t('voicemailNone')}</p>
          <p class="hint">{t('voicemailNoneLead')}</p>
        </div>
      )}
      <ul class="log" data-testid="messages">
        {items.value.map(message => (
          <VoicemailMessage key={message.id} message={message} phone={phone} onChanged={() => void load(null)} />
        ))}
      </ul>
      <More next={next.value} load={load} />
      <VoicemailSettings />
    </section>
  );
}
