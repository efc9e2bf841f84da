export type BackupPace = 'never' | 'daily' | 'weekly';

/** `PUT /api/v1/backups/schedule`: in the company's time, 0 for Sunday. */
export interface BackupSchedule {
  readonly every: BackupPace;
  readonly hour: number;
  readonly weekday: number;
  readonly keep: number;
  readonly version: number;
}

/** A backup. */
export interface Backup {
  readonly number: number;
  readonly startedAt: string;
  readonly rows: number;
  readonly files: number;
  readonly bytes: number;
  readonly newBytes: number;
}

/** `GET /api/v1/backups`. */
export interface Backups {
  readonly refused: 'notInPlan' | 'notConfigured' | null;
  readonly doing: 'none' | 'backup' | 'verification';
  readonly schedule: BackupSchedule;
  readonly next: string | null;
  readonly failure: { readonly at: string; readonly reason: string } | null;
  readonly verified: { readonly at: string; readonly backups: number; readonly fault: string | null } | null;
  readonly fault: string | null;
  readonly items: readonly Backup[];
}
