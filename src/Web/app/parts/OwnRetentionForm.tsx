import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/texts';
import type { OwnRetention } from '../rest/privacy';
import { attempt } from '../state/problems';
import { api } from '../state/session';
import { DaysField } from './DaysField';
import { SaveRow } from './SaveRow';

const path = '/api/v1/me/retention';

/** How long the own voicemail, faxes and call log are kept. */
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
      <DaysField label={t('retentionFax')} value={held.faxDays} onChange={faxDays => change({ faxDays })} />
      <DaysField label={t('retentionCallLog')} value={held.callLogDays} onChange={callLogDays => change({ callLogDays })} />
      <SaveRow isSaved={isSaved.value} />
    </form>
  );
}
