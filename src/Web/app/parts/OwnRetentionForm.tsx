import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/texts';
import type { OwnRetention } from '../rest/privacy';
import { attempt } from '../state/problems';
import { api } from '../state/session';
import { DaysField } from './DaysField';

const path = '/api/v1/me/retention';

/** How long the own voicemail and call log are kept. */
export function OwnRetentionForm() {
  const own = useSignal<OwnRetention | null>(null);
  const isSaved = useSignal(false);
  useEffect(() => {
    attempt(async () => {
      own.value = await api.get<OwnRetention>(path);
    });
  }, [own]);
  const held = own.value;
  if (!held) return <p role="status">{t('loading')}</p>;
  const change = (part: Partial<OwnRetention>) => {
    isSaved.value = false;
    own.value = { ...held, ...part };
  };
  return (
    <form
      onSubmit={event => {
        event.preventDefault();
        attempt(async () => {
          own.value = await api.put<OwnRetention>(path, held);
          isSaved.value = true;
        });
      }}
    >
      <p class="hint">{t('ownRetentionLead')}</p>
      <DaysField label={t('retentionVoicemail')} value={held.voicemailDays} onChange={voicemailDays => change({ voicemailDays })} />
      <DaysField label={t('retentionCallLog')} value={held.callLogDays} onChange={callLogDays => change({ callLogDays })} />
      <div class="row">
        <button type="submit" class="primary">
          {t('save')}
        </button>
        <span role="status">{isSaved.value && t('saved')}</span>
      </div>
    </form>
  );
}
