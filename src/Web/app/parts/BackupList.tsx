import { number, t, when } from '../i18n/texts';
import type { Backups } from '../rest/backups';
import { attempt } from '../state/problems';
import { api } from '../state/session';

const shown = 30;

/** What there is, and ways to make one or to look at all of them. */
export function BackupList({ backups, onDone }: { readonly backups: Backups; readonly onDone: () => Promise<void> }) {
  const isOff = backups.refused !== null || backups.doing !== 'none';
  const ask = (path: string) =>
    attempt(async () => {
      await api.post(path, {});
      await onDone();
    });
  return (
    <>
      <div class="row">
        <button type="button" class="primary" disabled={isOff} onClick={() => ask('/api/v1/backups')}>
          {t('backupNow')}
        </button>
        <button type="button" disabled={isOff} onClick={() => ask('/api/v1/backups/verifications')}>
          {t('backupVerify')}
        </button>
        <button type="button" onClick={() => attempt(onDone)}>
          {t('backupRefresh')}
        </button>
      </div>
      <div role="status">
        {backups.doing !== 'none' && <p>{t(backups.doing === 'backup' ? 'backupMaking' : 'backupVerifying')}</p>}
        {backups.next && <p>{t('backupNext', { at: when(new Date(backups.next)) })}</p>}
        {backups.failure && <p>{t('backupFailed', { at: when(new Date(backups.failure.at)), reason: backups.failure.reason })}</p>}
        {backups.verified && (
          <p>
            {t(backups.verified.fault ? 'backupFault' : 'backupVerified', {
              at: when(new Date(backups.verified.at)),
              backups: number(backups.verified.backups),
              reason: backups.verified.fault ?? '',
            })}
          </p>
        )}
        {backups.fault && <p>{backups.fault}</p>}
        {backups.items.length === 0 && <p>{t('backupNone')}</p>}
      </div>
      <ul data-testid="backups">
        {backups.items.slice(0, shown).map(backup => (
          <li key={backup.number}>
            {t('backupLine', {
              number: backup.number,
              at: when(new Date(backup.startedAt)),
              rows: number(backup.rows),
              files: number(backup.files),
              size: number(backup.bytes / 1e6),
              added: number(backup.newBytes / 1e6),
            })}
          </li>
        ))}
      </ul>
    </>
  );
}
