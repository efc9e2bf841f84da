import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/texts';
import { BackupList } from '../parts/BackupList';
import { BackupScheduleForm } from '../parts/BackupScheduleForm';
import type { Backups } from '../rest/backups';
import { attempt } from '../state/problems';
import { api } from '../state/session';

// While something is done, it is looked again.
const again = 3_000;

/** Backups of the company, for administrators. */
export function BackupsPage() {
  const backups = useSignal<Backups | null>(null);
  const load = async () => {
    backups.value = await api.get<Backups>('/api/v1/backups');
  };
  useEffect(() => attempt(load), [backups]);
  const held = backups.value;
  const isBusy = held !== null && held.doing !== 'none';
  useEffect(() => {
    if (!isBusy) return;
    const timer = setInterval(() => attempt(load), again);
    return () => clearInterval(timer);
  }, [isBusy]);
  return (
    <section aria-labelledby="backups-title" class="page">
      <h1 id="backups-title">{t('backupsTitle')}</h1>
      {!held && <p role="status">{t('loading')}</p>}
      {held?.refused && <p class="hint">{t(held.refused === 'notInPlan' ? 'backupNoPlan' : 'backupNoKey')}</p>}
      {held && (
        <div class="settings">
          <section class="card" aria-labelledby="backups-list">
            <h2 id="backups-list">{t('backupListTitle')}</h2>
            <BackupList backups={held} onDone={load} />
          </section>
          <section class="card" aria-labelledby="backups-schedule">
            <h2 id="backups-schedule">{t('backupScheduleTitle')}</h2>
            <BackupScheduleForm saved={held.schedule} isOff={held.refused !== null} onDone={load} />
          </section>
        </div>
      )}
    </section>
  );
}
